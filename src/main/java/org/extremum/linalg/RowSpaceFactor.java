package org.extremum.linalg;

import java.io.Serializable;

/** All that a {@link RowSpaceMethod} keeps of some rows of A; travels between machines. */
public sealed interface RowSpaceFactor extends Serializable
    permits Gram.Factor, Tsqr.Factor, SmallSide.Factor {

  /** The name of the method that made this. */
  String method();

  /** l, the number of columns of A. */
  int order();

  /** Number of rows of A taken in. */
  long rows();

  /** All its numbers, not copied; {@link RowSpaceMethod#factor} makes the factor of them again. */
  double[] values();

  /**
   * The factor of this one's rows followed by the later one's.
   *
   * @param later made by the same method, of the same order; not modified
   * @return this factor modified, or a new one; this one must not be used any more
   * @throws IllegalArgumentException when method or order differ
   */
  RowSpaceFactor merge(RowSpaceFactor later);

  /**
   * Rank and null space.
   *
   * @param rankTolerance relative to σ_max, in [0, 1), or {@link RowSpaceMethod#DEFAULT_TOLERANCE}
   * @throws IllegalArgumentException when a value is not finite
   * @throws ArithmeticException when LAPACK's iteration does not converge
   */
  RowSpace decide(double rankTolerance);

  /** The other factor as one of the given kind, or an exception that names what differs. */
  static <F extends RowSpaceFactor> F requireSame(F earlier, RowSpaceFactor later, Class<F> kind) {
    if (!kind.isInstance(later) || later.order() != earlier.order()) {
      throw new IllegalArgumentException(
          "factors to merge: expected "
              + earlier.method()
              + " of order "
              + earlier.order()
              + ", got "
              + later.method()
              + " of order "
              + later.order());
    }
    return kind.cast(later);
  }
}
