package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Repeated measurements in words: the median, and how far they lie apart. */
final class Spread {
  private Spread() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /**
   * Median, least, greatest and how many.
   *
   * @param format of one number, such as "%.2f"
   */
  static String inWords(double[] values, String format) {
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ", %d measurements)",
        median(values),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow(),
        values.length);
  }
}
