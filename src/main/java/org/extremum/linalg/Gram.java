package org.extremum.linalg;

/**
 * Row space from the eigenvalues of E = AᵀA: the cheapest and the only additive factor, at the
 * price of a squared condition number. Below about √ε·σ_max it cannot tell a singular value from
 * zero, and it says so ({@link RowSpace.Verdict#NO_SPECTRAL_GAP}).
 *
 * <p>l²·rows FLOPs to build (SYRK), 9·l³ to decide (dsyevd). The null basis leaves ‖A·N‖ ≈
 * ε·σ_max²/σ_r, at most √(l·ε)·σ_max.
 *
 * @param rankTolerance relative to σ_max; an eigenvalue counts when above tolerance²·λ_max; default
 *     √(l·ε)
 */
public record Gram(double rankTolerance) implements RowSpaceMethod {
  private static final String NAME = "gram";

  public Gram {
    RowSpaceMethod.requireTolerance(rankTolerance);
  }

  /** With the default tolerance. */
  public Gram() {
    this(DEFAULT_TOLERANCE);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running begin(int order) {
    return new SyrkRunning(order);
  }

  @Override
  public Factor factor(int order, long rows, double[] values) {
    return new Factor(new PackedSymmetric(order, values), rows);
  }

  @Override
  public long factorBytes(int order, long rows) {
    return 4L * order * (order + 1L);
  }

  @Override
  public long runningBytes(int order, long rows) {
    return 8L * order * order;
  }

  /** Eigenvectors, dsyevd's two squares of workspace, the basis. */
  @Override
  public long decisionBytes(int order, long rows) {
    return 4 * 8L * order * order;
  }

  /**
   * The Gram matrix itself.
   *
   * @param gram E = AᵀA, l × l, however it was made (the identity of method.md 3 makes it cheaply);
   *     kept, not copied, and modified by {@link #merge}
   * @param rows number of rows of A behind it; only reported
   */
  public record Factor(PackedSymmetric gram, long rows) implements RowSpaceFactor {
    public Factor {
      RowSpaceMethod.requireOrder(gram.order());
    }

    @Override
    public String method() {
      return NAME;
    }

    @Override
    public int order() {
      return gram.order();
    }

    @Override
    public double[] values() {
      return gram.values();
    }

    /** E ← E + E_later, in place. l²/2 additions. */
    @Override
    public Factor merge(RowSpaceFactor later) {
      Factor other = RowSpaceFactor.requireSame(this, later, Factor.class);
      gram.add(1, other.gram);
      return new Factor(gram, rows + other.rows);
    }

    @Override
    public RowSpace decide(double rankTolerance) {
      RowSpaceMethod.requireTolerance(rankTolerance);
      int order = gram.order();
      try (Matrix vectors = gram.toUpper()) {
        double[] ascending = Lapack.symmetricEigen(vectors);
        double[] eigenvalues = new double[order]; // descending
        double[] singularValues = new double[order];
        for (int i = 0; i < order; i++) {
          eigenvalues[i] = ascending[order - 1 - i];
          singularValues[i] = Math.sqrt(Math.max(0, eigenvalues[i]));
        }
        RankDecision decision = RankDecision.ofGramEigenvalues(eigenvalues, rankTolerance);
        Matrix basis = vectors.columns(0, order - decision.rank()).copy();
        return new RowSpace(NAME, order, rows, singularValues, decision, basis);
      }
    }
  }

  private static final class SyrkRunning implements Running {
    private final Matrix square; // upper triangle of E
    private long rows;

    SyrkRunning(int order) {
      RowSpaceMethod.requireOrder(order);
      this.square = Matrix.zeros(order, order);
    }

    @Override
    public void add(Matrix rowsTransposed) {
      RowSpaceMethod.requireRows(square.rows(), rowsTransposed);
      Blas.syrk(Blas.Triangle.UPPER, 1, rowsTransposed, 1, square, 0);
      rows += rowsTransposed.columns();
    }

    @Override
    public Factor finish() {
      return new Factor(PackedSymmetric.ofUpper(square), rows);
    }

    @Override
    public void close() {
      square.close();
    }
  }
}
