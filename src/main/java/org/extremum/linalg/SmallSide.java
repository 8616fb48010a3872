package org.extremum.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * Row space of few rows, at most l: the rows themselves are the factor, and Aᵀ (l × rows) is
 * decomposed once, at the end. As accurate as {@link Tsqr}; the usual case of exact mode.
 *
 * <p>Nothing to build; 2·l·rows² + 20·rows³ + 4·l·rows·nullity FLOPs to decide.
 *
 * @param rankTolerance relative to σ_max; default max(rows, l)·ε
 */
public record SmallSide(double rankTolerance) implements RowSpaceMethod {
  private static final String NAME = "smallSide";

  public SmallSide {
    RowSpaceMethod.requireTolerance(rankTolerance);
  }

  /** With the default tolerance. */
  public SmallSide() {
    this(DEFAULT_TOLERANCE);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** A running factor that refuses more than {@code order} rows. */
  @Override
  public Running begin(int order) {
    return new Collecting(order);
  }

  /** The rows themselves; their number follows from the values. */
  @Override
  public Factor factor(int order, long rows, double[] values) {
    return new Factor(order, values);
  }

  @Override
  public long factorBytes(int order, long rows) {
    return 8L * order * rows;
  }

  @Override
  public long runningBytes(int order, long rows) {
    return 8L * order * rows;
  }

  @Override
  public long decisionBytes(int order, long rows) {
    return FactorNullSpace.bytes(order, Math.toIntExact(rows));
  }

  /** Operations of the decision, rows of full rank. */
  public static double flops(int order, int rows) {
    double l = order;
    double r = rows;
    return 2 * l * r * r + 20 * r * r * r + 4 * l * r * (l - r);
  }

  private static void requireAtMost(int order, long rows) {
    if (rows > order) {
      throw new IllegalArgumentException(
          "row space by smallSide: expected at most "
              + order
              + " rows (the order), got "
              + rows
              + "; use gram or tsqr");
    }
  }

  /**
   * The rows of A.
   *
   * @param order l
   * @param values the rows, one after the other: Aᵀ in column-major order; not copied
   */
  public record Factor(int order, double[] values) implements RowSpaceFactor {
    public Factor {
      RowSpaceMethod.requireOrder(order);
      if (values.length % order != 0) {
        throw new IllegalArgumentException(
            "rows of A: expected a multiple of " + order + " values, got " + values.length);
      }
      requireAtMost(order, values.length / order);
    }

    @Override
    public String method() {
      return NAME;
    }

    @Override
    public long rows() {
      return values.length / order;
    }

    /**
     * The rows of both.
     *
     * @throws IllegalArgumentException when they are more than the order
     */
    @Override
    public Factor merge(RowSpaceFactor later) {
      Factor other = RowSpaceFactor.requireSame(this, later, Factor.class);
      requireAtMost(order, rows() + other.rows());
      double[] both = java.util.Arrays.copyOf(values, values.length + other.values.length);
      System.arraycopy(other.values, 0, both, values.length, other.values.length);
      return new Factor(order, both);
    }

    @Override
    public RowSpace decide(double rankTolerance) {
      RowSpaceMethod.requireTolerance(rankTolerance);
      Matrix transposed = Matrix.ofColumnMajor(order, (int) rows(), values);
      return FactorNullSpace.decide(NAME, transposed, rows(), rankTolerance);
    }
  }

  private static final class Collecting implements Running {
    private final int order;
    private final List<double[]> pieces = new ArrayList<>();
    private int rows;

    Collecting(int order) {
      RowSpaceMethod.requireOrder(order);
      this.order = order;
    }

    @Override
    public void add(Matrix rowsTransposed) {
      RowSpaceMethod.requireRows(order, rowsTransposed);
      requireAtMost(order, (long) rows + rowsTransposed.columns());
      pieces.add(rowsTransposed.toArray());
      rows += rowsTransposed.columns();
    }

    @Override
    public Factor finish() {
      double[] values = new double[Math.multiplyExact(order, rows)];
      int to = 0;
      for (double[] piece : pieces) {
        System.arraycopy(piece, 0, values, to, piece.length);
        to += piece.length;
      }
      return new Factor(order, values);
    }

    @Override
    public void close() {
      pieces.clear();
    }
  }
}
