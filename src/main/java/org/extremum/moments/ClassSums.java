package org.extremum.moments;

/** Σ ω h, Σ ω and the count of each essence, in the making, one sample at a time. */
final class ClassSums {
  private final int width;
  private final double[] sums; // l × V
  private final double[] weights;
  private final long[] counts;

  ClassSums(int width, int essences) {
    this.width = width;
    this.sums = new double[width * essences];
    this.weights = new double[essences];
    this.counts = new long[essences];
  }

  void add(int essence, double omega, double[] h) {
    int offset = essence * width;
    for (int k = 0; k < width; k++) {
      sums[offset + k] += omega * h[k];
    }
    weights[essence] += omega;
    counts[essence]++;
  }

  /** With the triangles that belong to these sums; nothing is copied. */
  Moments moments(double[] values, double[] slopes) {
    return new Moments(width, values, slopes, sums, weights, counts);
  }
}
