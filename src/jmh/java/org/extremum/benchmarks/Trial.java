package org.extremum.benchmarks;

/**
 * What a contender reached on one split.
 *
 * @param clean which test samples were predicted rightly
 * @param noisy the same with noise
 * @param fit seconds of the final fit
 * @param tuning seconds of all fits and predictions before it
 * @param chosen the setting
 */
record Trial(boolean[] clean, boolean[] noisy, double fit, double tuning, String chosen) {
  /** Share of {@code true}. */
  static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }
}
