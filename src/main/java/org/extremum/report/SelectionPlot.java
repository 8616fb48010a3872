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
    boolean given = !entries.has("selection") || entries.has("selection.hidden");
    if (candidates.isEmpty() || candidates.size() == 1 && given) {
      return Section.absent(
          ID,
          TITLE,
          given ? "γ and λ were given, not chosen" : "there were too few samples to choose by");
    }
    String words =
        "Each candidate was compared on "
            + Figures.count(entries.count("selection.samples"))
            + " samples that it was not solved on ("
            + entries.text("selection.comparedOn")
            + "), by "
            + criterion(entries)
            + (entries.has("selection.hidden") ? ", here on the hidden layers chosen" : "")
            + ". Of those that are no worse than the best by more than chance, the strongest"
            + " penalty was chosen.";
    return Section.of(ID, TITLE, List.of(Element.text("p", words), figure(candidates)));
  }

  /** What candidates were compared by. */
  static String criterion(Entries entries) {
    return underNoise(entries)
        ? "their errors under noise of radius "
            + Figures.entry(entries.get("selection.noiseRadius"))
        : "log-loss";
  }

  private static boolean underNoise(Entries entries) {
    return entries.text("selection.criterion").equals("errorsUnderNoise");
  }

  /** The axis of the criterion, with room for the errors of these candidates. */
  static Axis axis(Entries entries, List<Map<?, ?>> candidates) {
    return Axis.linear(
        underNoise(entries) ? "share of errors" : "log-loss",
        extreme(candidates, -1),
        extreme(candidates, 1));
  }

  private Element figure(List<Map<?, ?>> candidates) {
    Set<Double> lambdas = new LinkedHashSet<>(); // the chosen one's line is drawn for certain
    lambdas.add(entries.number("selection.chosen.regParam"));
    candidates.forEach(candidate -> lambdas.add(value(candidate, "regParam")));
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            chosenInWords(candidates),
            Axis.linear(
                "γ, Dₛ",
                0,
                candidates.stream().mapToDouble(c -> value(c, "gamma")).max().orElse(1)),
            axis(entries, candidates));
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
