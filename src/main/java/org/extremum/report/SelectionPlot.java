package org.extremum.report;

import java.util.List;
import java.util.Map;

/** What each candidate for γ and λ came to, and which one was chosen. */
final class SelectionPlot {
  private static final String ID = "selection";
  private static final String TITLE = "Choice of γ and λ";

  static final String BARS = "Bars are standard errors of the difference to the best.";

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
            + " samples that it was not solved on"
            + comparedOn()
            + ", by "
            + criterion(entries)
            + polarized()
            + (entries.has("selection.hidden") ? ", here on the hidden layers chosen" : "")
            + ". Of those that are no worse than the best by more than chance, the strongest"
            + " penalty was chosen: "
            + chosenInWords(candidates)
            + " "
            + BARS;
    return Section.of(ID, TITLE, List.of(Element.text("p", words), figure(candidates)));
  }

  private String comparedOn() {
    return switch (entries.text("selection.comparedOn")) {
      case "folds" -> " (five parts, each tested by what was solved without it)";
      case "heldOut" -> " (a tenth that was held out)";
      case "validation" -> " (the validation rows)";
      default -> "";
    };
  }

  private String polarized() {
    return entries.text("selection.polarization").equals("logistic")
        ? " after logistic polarization, begun for each γ at the λ that least squares take"
        : "";
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
    Curves curves =
        new Curves(each -> value(each, "gamma"), each -> value(each, "regParam"), this::chosen);
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            chosenInWords(candidates),
            curves.across("γ, Dₛ", candidates),
            axis(entries, curves.drawn(candidates)));
    return curves.figure(
        plot, candidates, lambda -> "λ = " + Figures.plain(lambda), table(candidates));
  }

  private Table table(List<Map<?, ?>> candidates) {
    Table table =
        new Table(
            "Candidates; ± is the standard error of the difference to the best",
            "γ",
            "λ",
            "criterion",
            "±",
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
                    + " of "
                    + candidates.size()
                    + " candidates, at "
                    + Figures.shown(value(candidate, "criterion"))
                    + ".")
        .findFirst()
        .orElse("one of " + candidates.size() + " candidates.");
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
