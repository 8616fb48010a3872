package org.extremum.linalg;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts a packed triangle into LAPACK's rectangular full packed layout for TRANSR = 'N', UPLO = 'U':
 * with k = n/2, the columns k..n-1 of the upper triangle stand as they are in an (n+1) × k (n even)
 * or n × (k+1) (n odd) rectangle, and the leading triangle of columns 0..k-1 stands transposed
 * below them. What is put there is M + factor·x·xᵀ + ridge·I, so that no other copy of M is needed.
 * Memory-bound: 8·n² bytes read or written, by all threads of the BLAS.
 */
final class RectangularFullPacked {
  /** Columns made at a time: a cache line of the leading triangle's columns serves twice eight. */
  private static final int PANEL = 16;

  private final double[] packed; // M
  private final double factor;
  private final double ridge;
  private final double[] x;
  private final int order; // n
  private final int leading; // k
  private final Matrix rectangle;
  private final AtomicBoolean notFinite = new AtomicBoolean();

  private RectangularFullPacked(
      PackedSymmetric symmetric, double factor, double ridge, double[] x) {
    this.packed = symmetric.values();
    this.factor = factor;
    this.ridge = ridge;
    this.x = x;
    this.order = symmetric.order();
    this.leading = order / 2;
    this.rectangle = Matrix.zeros(order % 2 == 0 ? order + 1 : order, order - leading);
  }

  /**
   * The rectangle, as new memory of one triangle.
   *
   * @param symmetric M, not modified
   * @param x of M's order, not modified
   * @throws IllegalArgumentException when an entry is not finite
   */
  static Matrix of(PackedSymmetric symmetric, double factor, double ridge, double[] x) {
    RectangularFullPacked made = new RectangularFullPacked(symmetric, factor, ridge, x);
    Ranges.run(made.rectangle.columns(), made.rectangle.rows(), made::fill);
    if (made.notFinite.get()) { // LAPACK compares pivots with 0: NaN would pass
      made.rectangle.close();
      throw new IllegalArgumentException(
          "Cholesky factor of order "
              + made.order
              + ": expected finite entries, got NaN or infinity");
    }
    return made.rectangle;
  }

  private void fill(int from, int to) {
    double[] columns = new double[PANEL * rectangle.rows()];
    for (int first = from; first < to; first += PANEL) {
      int count = Math.min(PANEL, to - first);
      for (int c = 0; c < count; c++) {
        fillAbove(first + c, columns, c * rectangle.rows());
      }
      fillBelow(first, count, columns);
      requireFinite(columns, count * rectangle.rows());
      rectangle.setColumns(first, count, columns, 0);
    }
  }

  /** Column k + c of the upper triangle. */
  private void fillAbove(int c, double[] columns, int at) {
    int j = leading + c;
    int start = PackedSymmetric.index(0, j);
    double scaled = factor * x[j];
    for (int i = 0; i <= j; i++) {
      columns[at + i] = packed[start + i] + scaled * x[i];
    }
    columns[at + j] += ridge;
  }

  /** Rows first..first + count of the leading triangle, which is read column by column. */
  private void fillBelow(int first, int count, double[] columns) {
    int rows = rectangle.rows();
    for (int q = first; q < leading; q++) {
      int start = PackedSymmetric.index(0, q);
      double scaled = factor * x[q];
      int at = leading + 1 + q;
      int end = Math.min(first + count, q + 1);
      for (int r = first; r < end; r++, at += rows) {
        columns[at] = packed[start + r] + scaled * x[r];
      }
      if (q < first + count) {
        columns[leading + 1 + q + (q - first) * rows] += ridge;
      }
    }
  }

  private void requireFinite(double[] columns, int length) {
    double sum = 0; // NaN as soon as an entry is not finite
    for (int k = 0; k < length; k++) {
      sum += 0 * columns[k];
    }
    if (Double.isNaN(sum)) {
      notFinite.set(true);
    }
  }
}
