package org.extremum.verification;

/**
 * What the Hessian of an output says of a stationary point (§6.4; method.md 2). Semi-definite
 * counts as not definite.
 */
public enum Definiteness {
  /** Every eigenvalue negative: a stationary point is a maximum. */
  NEGATIVE,
  /** Every eigenvalue positive: a stationary point is a minimum. */
  POSITIVE,
  /** Eigenvalues of both signs, or some that cannot be told from zero: a saddle or a valley. */
  NEITHER,
  /** The iteration ended before its residuals allowed an answer; never called definite. */
  UNKNOWN;

  /**
   * √ε: an eigenvalue counts when above this part of the largest |eigenvalue|. The entries of a
   * Hessian are sums of l terms of both signs, right to l·ε of the terms' size, which may exceed
   * that of their sum: there is room for a product of both of 1/√ε = 7e7.
   */
  public static final double TOLERANCE = Math.sqrt(Math.ulp(1.0));

  /**
   * Part of the largest |eigenvalue| that the residual of the eigenvalue nearest zero may have when
   * a matrix is called definite by {@link Lanczos}: a hundredth of {@link #TOLERANCE}.
   */
  static final double CONVERGED = TOLERANCE / 100;

  /** From all eigenvalues, in ascending order, at least one. */
  static Definiteness of(double[] ascending) {
    return of(new Extremes(ascending[0], 0, ascending[ascending.length - 1], 0));
  }

  /**
   * From what is known of the two ends of a spectrum. Ritz values lie within the spectrum, so two
   * of different sign prove at once that a matrix is not definite; that it is definite is said only
   * when the end nearest zero has converged and both residuals leave the sign.
   */
  static Definiteness of(Extremes e) {
    double largest = Math.max(Math.abs(e.least), Math.abs(e.greatest));
    if (e.least <= TOLERANCE * largest && e.greatest >= -TOLERANCE * largest) {
      return NEITHER;
    }
    boolean positive = e.least > 0;
    double nearest = positive ? e.least : -e.greatest;
    double nearestResidual = positive ? e.leastResidual : e.greatestResidual;
    double bound = largest + (positive ? e.greatestResidual : e.leastResidual);
    if (nearestResidual <= CONVERGED * largest && nearest - nearestResidual > TOLERANCE * bound) {
      return positive ? POSITIVE : NEGATIVE;
    }
    return UNKNOWN;
  }

  /**
   * Approximations from within of the least and the greatest eigenvalue.
   *
   * @param least Ritz value, at least the least eigenvalue
   * @param leastResidual ‖H·q - least·q‖ of its unit vector q
   * @param greatest Ritz value, at most the greatest eigenvalue
   * @param greatestResidual the same of the greatest
   */
  record Extremes(double least, double leastResidual, double greatest, double greatestResidual) {}
}
