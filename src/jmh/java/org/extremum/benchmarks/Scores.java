package org.extremum.benchmarks;

/** A model as an attacker sees it. */
@FunctionalInterface
interface Scores {
  /**
   * Raw outputs, V for each point; the largest is predicted.
   *
   * @param samples which sample each point comes from
   * @param surfaces the points, in standardised coordinates
   */
  double[][] of(int[] samples, double[][] surfaces);

  /** z_y - max_{v ≠ y} z_v: at most zero where the prediction is wrong, or no longer sure. */
  static double margin(double[] z, int essence) {
    return z[essence] - z[rival(z, essence)];
  }

  /** The largest output but that of the essence. */
  static int rival(double[] z, int essence) {
    int rival = essence == 0 ? 1 : 0;
    for (int v = 0; v < z.length; v++) {
      rival = v != essence && z[v] > z[rival] ? v : rival;
    }
    return rival;
  }
}
