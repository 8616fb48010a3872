package org.extremum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The README's short table of peers, made of those in benchmarks.md so that the two agree; after a
 * measurement: {@code java src/test/java/org/extremum/ReadmeBenchmarks.java}.
 */
public final class ReadmeBenchmarks {
  static final String REGENERATE = "java src/test/java/org/extremum/ReadmeBenchmarks.java";

  private static final Path README = Path.of("README.md");
  private static final Path BENCHMARKS = Path.of("src/site/markdown/benchmarks.md");
  private static final String BEGIN = "<!-- peers -->\n";
  private static final String END = "<!-- /peers -->";

  private static final String OURS = "defaults";
  private static final String TUNED_PERCEPTRON = "MLPC, tuned";

  /** Rows of the method itself and of its extreme γ = 0: no peers. */
  private static final Set<String> NO_PEERS = Set.of(OURS, "auto", "logistic", "γ = 0, λ tuned");

  /** Columns of the tables of benchmarks.md. */
  private static final int METHOD = 0;

  private static final int CLEAN = 1;
  private static final int NOISY = 3;
  private static final int SECONDS_WITH_TUNING = 6;

  private ReadmeBenchmarks() {}

  /** Writes the table into the README of the working folder. */
  public static void main(String[] args) throws IOException {
    Files.writeString(README, intoReadme(Files.readString(README), Files.readString(BENCHMARKS)));
  }

  /** {@code readme} with the table that {@code benchmarks} gives. */
  static String intoReadme(String readme, String benchmarks) {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("README.md: expected " + BEGIN.strip() + " and " + END);
    }
    return readme.substring(0, begin + BEGIN.length()) + table(benchmarks) + readme.substring(end);
  }

  private static String table(String benchmarks) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("iris", "peers-iris");
    sections.put("breast cancer", "peers-breast_cancer");
    sections.put("digits", "peers-digits");
    sections.put("MNIST, 10 000 samples", "peers-mnist-10000");
    sections.put("MNIST, 60 000 samples", "peers-mnist-60000");
    StringBuilder text = new StringBuilder();
    text.append("| data | clean, % | best peer | noisy, % | best peer | fit, s | tuned MLPC |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    sections.forEach(
        (data, section) -> {
          List<String[]> rows = rows(benchmarks, section);
          if (!rows.isEmpty()) {
            text.append("| ").append(data).append(line(rows)).append(" |\n");
          }
        });
    return text.toString();
  }

  private static String line(List<String[]> rows) {
    String[] ours = named(rows, OURS);
    String cells = " | " + ours[CLEAN] + " | " + best(rows, CLEAN);
    cells += " | " + ours[NOISY] + " | " + best(rows, NOISY);
    cells += " | " + ours[SECONDS_WITH_TUNING];
    return cells + " | " + named(rows, TUNED_PERCEPTRON)[SECONDS_WITH_TUNING];
  }

  private static String best(List<String[]> rows, int column) {
    String[] best =
        rows.stream()
            .filter(row -> !NO_PEERS.contains(row[METHOD]))
            .max(Comparator.comparingDouble(row -> Double.parseDouble(row[column].split(" ")[0])))
            .orElseThrow();
    return best[column] + " " + best[METHOD];
  }

  private static String[] named(List<String[]> rows, String method) {
    return rows.stream()
        .filter(row -> row[METHOD].equals(method))
        .findFirst()
        .orElse(new String[] {"", "", "", "", "", "", ""}); // not measured yet
  }

  /** The rows of a section's table, cells stripped; none where nothing has been measured. */
  private static List<String[]> rows(String benchmarks, String section) {
    String begin = "<!-- begin: " + section + " -->";
    String end = "<!-- end: " + section + " -->";
    String text = benchmarks.substring(benchmarks.indexOf(begin), benchmarks.indexOf(end));
    List<String[]> rows = new ArrayList<>();
    text.lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .forEach(line -> rows.add(line.substring(2).split(" \\| ", -1)));
    return rows;
  }
}
