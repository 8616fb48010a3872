package org.extremum.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each candidate for γ and λ came to, and which one was chosen. */
final class SelectionPlot {
  private static final String ID = "selection";
  private static final String TITLE = "Choice of γ and λ";

  /** λ that have a line of their own; the table has them all. */
  private static final int MOST_LINES = 4;

  private final Entries entries;

  SelectionPlot(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Map<?, ?>> candidates =
        entries.rows("selection.candidates").stream()
            .filter(candidate -> Double.isFinite(value(candidate, "criterion")))
            .toList();
    if (candidates.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          entries.has("selection")
              ? "there were too few samples to choose by"
              : "γ and λ were given, not chosen");
    }
    String words =
        "Each candidate was compared on "
            + Figures.count(entries.count("selection.samples"))
            + " samples that it was not solved on ("
            + entries.text("selection.comparedOn")
            + "), by "
            + criterion()
            + ". Of those that are no worse than the best by more than chance, the strongest"
            + " penalty was chosen.";
    return Section.of(ID, TITLE, List.of(Element.text("p", words), figure(candidates)));
  }

  private String criterion() {
    return underNoise()
        ? "their errors under noise of radius "
            + Figures.entry(entries.get("selection.noiseRadius"))
        : "log-loss";
  }

  private boolean underNoise() {
    return entries.text("selection.criterion").equals("errorsUnderNoise");
  }

  private Element figure(List<Map<?, ?>> candidates) {
    Set<Double> lambdas = new LinkedHashSet<>(); // the chosen one's line is drawn for certain
    lambdas.add(entries.number("selection.chosen.regParam"));
    candidates.forEach(candidate -> lambdas.add(value(candidate, "regParam")));
    double low = extreme(candidates, -1);
    double high = extreme(candidates, 1);
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            chosenInWords(candidates),
            Axis.linear(
                "γ, Dₛ",
                0,
                candidates.stream().mapToDouble(c -> value(c, "gamma")).max().orElse(1)),
            Axis.linear(underNoise() ? "share of errors" : "log-loss", low, high));
    List<String> names = new ArrayList<>();
    for (double lambda : lambdas) {
      if (names.size() < MOST_LINES) {
        draw(plot, candidates, lambda, Legend.series(names.size()));
        names.add("λ = " + Figures.plain(lambda));
      }
    }
    for (Map<?, ?> candidate : candidates) {
      if (chosen(candidate)) {
        plot.upright(value(candidate, "gamma"), "chosen", "cut");
      }
    }
    return Element.of(
        "div", Legend.of(names.toArray(String[]::new)), plot.figure(table(candidates)));
  }

  private static void draw(Plot plot, List<Map<?, ?>> candidates, double lambda, String series) {
    List<Plot.Point> points = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    candidates.stream()
        .filter(candidate -> value(candidate, "regParam") == lambda)
        .sorted((a, b) -> Double.compare(value(a, "gamma"), value(b, "gamma")))
        .forEach(
            candidate -> {
              points.add(new Plot.Point(value(candidate, "gamma"), value(candidate, "criterion")));
              errors.add(value(candidate, "standardError"));
            });
    plot.line(points, series).errors(points, errors, series).points(points, series, 3);
  }

  private Table table(List<Map<?, ?>> candidates) {
    Table table =
        new Table(
            "Candidates; the standard error is that of the difference to the best",
            "γ",
            "λ",
            "criterion",
            "standard error",
            "accuracy",
            "chosen");
    for (Map<?, ?> candidate : candidates) {
      table.row(
          Figures.entry(candidate.get("gamma")),
          Figures.entry(candidate.get("regParam")),
          Figures.shown(value(candidate, "criterion")),
          Figures.shown(value(candidate, "standardError")),
          Figures.percent(value(candidate, "accuracy")),
          chosen(candidate) ? "chosen" : "");
    }
    return table;
  }

  private String chosenInWords(List<Map<?, ?>> candidates) {
    return candidates.stream()
        .filter(this::chosen)
        .map(
            candidate ->
                "γ = "
                    + Figures.entry(candidate.get("gamma"))
                    + " and λ = "
                    + Figures.entry(candidate.get("regParam"))
                    + " were chosen of "
                    + candidates.size()
                    + " candidates, at "
                    + Figures.shown(value(candidate, "criterion"))
                    + ".")
        .findFirst()
        .orElse(candidates.size() + " candidates.");
  }

  /** The least (sign -1) or greatest (1) log-loss with its error. */
  private static double extreme(List<Map<?, ?>> candidates, int sign) {
    return sign
        * candidates.stream()
            .mapToDouble(
                c -> {
                  double error = value(c, "standardError");
                  return sign * value(c, "criterion") + (error > 0 ? error : 0);
                })
            .filter(Double::isFinite)
            .max()
            .orElse(sign);
  }

  private static double value(Map<?, ?> candidate, String name) {
    return Entries.number(candidate.get(name));
  }

  private boolean chosen(Map<?, ?> candidate) {
    return value(candidate, "gamma") == entries.number("selection.chosen.gamma")
        && value(candidate, "regParam") == entries.number("selection.chosen.regParam");
  }
}
