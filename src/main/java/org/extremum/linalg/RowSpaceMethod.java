package org.extremum.linalg;

import java.io.Serializable;

/**
 * A way to find the row space of A (rows × l) whose rows arrive in pieces, as columns of Aᵀ: for
 * the method, the Jacobians J(x_i), l × m, side by side. A small immutable value.
 *
 * <p>Partial factors are made where the rows are ({@link #begin}), travel, are merged in a fixed
 * order and decided once. The same pieces merged in the same order give the same bits.
 */
public sealed interface RowSpaceMethod extends Serializable permits Gram, Tsqr, SmallSide {
  /** Stands for the tolerance that suits the method's accuracy. */
  double DEFAULT_TOLERANCE = Double.NaN;

  /** "gram", "tsqr" or "smallSide". */
  String name();

  /** Relative to σ_max, in [0, 1), or {@link #DEFAULT_TOLERANCE}. */
  double rankTolerance();

  /**
   * An empty running factor.
   *
   * @param order l, positive
   */
  Running begin(int order);

  /** The factor of no rows. */
  default RowSpaceFactor empty(int order) {
    try (Running running = begin(order)) {
      return running.finish();
    }
  }

  /**
   * A factor of this method from its numbers, as a checkpoint keeps them.
   *
   * @param values {@link RowSpaceFactor#values()}, not copied
   * @throws IllegalArgumentException when they are not as many as order and rows ask for
   */
  RowSpaceFactor factor(int order, long rows, double[] values);

  /**
   * Rank and null space, at this method's tolerance.
   *
   * @param factor one made by this method; not modified
   * @throws IllegalArgumentException when made by another method, or not finite
   * @throws ArithmeticException when LAPACK's iteration does not converge
   */
  default RowSpace decide(RowSpaceFactor factor) {
    if (!factor.method().equals(name())) {
      throw new IllegalArgumentException(
          "row space by " + name() + ": got a factor made by " + factor.method());
    }
    return factor.decide(rankTolerance());
  }

  /** Bytes of a factor of so many rows, on the heap and on the wire. */
  long factorBytes(int order, long rows);

  /** Bytes of a running factor's working memory after so many rows. */
  long runningBytes(int order, long rows);

  /** Bytes outside the heap that {@link #decide} takes at most, its result included. */
  long decisionBytes(int order, long rows);

  /** A factor in the making; used by one thread, closed after {@link #finish()} or on failure. */
  interface Running extends AutoCloseable {
    /**
     * Takes in rows of A.
     *
     * @param rowsTransposed l × any number, its columns are rows of A; not modified
     * @throws IllegalArgumentException when the number of rows is not l
     */
    void add(Matrix rowsTransposed);

    /** The factor of all rows taken in; called once. */
    RowSpaceFactor finish();

    /** Releases working memory. */
    @Override
    void close();
  }

  /** Refuses a tolerance outside [0, 1) that is not {@link #DEFAULT_TOLERANCE}. */
  static void requireTolerance(double rankTolerance) {
    if (!Double.isNaN(rankTolerance) && !(rankTolerance >= 0 && rankTolerance < 1)) {
      throw new IllegalArgumentException(
          "rankTolerance: expected 0 <= value < 1, got " + rankTolerance);
    }
  }

  /** Refuses an order that is not positive. */
  static void requireOrder(int order) {
    if (order < 1) {
      throw new IllegalArgumentException("row space: expected order >= 1, got " + order);
    }
  }

  /** Refuses pieces of another order. */
  static void requireRows(int order, Matrix rowsTransposed) {
    if (rowsTransposed.rows() != order) {
      throw new IllegalArgumentException(
          "rows of A, transposed: expected " + order + " x any, got a " + rowsTransposed);
    }
  }
}
