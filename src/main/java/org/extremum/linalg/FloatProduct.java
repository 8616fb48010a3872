package org.extremum.linalg;

/**
 * A·Aᵀ in single precision, added to a packed triangle in double precision: a SYRK of few columns
 * at a time, so that what is rounded to 24 bits are short sums only. One square serves sum after
 * sum: 4·order² bytes. Used by one thread.
 */
public final class FloatProduct implements AutoCloseable {
  private final int order;
  private final FloatMatrix square;
  private final float[] column;

  public FloatProduct(int order) {
    this.order = order;
    this.square = FloatMatrix.zeros(order, order);
    this.column = new float[order];
  }

  /**
   * sum ← sum + A·Aᵀ; order²·columns FLOPs, and order²/2 numbers that are read and written.
   *
   * @param a order × anything, not modified
   * @param sum modified
   */
  public void addTo(PackedSymmetric sum, FloatMatrix a) {
    if (a.rows() != order || sum.order() != order) {
      throw new IllegalArgumentException(
          "product of order " + order + ": got a " + a + " and a sum of order " + sum.order());
    }
    if (a.columns() == 0) {
      return;
    }
    Blas.syrk(a, square);
    double[] values = sum.values();
    for (int j = 0; j < order; j++) {
      square.getTop(j, j + 1, column);
      add(column, values, PackedSymmetric.index(0, j), j + 1);
    }
  }

  private static void add(float[] from, double[] to, int offset, int count) {
    for (int i = 0; i < count; i++) {
      to[offset + i] += from[i];
    }
  }

  @Override
  public void close() {
    square.close();
  }
}
