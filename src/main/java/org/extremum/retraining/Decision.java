package org.extremum.retraining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the gate decided, with every reason. Immutable; labels and reasons are copied.
 *
 * @param gate the thresholds
 * @param champion null where there was none
 * @param challenger on the same holdout
 * @param discordance where both networks were judged sample by sample; informs, does not decide
 * @param labels names of the essences
 * @param reasons all that was asked, in order: floor, gain, one recall for each essence that counts
 */
public record Decision(
    Gate gate,
    Figures champion,
    Figures challenger,
    Optional<Discordance> discordance,
    List<String> labels,
    List<Reason> reasons) {
  /** Essences named in one line: enough to look at, short enough to read. */
  private static final int NAMED = 3;

  public Decision {
    labels = List.copyOf(labels);
    reasons = List.copyOf(reasons);
  }

  /**
   * One question of the gate and its answer.
   *
   * @param threshold the option's name
   * @param label the essence asked about; null where it is about all
   * @param value accuracy, gain or loss of recall, in shares
   * @param limit what the option says
   * @param holds whether it lets the challenger pass
   */
  public record Reason(String threshold, String label, double value, double limit, boolean holds) {
    /** In words, with the numbers. */
    public String text() {
      return switch (threshold) {
        case "minAccuracy" ->
            Double.isNaN(value)
                ? "the holdout has no rows"
                : "accuracy "
                    + percent(value)
                    + (holds ? " is at least minAccuracy " : " is below minAccuracy ")
                    + percent(limit);
        case "minGain" ->
            "gain "
                + points(value)
                + (holds ? " is at least minGain " : " is below minGain ")
                + points(limit);
        default ->
            "recall of '"
                + label
                + "' changes by "
                + points(0.0 - value)
                + (holds ? ", within maxRecallLoss " : ", more than maxRecallLoss ")
                + points(limit);
      };
    }
  }

  /** Whether the challenger becomes the champion. */
  public boolean promoted() {
    return reasons.stream().allMatch(Reason::holds);
  }

  /** The names of essences whose recall was not guarded, with their samples. */
  public List<String> passedOver() {
    return champion == null
        ? List.of()
        : IntStream.range(0, labels.size())
            .filter(v -> challenger.samples(v) < Gate.FEWEST_ROWS)
            .mapToObj(v -> labels.get(v) + " (" + challenger.samples(v) + " rows)")
            .toList();
  }

  /** {@code promoted: …} or {@code not promoted: …}, with the numbers that decided. */
  public String line() {
    List<String> parts = new ArrayList<>();
    if (promoted()) {
      parts.add(accuracies());
      worstRecall().ifPresent(worst -> parts.add(worst.text()));
    } else {
      List<Reason> against = reasons.stream().filter(reason -> !reason.holds()).toList();
      against.stream().limit(NAMED).map(Reason::text).forEach(parts::add);
      if (against.size() > NAMED) {
        parts.add((against.size() - NAMED) + " more reasons in the manifest");
      }
      parts.add(accuracies());
    }
    if (!passedOver().isEmpty()) {
      parts.add("recall not guarded: " + firstOf(passedOver()));
    }
    return (promoted() ? "promoted: " : "not promoted: ") + String.join("; ", parts);
  }

  private String accuracies() {
    String text =
        "accuracy " + percent(challenger.accuracy()) + " on " + challenger.samples() + " rows";
    if (champion == null) {
      return text + ", no champion before";
    }
    double gain = challenger.accuracy() - champion.accuracy();
    return text
        + ", champion "
        + percent(champion.accuracy())
        + ", gain "
        + points(gain)
        + discordance.map(pairs -> " ± " + plain(100 * pairs.standardError())).orElse("");
  }

  private Optional<Reason> worstRecall() {
    return reasons.stream()
        .filter(reason -> reason.label() != null && reason.value() > 0)
        .max(Comparator.comparingDouble(Reason::value));
  }

  private static String firstOf(List<String> names) {
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + more;
  }

  /** For the manifest: what was measured, what was asked, and how each question was answered. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("promoted", promoted());
    map.put("line", line());
    map.put("samples", challenger.samples());
    map.put("challenger", figures(challenger));
    if (champion != null) {
      map.put("champion", figures(champion));
    }
    discordance.ifPresent(pairs -> map.put("difference", difference(pairs)));
    map.put("reasons", reasons.stream().map(Decision::reason).toList());
    map.put("passedOver", passedOver());
    return map;
  }

  private static Map<String, Object> figures(Figures figures) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accuracy", figures.accuracy());
    map.put("logLoss", figures.logLoss());
    return map;
  }

  private static Map<String, Object> difference(Discordance pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("gain", pairs.gain());
    map.put("standardError", pairs.standardError());
    map.put("championOnly", pairs.championOnly());
    map.put("challengerOnly", pairs.challengerOnly());
    map.put("mcnemar", pairs.chance());
    return map;
  }

  private static Map<String, Object> reason(Reason reason) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("threshold", reason.threshold());
    if (reason.label() != null) {
      map.put("label", reason.label());
    }
    map.put("value", reason.value());
    map.put("limit", reason.limit());
    map.put("holds", reason.holds());
    map.put("text", reason.text());
    return map;
  }

  private static String percent(double share) {
    return plain(100 * share) + " %";
  }

  /** A difference of shares. */
  private static String points(double difference) {
    return plain(100 * difference) + " points";
  }

  private static String plain(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
