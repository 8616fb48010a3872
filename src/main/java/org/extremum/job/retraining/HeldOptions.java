package org.extremum.job.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;

/**
 * Options of a run on a state that is there: those of the first run hold, and those that the sums
 * were made with cannot be others.
 */
final class HeldOptions {
  /** How rows are read and passed over, and what is served; the sums do not depend on these. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "badRows",
          "handleInvalid",
          "checkpointDir",
          "checkpointInterval",
          "blockSize",
          "partitions",
          "driverBytes",
          "alpha",
          "beta",
          "epsilon");

  /** What the first run decided by the data: asking for the decision again asks for nothing. */
  private static final String AUTO = "auto";

  private HeldOptions() {}

  /** Whether a run may have it otherwise than the first. */
  static boolean isChangeable(TrainingOption option) {
    return CHANGEABLE.contains(option.key())
        || option.scope() == TrainingOption.Scope.SCORING
        || option.scope() == TrainingOption.Scope.RETRAINING;
  }

  /**
   * The options of a run.
   *
   * @param held those of the state, with what the first run decided
   * @param first facts of {@link #asFacts}: what the first run was given
   * @param asked in this run
   * @throws Problem (usage) naming an option that would need other sums
   */
  static TrainingOptions of(TrainingOptions held, Map<?, ?> first, Map<String, Object> asked) {
    Map<String, Object> values = held.asMap();
    Map<String, Object> given = again(first, Map.of());
    asked.forEach(
        (key, value) -> {
          TrainingOption option = TrainingOptions.option(key);
          boolean incomplete = key.equals("handleInvalid") && value.equals("keep");
          if (isChangeable(option) && !incomplete) {
            values.put(key, value);
          } else if (!isLeftOpen(key, value)
              && !Objects.equals(value, values.get(key))
              && !Objects.equals(value, given.get(key))) {
            throw Problem.of(
                Problem.Kind.USAGE,
                "option " + key,
                option.show(values.get(key)) + ", which the state was made with",
                option.show(value),
                "leave it out; --rebuild --redraw, or another --state, makes a new one");
          }
        });
    return TrainingOptions.of(values);
  }

  private static boolean isLeftOpen(String key, Object value) {
    return AUTO.equals(value)
        || value instanceof Double number && number.isNaN()
        || key.equals("hiddenLayers") && value.equals(List.of());
  }

  /**
   * Refuses other columns, which a state made anew has not either: files are read alike for good.
   *
   * @throws Problem (usage) when others are asked for
   */
  static void requireColumns(TrainingOptions held, Map<?, ?> first, Map<String, Object> asked) {
    Map<String, Object> columns = new LinkedHashMap<>(asked);
    columns.keySet().retainAll(List.of("features", "ignore"));
    of(held, first, columns);
  }

  /**
   * Options that were given, as facts of a snapshot; but for where checkpoints go, which is said in
   * each run, and whose address may hold a password.
   */
  static Map<String, Object> asFacts(Map<String, Object> asked) {
    Map<String, Object> facts =
        new TreeMap<>(asked); // the bytes of a state are the same every time
    facts.remove("checkpointDir");
    facts.replaceAll((key, value) -> value instanceof Double d && d.isNaN() ? AUTO : value);
    return facts;
  }

  /**
   * The options of a run that makes everything anew: those given in the first run, and over them
   * those given now.
   *
   * @param first facts of {@link #asFacts}, as they were read back
   */
  static Map<String, Object> again(Map<?, ?> first, Map<String, Object> asked) {
    Map<String, Object> all = new LinkedHashMap<>();
    first.forEach(
        (key, value) -> {
          TrainingOption option = TrainingOptions.option((String) key);
          boolean open = AUTO.equals(value) && option.kind() == TrainingOption.Kind.REAL_OR_AUTO;
          all.put(option.key(), open ? (Object) Double.NaN : option.check(value));
        });
    all.putAll(asked);
    return all;
  }

  /** Those that a run's result depends on, in words; for its id. */
  static List<String> thatMatter(TrainingOptions options) {
    return options.asMap().entrySet().stream()
        .filter(entry -> matters(TrainingOptions.option(entry.getKey())))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private static boolean matters(TrainingOption option) {
    return switch (option.key()) {
      case "checkpointDir",
          "checkpointInterval",
          "driverBytes",
          "keepVersions",
          "lockMinutes",
          "driftWarning" ->
          false;
      default -> option.scope() != TrainingOption.Scope.SCORING;
    };
  }
}
