package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.extremum.retraining.Discordance;

/**
 * The table of one data set. Errors are standard errors: over the folds where there are several,
 * else those of counting the test samples; differences to the first row are paired likewise, with
 * McNemar's exact probability over all test samples.
 */
final class PeerTable {
  private final String heading;
  private final StringBuilder rows = new StringBuilder();
  private List<Trial> first;

  PeerTable(String heading) {
    this.heading = heading;
  }

  /** A contender with its trials, one for each split. */
  String add(String name, List<Trial> trials) {
    if (first == null) {
      first = trials;
    }
    String line =
        "| "
            + String.join(
                " | ",
                name,
                accuracy(trials, Trial::clean),
                difference(trials, Trial::clean),
                accuracy(trials, Trial::noisy),
                difference(trials, Trial::noisy),
                seconds(trials, Trial::fit),
                seconds(trials, trial -> trial.fit() + trial.tuning()),
                chosen(trials))
            + " |\n";
    rows.append(line);
    return line;
  }

  /** A contender that could not be trained. */
  void addFailure(String name, String message) {
    String oneLine = message.lines().findFirst().orElse("").replace("|", "/");
    rows.append("| ").append(name).append(" | failed: ").append(oneLine).append(" | | | | | | |\n");
  }

  String inMarkdown() {
    return heading
        + "\n\n| method | clean, % | to the first row | noisy, % | to the first row | fit, s |"
        + " with tuning, s | chosen |\n|---|---|---|---|---|---|---|---|\n"
        + rows;
  }

  private static String accuracy(List<Trial> trials, Function<Trial, boolean[]> right) {
    double[] shares = trials.stream().mapToDouble(t -> Trial.share(right.apply(t))).toArray();
    if (shares.length > 1) {
      return format("%.2f ± %.2f", 100 * mean(shares), 100 * error(shares));
    }
    int n = right.apply(trials.get(0)).length;
    return format("%.2f ± %.2f", 100 * shares[0], 100 * Math.sqrt(shares[0] * (1 - shares[0]) / n));
  }

  private String difference(List<Trial> trials, Function<Trial, boolean[]> right) {
    if (trials == first) {
      return "";
    }
    double[] differences = new double[trials.size()];
    for (int k = 0; k < differences.length; k++) {
      differences[k] =
          Trial.share(right.apply(trials.get(k))) - Trial.share(right.apply(first.get(k)));
    }
    Discordance pairs = McNemar.of(first, trials, right);
    double error = differences.length > 1 ? error(differences) : pairs.standardError();
    return format("%+.2f ± %.2f, %s", 100 * mean(differences), 100 * error, McNemar.inWords(pairs));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double error(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  private static String seconds(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return format("%.2f", Spread.median(trials.stream().mapToDouble(of).toArray()));
  }

  /** Each setting with the number of splits it was chosen on, where there are several. */
  private static String chosen(List<Trial> trials) {
    Map<String, Long> counts =
        trials.stream()
            .map(Trial::chosen)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.groupingBy(n -> n, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getKey() + (trials.size() > 1 ? " (" + e.getValue() + "×)" : ""))
        .collect(Collectors.joining("; "));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
