package org.extremum.report;

import java.util.ArrayList;
import java.util.List;

/** What came of the training, before everything else. */
final class Headline {
  private final Entries entries;

  Headline(Entries entries) {
    this.entries = entries;
  }

  Element element(String name) {
    return Element.of(
        "header",
        Element.text("p", "Extremum training report").with("class", "kicker"),
        Element.text("h1", name),
        Element.of("p", badge(), outcome()).with("class", "outcome"),
        Element.of("dl").with("class", "tiles").add(tiles()));
  }

  private Element badge() {
    String outcome = entries.text("outcome");
    boolean spent = outcome.endsWith("_SPENT");
    return Element.text("span", outcome.isEmpty() ? "outcome unknown" : outcome)
        .with("class", "badge " + (spent ? "warn" : "good"));
  }

  private Element outcome() {
    List<String> words = new ArrayList<>();
    for (String entry : List.of("outcomeDetail", "outcomeAdvice")) {
      if (!entries.text(entry).isEmpty()) {
        words.add(entries.text(entry));
      }
    }
    return Element.text("span", " " + String.join("; ", words));
  }

  private List<Element> tiles() {
    List<Element> tiles = new ArrayList<>();
    for (String part : Entries.PARTS) {
      if (entries.has(part + ".accuracy")) {
        tiles.add(
            tile(
                part + " accuracy",
                Figures.percent(entries.number(part + ".accuracy")),
                figures(part)));
      }
    }
    tiles.add(
        tile(
            "network",
            String.join("–", entries.widths()),
            entries.text("options.activation")
                + " neurons, "
                + (entries.exact() ? "exact" : "weakened")
                + " extrema"));
    tiles.add(
        tile(
            "trained on",
            Figures.count(entries.count("samples")),
            "samples of "
                + Figures.count(entries.count("essences"))
                + " classes, "
                + Figures.count(entries.count("features"))
                + " features"));
    if (entries.has("timings.total")) {
      tiles.add(tile("time", Figures.seconds(entries.number("timings.total")), "in all"));
    }
    return tiles;
  }

  private String figures(String part) {
    String figures = "log-loss " + Figures.shown(entries.number(part + ".logLoss"));
    if (entries.has(part + ".calibrationError")) {
      figures +=
          ", calibration error " + Figures.percent(entries.number(part + ".calibrationError"));
    }
    if (entries.has(part + ".samples")) {
      figures += ", " + Figures.count(entries.count(part + ".samples")) + " samples";
    }
    return figures.replace(" %", "\u00A0%"); // tiles are narrow: the sign stays with its number
  }

  private static Element tile(String what, String figure, String more) {
    return Element.of(
        "div",
        Element.text("dt", what),
        Element.text("dd", figure).with("class", "figure"),
        Element.text("dd", more).with("class", "more"));
  }
}
