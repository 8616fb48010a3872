package org.extremum.moments;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.samples.SampleBlock;

/** Σ ω h, Σ ω and the count of each essence, in the making. */
final class EssenceSums implements AutoCloseable {
  private final int width;
  private final Matrix sums; // l × V
  private final double[] weights;
  private final long[] counts;

  EssenceSums(int width, int essences) {
    this.width = width;
    this.sums = Matrix.zeros(width, essences);
    this.weights = new double[essences];
    this.counts = new long[essences];
  }

  /** sums += H[:, from..to)·T, T with ω at (i, y_i). */
  void add(SampleBlock block, int from, int to, Matrix h) {
    if (from == to) {
      return;
    }
    try (Matrix targets = Matrix.zeros(to - from, weights.length)) {
      for (int i = from; i < to; i++) {
        int y = block.essence(i);
        targets.set(i - from, y, block.weight(i));
        weights[y] += block.weight(i);
        counts[y]++;
      }
      Blas.gemm(1, Blas.Op.NONE, h.columns(from, to), Blas.Op.NONE, targets, 1, sums);
    }
  }

  /** With the triangles that belong to these sums; they are not copied. */
  Moments moments(double[] values, double[] slopes) {
    return new Moments(width, values, slopes, sums.toArray(), weights.clone(), counts.clone());
  }

  @Override
  public void close() {
    sums.close();
  }
}
