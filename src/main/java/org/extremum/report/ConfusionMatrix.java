package org.extremum.report;

import java.util.List;
import java.util.Locale;

/**
 * Samples by class and prediction as a table whose cells are coloured by their share of the row.
 */
final class ConfusionMatrix {
  /** Share of a row above which a cell is dark and its letters are light. */
  private static final double DARK = 0.45;

  /** Classes from which on cells are small and headings stand upright. */
  private static final int MANY = 8;

  private final Entries entries;
  private final List<?> matrix;
  private final String part;

  ConfusionMatrix(Entries entries, List<?> matrix, String part) {
    this.entries = entries;
    this.matrix = matrix;
    this.part = part;
  }

  Element element() {
    String caption =
        "Rows: the class of "
            + Entries.inWords(part)
            + " samples; columns: what they are predicted as. Coloured by share of the row, right"
            + " ones and mistakes apart, small shares made visible.";
    Element head = Element.of("tr", Element.text("th", "class").with("scope", "col"));
    for (int q = 0; q < matrix.size(); q++) {
      String label = entries.label(q);
      head.add(
          Element.of("th", Element.text("span", label)).with("scope", "col").with("title", label));
    }
    Element body = Element.of("tbody");
    for (int v = 0; v < matrix.size(); v++) {
      body.add(row(v));
    }
    Element table =
        Element.of("table", Element.of("thead", head), body)
            .with("class", matrix.size() > MANY ? "confusion many" : "confusion");
    return Table.captioned(caption, table);
  }

  private Element row(int v) {
    List<?> counts = matrix.get(v) instanceof List<?> list ? list : List.of();
    double sum = counts.stream().mapToDouble(Entries::number).sum();
    String label = entries.label(v);
    Element row =
        Element.of("tr", Element.text("th", label).with("scope", "row").with("title", label));
    for (int q = 0; q < counts.size(); q++) {
      row.add(cell(v, q, Entries.number(counts.get(q)), sum));
    }
    return row;
  }

  private Element cell(int v, int q, double count, double sum) {
    if (!(count > 0)) {
      return Element.text("td", "0").with("class", "none");
    }
    double share = count / sum;
    // The root of a mistake's share: one in a hundred is seen as a tenth.
    double shade = v == q ? share : Math.sqrt(share);
    String of =
        String.format(
            Locale.ROOT,
            "%s predicted as %s: %.0f of %.0f",
            entries.label(v),
            entries.label(q),
            count,
            sum);
    return Element.text("td", Figures.count((long) count))
        .with("class", (v == q ? "right" : "wrong") + (shade > DARK ? " dark" : ""))
        .with("style", String.format(Locale.ROOT, "--shade:%.0f%%", 8 + 92 * shade))
        .with("title", of);
  }
}
