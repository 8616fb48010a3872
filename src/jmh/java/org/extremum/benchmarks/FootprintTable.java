package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The table of what fits and predictions take, from what each contender's JVM answered. */
final class FootprintTable {
  private static final String COMPARED = "MLPC";

  private final Map<Integer, Properties> answers = new TreeMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * A contender.
   *
   * @param code with which its JVM ended
   */
  void add(String name, int code, Properties answer) {
    if (code == 0) {
      answers.put(names.size(), answer);
      failures.add("");
    } else {
      failures.add("failed: exit code " + code);
    }
    names.add(name);
  }

  static Properties read(Path file) throws IOException {
    Properties answer = new Properties();
    try (var in = Files.newInputStream(file)) {
      answer.load(in);
    }
    return answer;
  }

  String inMarkdown() {
    StringBuilder text = new StringBuilder();
    answers.values().stream().findFirst().ifPresent(first -> text.append(heading(first)));
    text.append(
        "| method | clean, % | to the first row | fit, s | shuffled, MB | to the driver, MB |"
            + " heap at most, MB | resident beyond before, MB | model on disk, MB |"
            + " batch, rows/s | / MLPC | one by one, rows/s | / MLPC |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (int k = 0; k < names.size(); k++) {
      text.append(answers.containsKey(k) ? row(k) : failure(k));
    }
    return text.toString();
  }

  private static String heading(Properties first) {
    return String.format(
        Locale.ROOT,
        "%s. %s, Spark %s on local[%d]; batches of %s rows.%n%n",
        first.getProperty("data"),
        Machine.inWords(),
        first.getProperty("spark"),
        PeerData.PARTITIONS,
        first.getProperty("rows"));
  }

  private String failure(int k) {
    return "| " + names.get(k) + " | " + failures.get(k) + " |" + " |".repeat(11) + "\n";
  }

  private String row(int k) {
    Properties answer = answers.get(k);
    boolean[] right = right(answer);
    return "| "
        + String.join(
            " | ",
            names.get(k),
            String.format(Locale.ROOT, "%.2f", 100 * Trial.share(right)),
            difference(right),
            figure(number(answer, "fit"), 1),
            figure(number(answer, "shuffled"), 1e-6),
            figure(number(answer, "results"), 1e-6),
            figure(number(answer, "heap"), 1e-6),
            figure(number(answer, "resident"), 1e-6),
            figure(number(answer, "model"), 1e-6),
            figure(number(answer, "batch"), 1),
            figure(number(answer, "batch") / compared("batch"), 1),
            figure(number(answer, "single"), 1),
            figure(number(answer, "single") / compared("single"), 1))
        + " |\n";
  }

  /** The perceptron's figure; NaN while there is none. */
  private double compared(String key) {
    for (int k = 0; k < names.size(); k++) {
      if (names.get(k).startsWith(COMPARED) && answers.containsKey(k)) {
        return number(answers.get(k), key);
      }
    }
    return Double.NaN;
  }

  private String difference(boolean[] right) {
    boolean[] first = right(answers.values().iterator().next());
    return first.length != right.length || Arrays.equals(first, right)
        ? ""
        : String.format(
            Locale.ROOT,
            "%+.2f, %s",
            100 * (Trial.share(right) - Trial.share(first)),
            McNemar.inWords(McNemar.of(first, right)));
  }

  private static boolean[] right(Properties answer) {
    String bits = answer.getProperty("right");
    boolean[] right = new boolean[bits.length()];
    for (int i = 0; i < right.length; i++) {
      right[i] = bits.charAt(i) == '1';
    }
    return right;
  }

  private static double number(Properties answer, String key) {
    return Double.parseDouble(answer.getProperty(key));
  }

  private static String figure(double value, double unit) {
    double inUnits = value * unit;
    if (Double.isNaN(inUnits)) {
      return "–";
    }
    boolean small = inUnits > 0 && inUnits < 0.1; // two digits of it
    return String.format(Locale.ROOT, small ? "%.2g" : inUnits < 10 ? "%.2f" : "%,.0f", inUnits);
  }
}
