package org.extremum.linalg;

import org.extremum.linalg.RowSpace.Verdict;

/**
 * Where a spectrum is cut, and whether it has a gap there.
 *
 * @param rank number of singular values strictly above tolerance·σ_max
 * @param gap σ_rank over σ_{rank+1}, the latter not below the noise floor; infinite for rank 0
 * @param tolerance the tolerance used, relative to σ_max
 * @param verdict {@link Verdict#CLEAR} for rank 0 or a gap of {@link RowSpace#CLEAR_GAP} at least
 */
record RankDecision(int rank, double gap, double tolerance, Verdict verdict) {
  /** Spacing of doubles at 1, 2⁻⁵². */
  static final double EPSILON = Math.ulp(1.0);

  /**
   * The decision on singular values of a factor of A, found to a small multiple of ε·σ_max.
   *
   * <p>Default tolerance max(rows, l)·ε: the error of Householder factorisations and of dgesdd is
   * bounded by c·max(rows, l)·ε·σ_max with a modest c, and in practice is far below it (the choice
   * of MATLAB's and NumPy's rank).
   *
   * @param singularValues descending, min(rows, l) of them; the others are exactly zero
   */
  static RankDecision ofSingularValues(
      double[] singularValues, int order, long rows, double rankTolerance) {
    double tolerance =
        Double.isNaN(rankTolerance) ? Math.max(rows, order) * EPSILON : rankTolerance;
    double max = singularValues.length == 0 ? 0 : singularValues[0];
    double cut = tolerance * max;
    int rank = countAbove(cut, singularValues);
    if (rank == 0) {
      return nothingKept(tolerance);
    }
    double next = rank < singularValues.length ? singularValues[rank] : 0;
    double gap = singularValues[rank - 1] / Math.max(next, EPSILON * max);
    return new RankDecision(rank, gap, tolerance, verdict(gap));
  }

  /**
   * The decision on eigenvalues of E = AᵀA.
   *
   * <p>Default tolerance √(l·ε): forming E and finding its eigenvalues moves them by up to
   * c·l·ε·λ_max, and λ = σ².
   *
   * @param eigenvalues descending, l of them; noise may be negative
   */
  static RankDecision ofGramEigenvalues(double[] eigenvalues, double rankTolerance) {
    int order = eigenvalues.length;
    double noiseTolerance = Math.sqrt(order * EPSILON);
    double tolerance = Double.isNaN(rankTolerance) ? noiseTolerance : rankTolerance;
    double max = Math.max(0, eigenvalues[0]);
    int rank = countAbove(tolerance * tolerance * max, eigenvalues);
    if (rank == 0) {
      return nothingKept(tolerance);
    }
    double gap;
    if (rank == order) {
      gap = Math.sqrt(eigenvalues[rank - 1] / max) / noiseTolerance;
    } else {
      double floor = Math.max(EPSILON * max, -eigenvalues[order - 1]);
      gap = Math.sqrt(eigenvalues[rank - 1] / Math.max(eigenvalues[rank], floor));
    }
    return new RankDecision(rank, gap, tolerance, verdict(gap));
  }

  private static RankDecision nothingKept(double tolerance) {
    return new RankDecision(0, Double.POSITIVE_INFINITY, tolerance, Verdict.CLEAR);
  }

  private static Verdict verdict(double gap) {
    return gap >= RowSpace.CLEAR_GAP ? Verdict.CLEAR : Verdict.NO_SPECTRAL_GAP;
  }

  private static int countAbove(double cut, double[] descending) {
    int count = 0;
    while (count < descending.length && descending[count] > cut) {
      count++;
    }
    return count;
  }
}
