package org.extremum.report;

import java.util.ArrayList;
import java.util.List;

/** A table that scrolls by itself where it is wider than the page. */
final class Table {
  private final String caption;
  private final List<String> columns;
  private final List<Element> rows = new ArrayList<>();

  /**
   * @param caption what it shows
   * @param columns headings; the first column names the rows
   */
  Table(String caption, String... columns) {
    this.caption = caption;
    this.columns = List.of(columns);
  }

  /** Appends a row; its first cell is its heading. */
  Table row(String... cells) {
    Element row = Element.of("tr");
    for (int k = 0; k < cells.length; k++) {
      row.add(
          k == 0
              ? Element.text("th", cells[0]).with("scope", "row")
              : Element.text("td", cells[k])
                  .with("class", isNumber(cells[k]) ? "number" : "words"));
    }
    rows.add(row);
    return this;
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[-\\d∞].{0,12}");
  }

  Element element() {
    Element head = Element.of("tr");
    columns.forEach(column -> head.add(Element.text("th", column).with("scope", "col")));
    return scrolling(
        Element.of(
            "table",
            Element.text("caption", caption),
            Element.of("thead", head),
            Element.of("tbody").add(rows)),
        caption);
  }

  /** The same, folded away until somebody asks for it. */
  Element folded(String summary) {
    return Element.of("details", Element.text("summary", summary), element());
  }

  /** In a box of its own that scrolls sideways, by keyboard too. */
  static Element scrolling(Element table, String name) {
    return Element.of("div", table)
        .with("class", "scroll")
        .with("role", "region")
        .with("aria-label", name)
        .with("tabindex", "0");
  }
}
