package org.extremum.linalg;

/** A Cholesky factorisation met a pivot that is not positive. */
public final class NotPositiveDefiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  NotPositiveDefiniteException(int order, int minor) {
    super(
        "Cholesky factor of order "
            + order
            + ": expected a positive definite matrix, got a leading minor of order "
            + minor
            + " that is not positive; a larger regParam makes it so");
  }
}
