package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Passes beside the BLAS routine that they are mostly made of, in the same run: the routine is
 * measured before, between and after the passes, and each pass compared with the mean of its two
 * neighbours, so that a machine that changes its pace does not matter.
 */
final class Roofline {
  private final Map<String, String> table;
  private final int repeats;

  /**
   * @param table where rows are put
   * @param repeats passes of each kind
   */
  Roofline(Map<String, String> table, int repeats) {
    this.table = table;
    this.repeats = repeats;
  }

  /**
   * Adds three rows: GFLOP/s of a pass, of the routine, and their ratio.
   *
   * @param flops of one pass
   * @return seconds of a pass, the median
   */
  double measure(String name, double flops, Runnable pass, Yardstick yardstick) {
    double[] rates = new double[repeats];
    double[] ratios = new double[repeats];
    double[] routine = new double[repeats + 1];
    routine[0] = yardstick.measure();
    for (int k = 0; k < repeats; k++) {
      long begin = System.nanoTime();
      pass.run();
      rates[k] = flops / (System.nanoTime() - begin);
      routine[k + 1] = yardstick.measure();
      ratios[k] = rates[k] / ((routine[k] + routine[k + 1]) / 2);
    }
    table.put(name + " alone, GFLOP/s", spread(rates, "%.1f"));
    String measured = yardstick.inWords();
    table.put(
        table.containsKey(measured) ? measured + " beside " + name : measured,
        spread(routine, "%.1f"));
    table.put(
        name + " / " + yardstick.routine().name().toLowerCase(Locale.ROOT), spread(ratios, "%.3f"));
    return flops / median(rates) * 1e-9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static String spread(double[] values, String format) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ", %d measurements)",
        median(values),
        sorted[0],
        sorted[n - 1],
        n);
  }
}
