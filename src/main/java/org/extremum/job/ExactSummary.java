package org.extremum.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.extremum.training.TrainingReport;

/** What exact mode reached, in words and a table of its rounds; nothing where there is no entry. */
final class ExactSummary {
  private static final List<String> COLUMNS =
      List.of(
          "centres",
          "rank",
          "nullity",
          "gap",
          "verified",
          "failed",
          "promoted",
          "outcome",
          "seconds");

  /** As wide as the longest outcome. */
  private static final String ROW = "%-5s %8s %7s %7s %10s %8s %7s %8s  %-17s %8s%n";

  private ExactSummary() {}

  /**
   * Lines on layers, extrema, radii and capacity, then the rounds.
   *
   * @param report with the entries of run.json
   */
  static String of(TrainingReport report) {
    StringBuilder text = new StringBuilder();
    if (report.get("rounds") != null && report.get("layers") instanceof List<?> layers) {
      text.append(Summary.line("layers", layers(layers)));
    }
    if (report.get("criticalPoints") != null) {
      text.append(Summary.line("own outputs", counts(report, "own", "maxima above zero")));
      text.append(Summary.line("other outputs", counts(report, "others", "minima below zero")));
      text.append(Summary.line("", sense(report)));
    }
    if (report.get("certifiedRadius") != null) {
      text.append(Summary.line("certified", radii(report)));
    }
    if (report.get("capacity") != null) {
      text.append(Summary.line("capacity", capacity(report)));
    }
    if (report.get("rounds") instanceof List<?> rounds && !rounds.isEmpty()) {
      text.append(rounds(rounds));
    }
    return text.toString();
  }

  /** Which layers were updated, as in the paper's Table 1. */
  private static String layers(List<?> layers) {
    return layers.stream()
        .map(layer -> (Map<?, ?>) layer)
        .map(layer -> layer.get("u") + " " + layer.get("state"))
        .collect(Collectors.joining(", "));
  }

  private static String counts(TrainingReport report, String group, String extrema) {
    String at = "criticalPoints." + group + ".";
    long unknown = count(report, at + "unknown");
    return "of "
        + count(report, at + "pairs")
        + " at central samples "
        + count(report, at + "stationary")
        + " stationary, "
        + count(report, at + "rightSign")
        + " of the right sign, "
        + count(report, at + "definite")
        + " definite"
        + (unknown == 0 ? "" : " (" + unknown + " not decided)")
        + "; all three: "
        + count(report, at + "extrema")
        + " "
        + extrema;
  }

  private static String sense(TrainingReport report) {
    long pairs = 0;
    long extrema = 0;
    for (String group : List.of("own", "others")) {
      pairs += count(report, "criticalPoints." + group + ".pairs");
      extrema += count(report, "criticalPoints." + group + ".extrema");
    }
    return extrema == pairs
        ? "every one is an extremum"
        : "a stationary point that is not definite is a saddle or flat, not an extremum";
  }

  private static String radii(TrainingReport report) {
    return "predictions at central samples hold within at least "
        + shown(report.get("certifiedRadius.lowest"))
        + ", median "
        + shown(report.get("certifiedRadius.median"))
        + ", highest "
        + shown(report.get("certifiedRadius.highest"))
        + " (distance D_s of standardised surfaces)";
  }

  private static String capacity(TrainingReport report) {
    return count(report, "capacity.centres")
        + " centres of "
        + count(report, "capacity.equationsPerSample")
        + " equations: rank at most "
        + count(report, "capacity.rankBound")
        + " of "
        + count(report, "capacity.width")
        + " neurons; a null space from "
        + count(report, "capacity.widthForNullSpace")
        + " on, every labelling from about "
        + count(report, "capacity.widthForEveryLabelling");
  }

  private static String rounds(List<?> rounds) {
    StringBuilder text = new StringBuilder("\n");
    text.append(row("round", COLUMNS));
    for (int k = 0; k < rounds.size(); k++) {
      Map<?, ?> round = (Map<?, ?>) rounds.get(k);
      List<String> cells = COLUMNS.stream().map(column -> cell(column, round.get(column))).toList();
      text.append(row(String.valueOf(k + 1), cells));
    }
    return text.append('\n').toString();
  }

  private static String row(String number, List<String> cells) {
    Object[] all = new Object[1 + cells.size()];
    all[0] = number;
    for (int k = 0; k < cells.size(); k++) {
      all[1 + k] = cells.get(k);
    }
    return String.format(Locale.ROOT, ROW, all);
  }

  private static String cell(String column, Object value) {
    return switch (column) {
      case "gap" ->
          value instanceof Number gap
              ? String.format(Locale.ROOT, "%.2g", gap.doubleValue())
              : String.valueOf(value);
      case "seconds" ->
          value instanceof Number seconds
              ? String.format(Locale.ROOT, "%.1f", seconds.doubleValue())
              : String.valueOf(value);
      default -> String.valueOf(value);
    };
  }

  private static long count(TrainingReport report, String name) {
    return report.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static String shown(Object value) {
    return value instanceof Number number ? Summary.figure(number.doubleValue()) : "-";
  }
}
