package org.extremum.linalg;

/**
 * Two symmetric sums of the same order in the memory of one square: the first in the upper
 * triangle, the second in the lower one, shifted down by a row so that the diagonals do not meet.
 *
 * <p>A SYRK writes one triangle only; this is how the running sums of two parts of the data (say
 * training and held-out rows) cost a task two full squares and not four. Memory: 8·n·(n+1) bytes.
 */
public final class TrianglePair implements AutoCloseable {
  /** Columns transposed at a time: a cache line of each row. */
  private static final int PANEL = 16;

  private final int order;
  private final Matrix storage; // (n+1) × n

  public TrianglePair(int order) {
    this.order = order;
    this.storage = Matrix.zeros(order + 1, order);
  }

  /** first += A·Aᵀ; A is order × anything. order²·columns FLOPs. */
  public void addToFirst(Matrix a) {
    requireRows(a);
    Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, storage, 0);
  }

  /** second += A·Aᵀ; A is order × anything. order²·columns FLOPs. */
  public void addToSecond(Matrix a) {
    requireRows(a);
    Blas.syrk(Blas.Triangle.LOWER, 1, a, 1, storage, 1);
  }

  /** The first sum so far, copied. */
  public PackedSymmetric first() {
    double[] packed = new double[PackedSymmetric.length(order)];
    for (int j = 0; j < order; j++) {
      storage.getTop(j, j + 1, packed, PackedSymmetric.index(0, j));
    }
    return new PackedSymmetric(order, packed);
  }

  /** The second sum so far, copied. */
  public PackedSymmetric second() {
    double[] packed = new double[PackedSymmetric.length(order)];
    double[] columns = new double[PANEL * (order + 1)];
    for (int from = 0; from < order; from += PANEL) { // so that cache lines are filled at once
      int count = Math.min(PANEL, order - from);
      storage.getColumns(from, count, columns, 0);
      for (int i = from; i < order; i++) {
        int start = PackedSymmetric.index(from, i); // lower (i, j) is upper (j, i)
        for (int j = 0; j < count && from + j <= i; j++) {
          packed[start + j] = columns[j * (order + 1) + i + 1];
        }
      }
    }
    return new PackedSymmetric(order, packed);
  }

  private void requireRows(Matrix a) {
    if (a.rows() != order) {
      throw new IllegalArgumentException("triangle pair: expected " + order + " rows, got a " + a);
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
