package org.extremum.linalg;

/** Rank and null space from an l × p matrix M, p ≤ l, with the column space of Aᵀ. */
final class FactorNullSpace {
  private FactorNullSpace() {}

  /**
   * Decides. For p = l, M = U·Σ·Vᵀ (dgesdd) and the basis is the last columns of U. For {@code p <
   * l}, M = Q·R first, R = U·Σ·Vᵀ, p × p, and the basis is Q·[[U_null, 0], [0, I]]: the dropped
   * left vectors of R and the complement of M's columns. Nothing larger than l × l is made.
   *
   * @param m consumed: destroyed and closed
   */
  static RowSpace decide(String method, Matrix m, long rows, double rankTolerance) {
    int order = m.rows();
    try {
      if (m.columns() == order) {
        try (Lapack.Svd svd = Lapack.svd(m)) {
          RankDecision decision =
              RankDecision.ofSingularValues(svd.values(), order, rows, rankTolerance);
          Matrix basis = svd.left().columns(decision.rank(), order).copy();
          return new RowSpace(method, order, rows, svd.values(), decision, basis);
        }
      }
      return decideTall(method, m, rows, rankTolerance);
    } finally {
      m.close();
    }
  }

  private static RowSpace decideTall(String method, Matrix m, long rows, double rankTolerance) {
    int order = m.rows();
    int p = m.columns();
    try (Qr qr = Lapack.qr(m);
        Matrix upper = qr.upper();
        Lapack.Svd svd = Lapack.svd(upper)) {
      RankDecision decision =
          RankDecision.ofSingularValues(svd.values(), order, rows, rankTolerance);
      int rank = decision.rank();
      Matrix basis = Matrix.zeros(order, order - rank);
      double[] column = new double[order];
      for (int j = rank; j < p; j++) {
        svd.left().getColumns(j, 1, column, 0);
        basis.setColumns(j - rank, 1, column, 0);
      }
      for (int j = p; j < order; j++) {
        basis.set(j, j - rank, 1);
      }
      qr.multiplyInto(basis);
      return new RowSpace(method, order, rows, svd.values(), decision, basis);
    }
  }

  /**
   * Bytes taken at most: M, the basis (l × l at most), and of p × p: R, both singular bases and
   * dgesdd's workspace of 4.
   */
  static long bytes(int order, int p) {
    return 8L * ((long) order * p + (long) order * order + 7L * p * p);
  }
}
