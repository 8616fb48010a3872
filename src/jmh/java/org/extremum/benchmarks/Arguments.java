package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.training.TrainingOptions;

/** What a benchmark is asked for: key=value, options of the training among them. */
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> known;

  /**
   * Reads {@code key=value} arguments.
   *
   * @param known the benchmark's own keys; every other key must be an option of the training
   * @throws IllegalArgumentException for anything else
   */
  Arguments(String[] arguments, String... known) {
    this.known = List.of(known);
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String key = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !(this.known.contains(key) || isOption(key))) {
        throw new IllegalArgumentException(
            "argument '"
                + argument
                + "': expected key=value with a key of "
                + this.known
                + " or an option of the training");
      }
      values.put(key, argument.substring(equals + 1));
    }
  }

  private static boolean isOption(String key) {
    return TrainingOptions.defaults().asMap().containsKey(key);
  }

  String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  int integer(String key, int otherwise) {
    return Integer.parseInt(text(key, String.valueOf(otherwise)));
  }

  double real(String key, double otherwise) {
    return Double.parseDouble(text(key, String.valueOf(otherwise)));
  }

  /** Numbers separated by commas. */
  double[] reals(String key, String otherwise) {
    return reals(text(key, otherwise));
  }

  static double[] reals(String separated) {
    return Arrays.stream(separated.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The training's options: its defaults, then those given here. */
  TrainingOptions options(Map<String, ?> defaults) {
    Map<String, Object> asked = new LinkedHashMap<>(defaults);
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            asked.put(key, TrainingOptions.option(key).parse(value));
          }
        });
    return TrainingOptions.of(asked);
  }
}
