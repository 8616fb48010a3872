package org.extremum.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time went. */
final class Timings {
  private static final String ID = "timings";
  private static final String TITLE = "Where the time went";

  /** Of the drawing, in its own units. */
  private static final int WIDTH = 440;

  private static final int ROW = 26;
  private static final int LABELS = 84;
  private static final int FIGURES = 64;

  private final Entries entries;

  Timings(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    Map<String, Double> seconds = seconds();
    if (seconds.isEmpty()) {
      return Section.absent(ID, TITLE, "the model was saved without timings");
    }
    Table table = new Table("Seconds of each part", "part", "seconds", "share");
    double total = entries.number("timings.total");
    seconds.forEach(
        (part, took) -> table.row(part, Figures.seconds(took), Figures.percent(took / total)));
    table.row("total", Figures.seconds(total), "");
    List<Element> body = new ArrayList<>();
    body.add(Element.of("figure", bars(seconds), table.folded("These figures as a table")));
    List<Map<?, ?>> history = entries.rows("timings.history");
    if (!history.isEmpty()) {
      body.add(history(history).folded("Step by step"));
    }
    return Section.of(ID, TITLE, body);
  }

  /** Every part but the total, and what is left of it. */
  private Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    double rest = entries.number("timings.total");
    for (String part : List.of("read", "statistics", "moments", "solve", "verify")) {
      double took = entries.number("timings." + part);
      if (!Double.isNaN(took)) {
        seconds.put(part, took);
        rest -= took;
      }
    }
    if (!seconds.isEmpty() && rest > 0) {
      seconds.put("other", rest);
    }
    return seconds;
  }

  private static Element bars(Map<String, Double> seconds) {
    int height = ROW * seconds.size() + 6;
    double most = seconds.values().stream().mapToDouble(s -> s).max().orElse(1);
    StringBuilder words = new StringBuilder();
    seconds.forEach(
        (part, took) ->
            words
                .append(words.isEmpty() ? "" : ", ")
                .append(part)
                .append(' ')
                .append(Figures.seconds(took)));
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + WIDTH + " " + height)
            .with("role", "img")
            .with("aria-labelledby", ID + "-plot-name " + ID + "-plot-words")
            .add(Element.text("title", TITLE).with("id", ID + "-plot-name"))
            .add(Element.text("desc", words.toString()).with("id", ID + "-plot-words"));
    int top = 4;
    for (Map.Entry<String, Double> part : seconds.entrySet()) {
      double width = Math.max(1, part.getValue() / most * (WIDTH - LABELS - FIGURES));
      svg.add(label(LABELS - 8, top + 15, part.getKey()).with("text-anchor", "end"));
      svg.add(
          Element.of("rect")
              .with("x", LABELS)
              .with("y", top + 2)
              .with("width", String.format(Locale.ROOT, "%.1f", width))
              .with("height", ROW - 8)
              .with("rx", 2)
              .with("class", "bar first"));
      svg.add(label(LABELS + width + 6, top + 15, Figures.seconds(part.getValue())));
      top += ROW;
    }
    return svg;
  }

  private static Element label(double x, double y, String words) {
    return Element.text("text", words)
        .with("x", String.format(Locale.ROOT, "%.1f", x))
        .with("y", String.format(Locale.ROOT, "%.1f", y));
  }

  private Table history(List<Map<?, ?>> history) {
    Table table =
        new Table(
            entries.count("timings.unlisted") == 0
                ? "Passes and solves in their order"
                : "The first passes and solves; "
                    + Figures.count(entries.count("timings.unlisted"))
                    + " more are not listed",
            "step",
            "of",
            "detail",
            "begun after",
            "took");
    for (Map<?, ?> step : history) {
      table.row(
          Figures.entry(step.get("step")),
          Figures.entry(step.get("timing")),
          Figures.entry(step.get("detail")),
          Figures.seconds(Entries.number(step.get("start"))),
          Figures.seconds(Entries.number(step.get("seconds"))));
    }
    return table;
  }
}
