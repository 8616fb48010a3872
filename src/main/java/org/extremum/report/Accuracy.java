package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How well each class is told from the others, and which are taken for which. */
final class Accuracy {
  /** Classes up to which a matrix can be read; beyond, the most frequent mistakes are listed. */
  private static final int MOST_CLASSES = 50;

  /** Classes up to which a matrix fits in half of the page. */
  private static final int MOST_BESIDE = 12;

  private final Entries entries;

  Accuracy(Entries entries) {
    this.entries = entries;
  }

  /** Precision, recall and F1 of each class. */
  Section classes() {
    List<Element> body = new ArrayList<>();
    for (String part : Entries.PARTS) {
      List<Map<?, ?>> rows = entries.rows(part + ".perEssence");
      if (!rows.isEmpty()) {
        Table table = classes(part, rows);
        body.add(
            body.isEmpty()
                ? table.element()
                : table.folded("The same on the " + Entries.inWords(part) + " data"));
      }
    }
    return body.isEmpty()
        ? Section.absent("classes", "Accuracy by class", "the model was saved without it")
        : Section.of("classes", "Accuracy by class", body);
  }

  private Table classes(String part, List<Map<?, ?>> rows) {
    Table table = new Table(caption(part), "class", "samples", "precision", "recall", "F1");
    double[] sums = new double[3];
    int counted = 0;
    for (Map<?, ?> row : rows) {
      double[] figures = {
        Entries.number(row.get("precision")),
        Entries.number(row.get("recall")),
        Entries.number(row.get("f1"))
      };
      table.row(
          entries.label(row, "essence"),
          Figures.entry(row.get("samples")),
          Figures.percent(figures[0]),
          Figures.percent(figures[1]),
          Figures.percent(figures[2]));
      if (!Double.isNaN(figures[0] + figures[1] + figures[2])) {
        counted++;
        for (int k = 0; k < sums.length; k++) {
          sums[k] += figures[k];
        }
      }
    }
    if (counted > 0) {
      table.row(
          "mean",
          "",
          Figures.percent(sums[0] / counted),
          Figures.percent(sums[1] / counted),
          Figures.percent(sums[2] / counted));
    }
    return counted > 0 ? table.withSum() : table;
  }

  private String caption(String part) {
    return "On the "
        + Entries.inWords(part)
        + " data: accuracy "
        + Figures.percent(entries.number(part + ".accuracy"))
        + ". Precision: of those predicted as the class, the share that is. Recall: of those of"
        + " the class, the share predicted. F1: their harmonic mean.";
  }

  /** Who is taken for whom. */
  Section confusion() {
    String part = entries.part("mistakes");
    List<?> matrix = entries.list(part + ".confusion");
    List<Element> body = new ArrayList<>();
    if (!matrix.isEmpty() && matrix.size() <= MOST_CLASSES) {
      body.add(new ConfusionMatrix(entries, matrix, part).element());
    }
    List<Map<?, ?>> mistakes = entries.rows(part + ".mistakes");
    if (!mistakes.isEmpty()) {
      Table table = new Table("The most frequent mistakes", "class", "predicted as", "samples");
      mistakes.forEach(
          mistake ->
              table.row(
                  entries.label(mistake, "essence"),
                  entries.label(mistake, "predicted"),
                  Figures.entry(mistake.get("samples"))));
      body.add(body.isEmpty() ? table.element() : table.folded("The most frequent mistakes"));
    } else if (entries.has(part + ".mistakes")) {
      body.add(Element.text("p", "No sample of this part is predicted wrongly."));
    }
    return body.isEmpty()
        ? Section.absent("confusion", "Confusion matrix", "the model was saved without it")
        : matrix.size() > MOST_BESIDE
            ? Section.wide("confusion", "Confusion matrix", body)
            : Section.of("confusion", "Confusion matrix", body);
  }
}
