package org.extremum.linalg;

/**
 * Row space from a running triangular factor: Aᵀ = L·Q piece by piece, [L, piece] ← LQ (dgelqf),
 * the transposed form of tall-skinny QR (Demmel, Grigori, Hoemmen, Langou 2012). Orthogonal
 * transformations only, so singular values down to about 1e-15·σ_max are seen.
 *
 * <p>About 3.3·l²·rows FLOPs to build, two squares of working memory; 20·l³ FLOPs to decide
 * (dgesdd). ‖A·N‖ is a small multiple of ε·σ_max.
 *
 * @param rankTolerance relative to σ_max; default max(rows, l)·ε
 */
public record Tsqr(double rankTolerance) implements RowSpaceMethod {
  private static final String NAME = "tsqr";

  /**
   * Columns waiting beside L before they are folded in, at least; l where that is more. Folding k
   * columns costs (4/3)·l³ + 2·l²·k, so k = l keeps the first term below the second; the minimum
   * keeps native calls few for tiny l.
   */
  private static final int PENDING = 64;

  public Tsqr {
    RowSpaceMethod.requireTolerance(rankTolerance);
  }

  /** With the default tolerance. */
  public Tsqr() {
    this(DEFAULT_TOLERANCE);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running begin(int order) {
    return new LqRunning(order);
  }

  @Override
  public Factor factor(int order, long rows, double[] values) {
    return new Factor(order, rows, values);
  }

  @Override
  public long factorBytes(int order, long rows) {
    return 8 * packedLength(order, (int) Math.min(order, rows));
  }

  @Override
  public long runningBytes(int order, long rows) {
    return 8L * order * (order + Math.max(order, PENDING));
  }

  @Override
  public long decisionBytes(int order, long rows) {
    return FactorNullSpace.bytes(order, (int) Math.min(order, rows));
  }

  /** Entries of an order × columns lower trapezoid. */
  private static long packedLength(int order, int columns) {
    return (long) order * columns - (long) columns * (columns - 1) / 2;
  }

  /**
   * L, lower trapezoidal, order × min(order, rows).
   *
   * @param order l
   * @param rows number of rows of A taken in
   * @param packed the columns of L from the diagonal down, one after the other; not copied
   */
  public record Factor(int order, long rows, double[] packed) implements RowSpaceFactor {
    public Factor {
      RowSpaceMethod.requireOrder(order);
      long expected = packedLength(order, (int) Math.min(order, rows));
      if (packed.length != expected) {
        throw new IllegalArgumentException(
            "triangular factor of order "
                + order
                + " and "
                + rows
                + " rows: expected "
                + expected
                + " values, got "
                + packed.length);
      }
    }

    @Override
    public String method() {
      return NAME;
    }

    @Override
    public double[] values() {
      return packed;
    }

    /**
     * LQ of [L, L_later]. About 3.3·l³ FLOPs, two squares; merging with no rows changes nothing.
     */
    @Override
    public Factor merge(RowSpaceFactor later) {
      Factor other = RowSpaceFactor.requireSame(this, later, Factor.class);
      if (other.rows == 0) {
        return this;
      }
      if (rows == 0) {
        return other;
      }
      try (LqRunning running = new LqRunning(order);
          Matrix first = lower();
          Matrix second = other.lower()) {
        running.add(first);
        running.add(second);
        return new Factor(order, rows + other.rows, running.packedLower());
      }
    }

    @Override
    public RowSpace decide(double rankTolerance) {
      RowSpaceMethod.requireTolerance(rankTolerance);
      return FactorNullSpace.decide(NAME, lower(), rows, rankTolerance);
    }

    /** L as a new matrix, zeros above the diagonal. */
    private Matrix lower() {
      Matrix lower = Matrix.zeros(order, (int) Math.min(order, rows));
      double[] column = new double[order];
      for (int j = 0, from = 0; j < lower.columns(); from += order - j, j++) {
        java.util.Arrays.fill(column, 0, j, 0.0);
        System.arraycopy(packed, from, column, j, order - j);
        lower.setColumns(j, 1, column, 0);
      }
      return lower;
    }
  }

  /**
   * Pieces are cut where the buffer is full, not where they end: the result depends on the rows and
   * their order only.
   */
  private static final class LqRunning implements Running {
    private final int order;
    private final Matrix buffer; // [L, pending]
    private int filled; // columns in use
    private boolean folded; // whether they are L alone
    private long rows;

    LqRunning(int order) {
      RowSpaceMethod.requireOrder(order);
      this.order = order;
      this.buffer = Matrix.zeros(order, Math.addExact(order, Math.max(order, PENDING)));
    }

    @Override
    public void add(Matrix rowsTransposed) {
      RowSpaceMethod.requireRows(order, rowsTransposed);
      int count = rowsTransposed.columns();
      for (int done = 0; done < count; ) {
        if (filled == buffer.columns()) {
          fold();
        }
        int take = Math.min(count - done, buffer.columns() - filled);
        buffer.setColumns(filled, rowsTransposed.columns(done, done + take));
        filled += take;
        done += take;
        folded = false;
      }
      rows += count;
    }

    private void fold() {
      if (!folded) {
        Lapack.lowerFactor(buffer.columns(0, filled));
        filled = Math.min(order, filled);
        folded = true;
      }
    }

    private double[] packedLower() {
      fold();
      double[] packed = new double[Math.toIntExact(packedLength(order, filled))];
      double[] column = new double[order];
      for (int j = 0, to = 0; j < filled; to += order - j, j++) {
        buffer.getColumns(j, 1, column, 0);
        System.arraycopy(column, j, packed, to, order - j);
      }
      return packed;
    }

    @Override
    public Factor finish() {
      return new Factor(order, rows, packedLower());
    }

    @Override
    public void close() {
      buffer.close();
    }
  }
}
