package org.extremum.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The table of the programs: what was run when and on which code, what it took, what was left out.
 * A run of some leaves the rows of the others as they were.
 */
final class RunTable {
  private static final String VERSION = version();

  private final String size;
  private final Map<String, String> rows = new LinkedHashMap<>(); // by program, in their order
  private final long begin = System.nanoTime();
  private double left;

  /**
   * @param size short or full
   * @param minutes expected in all
   * @param before the table of an earlier run, or anything else
   */
  RunTable(String size, double minutes, String before) {
    this.size = size;
    this.left = minutes;
    List<String> lines = before.lines().toList();
    for (Program program : Programs.all()) {
      String row = "| " + program.name() + " |";
      lines.stream().filter(line -> line.startsWith(row)).forEach(line -> put(program, line));
    }
  }

  private void put(Program program, String row) {
    rows.put(program.name(), row);
  }

  /**
   * A program that has ended.
   *
   * @param taken minutes
   * @param expected minutes
   */
  void add(Program program, String end, double taken, double expected) {
    left -= expected;
    put(
        program,
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f | %.1f | %s | %s |",
            program.name(),
            end,
            taken,
            expected,
            LocalDate.now(ZoneOffset.UTC),
            VERSION));
  }

  double minutesSoFar() {
    return (System.nanoTime() - begin) / 60e9;
  }

  double minutesLeft() {
    return left;
  }

  String inMarkdown() {
    return String.format(
        Locale.ROOT,
        "Last run: size=%s; %s; %.1f minutes.%n%n"
            + "| program | end | minutes | expected | day | code |%n|---|---|---|---|---|---|%n%s%n",
        size,
        Machine.inWords(),
        minutesSoFar(),
        String.join("\n", inOrder()));
  }

  private List<String> inOrder() {
    return Programs.all().stream()
        .map(Program::name)
        .filter(rows::containsKey)
        .map(rows::get)
        .toList();
  }

  /** Of the code that is measured, with its commit where it was built from git. */
  private static String version() {
    Properties build = new Properties();
    try (InputStream stream =
        RunTable.class.getResourceAsStream("/org/extremum/job/version.properties")) {
      build.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "extremum "
        + build.getProperty("extremum")
        + " "
        + build.getProperty("commit", "")
        + ("true".equals(build.getProperty("dirty")) ? " and changes beyond it" : "");
  }
}
