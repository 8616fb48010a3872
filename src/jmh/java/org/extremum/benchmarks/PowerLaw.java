package org.extremum.benchmarks;

import java.util.Arrays;

/**
 * y = factor·x^exponent, fitted to logarithms by least squares.
 *
 * @param factor y at x = 1
 * @param exponent the slope
 * @param error standard error of the exponent; NaN for two points
 */
record PowerLaw(double factor, double exponent, double error) {
  /**
   * Fits.
   *
   * @param x at least two different positive numbers
   * @param y as many positive numbers
   */
  static PowerLaw fit(double[] x, double[] y) {
    int n = x.length;
    double[] u = Arrays.stream(x).map(Math::log).toArray();
    double[] v = Arrays.stream(y).map(Math::log).toArray();
    double meanU = Arrays.stream(u).average().orElseThrow();
    double meanV = Arrays.stream(v).average().orElseThrow();
    double uu = 0;
    double uv = 0;
    for (int k = 0; k < n; k++) {
      uu += (u[k] - meanU) * (u[k] - meanU);
      uv += (u[k] - meanU) * (v[k] - meanV);
    }
    double slope = uv / uu;
    double start = meanV - slope * meanU;
    double rest = 0;
    for (int k = 0; k < n; k++) {
      double miss = v[k] - start - slope * u[k];
      rest += miss * miss;
    }
    return new PowerLaw(Math.exp(start), slope, Math.sqrt(rest / (n - 2) / uu));
  }

  double at(double x) {
    return factor * Math.pow(x, exponent);
  }
}
