package org.extremum.moments;

import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.FloatProduct;
import org.extremum.linalg.PackedSymmetric;

/**
 * Σ ω u uᵀ of vectors u = a + d about a centre a, by products of √ω·d in single precision, summed
 * on in double precision: of d, which is smaller than u, less is rounded away. What the centre adds
 * is put in at the end, in double precision: Σωuuᵀ = Σωddᵀ + a·tᵀ + t·aᵀ + (Σω)·a·aᵀ, t = Σωd.
 */
final class CentredColumns implements AutoCloseable {
  /** Columns to a product: the longest sums that single precision is used for. */
  static final int MOST_COLUMNS = 1024;

  private static final long MOST_BYTES = 64L << 20;

  private final double[] centre; // a
  private final FloatProduct product; // shared by parts
  private final PackedSymmetric sum;
  private final double[] linear; // t
  private final float[] column;
  private final int capacity;
  private FloatMatrix columns; // l × capacity, null until some come
  private int count;
  private double weight; // Σω

  /**
   * @param centre not modified
   * @param product of this order, used by this thread; not closed here
   */
  CentredColumns(double[] centre, FloatProduct product) {
    this.centre = centre;
    this.product = product;
    this.sum = PackedSymmetric.zeros(centre.length);
    this.linear = new double[centre.length];
    this.column = new float[centre.length];
    this.capacity = capacity(centre.length);
  }

  private static int capacity(int order) {
    return (int) Math.max(1, Math.min(MOST_COLUMNS, MOST_BYTES / (4L * order)));
  }

  /** Bytes outside the triangle. */
  static long bytes(int order) {
    return 4L * capacity(order) * order;
  }

  /**
   * Takes in one vector.
   *
   * @param u not modified
   */
  void add(double[] u, double omega) {
    double root = Math.sqrt(omega);
    for (int k = 0; k < linear.length; k++) {
      double d = u[k] - centre[k];
      linear[k] += omega * d;
      column[k] = (float) (root * d);
    }
    weight += omega;
    if (columns == null) {
      columns = FloatMatrix.zeros(centre.length, capacity);
    }
    columns.setColumn(count++, column);
    if (count == capacity) {
      flush();
    }
  }

  private void flush() {
    if (count > 0) {
      product.addTo(sum, columns.columns(0, count));
      count = 0;
    }
  }

  /** The sum about zero, packed; called once. */
  double[] finish() {
    flush();
    double[] values = sum.values();
    for (int j = 0, k = 0; j < centre.length; j++) {
      double a = centre[j];
      double t = linear[j] + weight * a; // a_i·t_j + t_i·a_j + Σω·a_i·a_j
      for (int i = 0; i <= j; i++, k++) {
        values[k] += centre[i] * t + linear[i] * a;
      }
    }
    return values;
  }

  @Override
  public void close() {
    if (columns != null) {
      columns.close();
    }
  }
}
