package org.extremum.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** The table of a run of all benchmarks: what was run when, what it took, what was left out. */
final class RunTable {
  private final String size;
  private final StringBuilder rows = new StringBuilder();
  private final long begin = System.nanoTime();
  private double left;

  /**
   * @param size short or full
   * @param minutes expected in all
   */
  RunTable(String size, double minutes) {
    this.size = size;
    this.left = minutes;
  }

  /**
   * A program that has ended.
   *
   * @param taken minutes
   * @param expected minutes
   */
  void add(Program program, String end, double taken, double expected) {
    left -= expected;
    rows.append(
        String.format(
            Locale.ROOT, "| %s | %s | %.1f | %.1f |%n", program.name(), end, taken, expected));
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
        "size=%s, %s; %s; %.1f minutes.%n%n| program | end | minutes | expected |%n"
            + "|---|---|---|---|%n%s",
        size,
        version(),
        Machine.inWords(),
        minutesSoFar(),
        rows);
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
