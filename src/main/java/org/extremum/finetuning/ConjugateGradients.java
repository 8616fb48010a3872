package org.extremum.finetuning;

/**
 * Least squares min ‖b - Ax‖² + μ²‖x‖² by conjugate gradients on the normal equations (AᵀA + μ²I)x
 * = Aᵀb, from x = 0 (Hestenes and Stiefel 1952, §10). In exact arithmetic the iterates are those of
 * LSQR (Paige and Saunders 1982), in the Krylov space of AᵀA and Aᵀb that LSMR (Fong and Saunders
 * 2011) searches too. Here A has a row for every sample and so b, r = b - Ax and LSQR's u-vectors
 * are spread over the data; this formulation asks for v ↦ AᵀAv and Aᵀb only, one pass each, and
 * keeps nothing over the samples. Its price: it converges no further than ε·κ(AᵀA + μ²I) lets it, κ
 * ≤ 1 + (‖A‖/μ)², where LSQR has the root of that. So μ &gt; 0 is asked for.
 *
 * <p>‖x‖ grows from step to step (Steihaug 1983, theorem 2.1): a bound of it that is passed is
 * passed once, and the step ends on it.
 *
 * @param damping μ, positive
 * @param tolerance of ‖Aᵀ(b - Ax) - μ²x‖ relative to ‖Aᵀb‖
 * @param maxIterations steps at most
 * @param maxNorm bound of ‖x‖
 */
record ConjugateGradients(double damping, double tolerance, int maxIterations, double maxNorm) {
  /** v ↦ AᵀAv; the argument is not modified, the result is a new array. */
  @FunctionalInterface
  interface NormalOperator {
    double[] apply(double[] v);
  }

  /** Why the iteration ended. */
  enum Stop {
    CONVERGED,
    NORM_REACHED,
    ITERATIONS_SPENT
  }

  /**
   * The end of the iteration.
   *
   * @param x the solution
   * @param iterations steps taken, each an application of the operator
   * @param stop why it ended
   */
  record Result(double[] x, int iterations, Stop stop) {}

  Result solve(NormalOperator normal, double[] rightHandSide) {
    int n = rightHandSide.length;
    double[] x = new double[n];
    double[] s = rightHandSide.clone();
    double[] p = rightHandSide.clone();
    double squared = dot(s, s);
    double enough = tolerance * tolerance * squared;
    for (int step = 0; step < maxIterations; step++) {
      if (squared <= enough) {
        return new Result(x, step, Stop.CONVERGED);
      }
      double[] q = normal.apply(p);
      addTo(q, damping * damping, p);
      double alpha = squared / dot(p, q);
      double[] next = x.clone();
      addTo(next, alpha, p);
      if (dot(next, next) > maxNorm * maxNorm) {
        addTo(x, toTheBound(x, p), p);
        return new Result(x, step + 1, Stop.NORM_REACHED);
      }
      x = next;
      addTo(s, -alpha, q);
      double before = squared;
      squared = dot(s, s);
      for (int k = 0; k < n; k++) {
        p[k] = s[k] + squared / before * p[k];
      }
    }
    return new Result(x, maxIterations, squared <= enough ? Stop.CONVERGED : Stop.ITERATIONS_SPENT);
  }

  /** The positive τ with ‖x + τp‖ = maxNorm. */
  private double toTheBound(double[] x, double[] p) {
    double pp = dot(p, p);
    double xp = dot(x, p);
    double room = maxNorm * maxNorm - dot(x, x);
    return room / (xp + Math.sqrt(xp * xp + pp * room));
  }

  /**
   * ‖A‖₂ from below, by power iteration from a vector of the row space; a step is an application.
   * Right to some twenty per cent after a few steps unless the vector is poor, which is enough to
   * scale a damping by.
   */
  static double norm(NormalOperator normal, double[] start, int steps) {
    double[] v = start;
    double length = Math.sqrt(dot(v, v));
    double eigenvalue = 0;
    for (int step = 0; step < steps && length > 0; step++) {
      double[] unit = new double[v.length];
      addTo(unit, 1 / length, v);
      v = normal.apply(unit);
      length = Math.sqrt(dot(v, v));
      eigenvalue = length;
    }
    return Math.sqrt(eigenvalue);
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** y ← y + factor·x. */
  private static void addTo(double[] y, double factor, double[] x) {
    for (int k = 0; k < y.length; k++) {
      y[k] += factor * x[k];
    }
  }
}
