package org.extremum.report;

import java.util.ArrayList;
import java.util.List;

/** A table that scrolls by itself where it is wider than the page. */
final class Table {
  private final String caption;
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean words;
  private boolean sum;

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
    rows.add(List.of(cells));
    return this;
  }

  /** Sets all cells as words, also those that look like numbers. */
  Table ofWords() {
    words = true;
    return this;
  }

  /** Sets the last row apart. */
  Table withSum() {
    sum = true;
    return this;
  }

  Element element() {
    Element head = Element.of("tr");
    for (int k = 0; k < columns.size(); k++) {
      head.add(Element.text("th", columns.get(k)).with("scope", "col").with("class", alignment(k)));
    }
    Element body = Element.of("tbody");
    for (int k = 0; k < rows.size(); k++) {
      body.add(row(rows.get(k)).with("class", sum && k == rows.size() - 1 ? "sum" : "plain"));
    }
    return captioned(
        caption,
        Element.of("table", Element.of("thead", head), body)
            .with("class", words ? "prose" : "plain"));
  }

  private Element row(List<String> cells) {
    Element row = Element.of("tr", Element.text("th", cells.get(0)).with("scope", "row"));
    for (int k = 1; k < cells.size(); k++) {
      row.add(Element.text("td", cells.get(k)).with("class", alignment(k)));
    }
    return row;
  }

  /** Numbers below each other where a column has nothing else. */
  private String alignment(int column) {
    boolean numbers =
        !words
            && column > 0
            && rows.stream().allMatch(row -> row.get(column).matches("([-+\\d∞].{0,14})?"));
    return numbers ? "number" : "words";
  }

  /** The same, folded away until somebody asks for it. */
  Element folded(String summary) {
    return Element.of("details", Element.text("summary", summary), element());
  }

  /**
   * A table with words above it, which do not scroll away with it, in a box of its own that scrolls
   * sideways, by keyboard too.
   */
  static Element captioned(String caption, Element table) {
    return Element.of(
        "div",
        Element.text("p", caption).with("class", "caption"),
        Element.of("div", table.with("aria-label", caption))
            .with("class", "scroll")
            .with("role", "region")
            .with("aria-label", caption)
            .with("tabindex", "0"));
  }
}
