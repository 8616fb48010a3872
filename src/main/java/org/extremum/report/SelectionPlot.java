package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What each candidate for γ and λ came to, and which one was chosen. */
final class SelectionPlot {
  private static final String ID = "selection";
  private static final String TITLE = "Choice of γ and λ";

  /** λ that have a line of their own; of more the best at each γ are drawn. */
  private static final int MOST_LINES = 4;

  private final Entries entries;

  SelectionPlot(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Map<?, ?>> candidates = entries.rows("selection");
    if (candidates.isEmpty()) {
      return Section.absent(ID, TITLE, "γ and λ were given, not chosen");
    }
    return Section.of(
        ID,
        TITLE,
        List.of(
            Element.text(
                "p",
                "Log-loss on data that the candidate was not solved on; of those within a standard"
                    + " error of the best, the largest γ, then the largest λ, is chosen."),
            figure(candidates)));
  }

  private Element figure(List<Map<?, ?>> candidates) {
    TreeSet<Double> lambdas = new TreeSet<>();
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
            Axis.linear("log-loss", low, high));
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
              points.add(new Plot.Point(value(candidate, "gamma"), value(candidate, "logLoss")));
              errors.add(value(candidate, "standardError"));
            });
    plot.line(points, series).errors(points, errors, series).points(points, series, 3);
  }

  private static Table table(List<Map<?, ?>> candidates) {
    Table table =
        new Table("Candidates", "γ", "λ", "log-loss", "standard error", "accuracy", "chosen");
    for (Map<?, ?> candidate : candidates) {
      table.row(
          Figures.entry(candidate.get("gamma")),
          Figures.entry(candidate.get("regParam")),
          Figures.shown(value(candidate, "logLoss")),
          Figures.shown(value(candidate, "standardError")),
          Figures.percent(value(candidate, "accuracy")),
          chosen(candidate) ? "chosen" : "");
    }
    return table;
  }

  private static String chosenInWords(List<Map<?, ?>> candidates) {
    return candidates.stream()
        .filter(SelectionPlot::chosen)
        .map(
            candidate ->
                "γ = "
                    + Figures.entry(candidate.get("gamma"))
                    + " and λ = "
                    + Figures.entry(candidate.get("regParam"))
                    + " were chosen of "
                    + candidates.size()
                    + " candidates, log-loss "
                    + Figures.shown(value(candidate, "logLoss"))
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
                  return sign * value(c, "logLoss") + (error > 0 ? error : 0);
                })
            .filter(Double::isFinite)
            .max()
            .orElse(sign);
  }

  private static double value(Map<?, ?> candidate, String name) {
    return Entries.number(candidate.get(name));
  }

  private static boolean chosen(Map<?, ?> candidate) {
    return Boolean.TRUE.equals(candidate.get("chosen"));
  }
}
