package org.extremum.linalg;

import java.io.Serializable;
import java.util.List;

/**
 * A symmetric matrix of order n as its upper triangle, packed by columns: entry (i ≤ j) stands at i
 * + j(j+1)/2. This is how Gram matrices travel and rest: 4·n·(n+1) bytes.
 */
public final class PackedSymmetric implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Columns unpacked at a time where a dense panel is needed. */
  private static final int PANEL = 256;

  private final int order;
  private final double[] values; // packed upper, order·(order+1)/2

  /**
   * Wraps packed values without copying.
   *
   * @throws IllegalArgumentException when the length is not order·(order+1)/2
   */
  public PackedSymmetric(int order, double[] values) {
    if (values.length != length(order)) {
      throw new IllegalArgumentException(
          "packed triangle of order "
              + order
              + ": expected "
              + length(order)
              + " values, got "
              + values.length);
    }
    this.order = order;
    this.values = values;
  }

  /** A zero matrix. */
  public static PackedSymmetric zeros(int order) {
    return new PackedSymmetric(order, new double[length(order)]);
  }

  /** The symmetric matrix whose upper triangle {@code full} holds; the lower one is not read. */
  public static PackedSymmetric ofUpper(Matrix full) {
    if (full.columns() != full.rows()) {
      throw new IllegalArgumentException("upper triangle: expected a square, got a " + full);
    }
    PackedSymmetric packed = zeros(full.rows());
    for (int j = 0; j < full.columns(); j++) {
      full.getTop(j, j + 1, packed.values, index(0, j));
    }
    return packed;
  }

  /**
   * A·Aᵀ, a panel of columns at a time: where A is all there is, without the square that a SYRK
   * works on, whose pages cost more than the product of few columns. order²·columns FLOPs, memory
   * of one panel.
   *
   * @param a order × anything, not modified
   */
  public static PackedSymmetric ofProduct(Matrix a) {
    int order = a.rows();
    PackedSymmetric product = zeros(order);
    if (a.columns() == 0) {
      return product;
    }
    try (Matrix panel = Matrix.zeros(order, Math.min(PANEL, order))) {
      for (int from = 0; from < order; from += PANEL) {
        int to = Math.min(order, from + PANEL);
        Blas.rowsProduct(a, from, to, panel);
        for (int j = from; j < to; j++) {
          panel.getTop(j - from, j + 1, product.values, index(0, j));
        }
      }
    }
    return product;
  }

  /** Number of packed values of a triangle: n(n+1)/2. */
  public static int length(int order) {
    return Math.toIntExact((long) order * (order + 1) / 2);
  }

  /** Position of entry (i, j), i ≤ j. */
  public static int index(int i, int j) {
    return (int) (i + (long) j * (j + 1) / 2);
  }

  public int order() {
    return order;
  }

  /** The packed values themselves, not a copy. */
  public double[] values() {
    return values;
  }

  public double get(int i, int j) {
    return values[i <= j ? index(i, j) : index(j, i)];
  }

  public PackedSymmetric copy() {
    return new PackedSymmetric(order, values.clone());
  }

  /** this ← this + factor·other, by all threads of the BLAS. */
  public void add(double factor, PackedSymmetric other) {
    requireSameOrder(other.order);
    double[] others = other.values;
    Ranges.run(
        values.length,
        1,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            values[k] += factor * others[k];
          }
        });
  }

  /** this + factor·other as a new matrix, by all threads of the BLAS. */
  public PackedSymmetric plus(double factor, PackedSymmetric other) {
    requireSameOrder(other.order);
    double[] others = other.values;
    double[] sum = new double[values.length];
    Ranges.run(
        values.length,
        1,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            sum[k] = values[k] + factor * others[k];
          }
        });
    return new PackedSymmetric(order, sum);
  }

  /** this ← factor·this. */
  public void scale(double factor) {
    for (int k = 0; k < values.length; k++) {
      values[k] *= factor;
    }
  }

  /** this ← this + factor·x·xᵀ. */
  public void addOuter(double factor, double[] x) {
    requireSameOrder(x.length);
    for (int j = 0, k = 0; j < order; j++) {
      double scaled = factor * x[j];
      for (int i = 0; i <= j; i++, k++) {
        values[k] += scaled * x[i];
      }
    }
  }

  /** this ← this + value·I. */
  public void addToDiagonal(double value) {
    for (int j = 0; j < order; j++) {
      values[index(j, j)] += value;
    }
  }

  /**
   * this ← this ∘ (W·Wᵀ), entrywise, a panel of columns at a time: the one-hidden-layer identity of
   * method.md 3 turns CᵀC into E here. order²·columns(W) FLOPs·2, memory of one panel.
   *
   * @param w order × m, not modified
   * @param firstColumn columns of the triangle before it are left as they are
   */
  public void multiplyEntrywiseByGramOf(Matrix w, int firstColumn) {
    multiplyEntrywiseByGramOf(w, firstColumn, List.of(this));
  }

  /**
   * The same for several matrices, all by the same W: for the cost of one.
   *
   * @param all each of as many rows as W, modified
   */
  public static void multiplyEntrywiseByGramOf(
      Matrix w, int firstColumn, List<PackedSymmetric> all) {
    all.forEach(matrix -> matrix.requireSameOrder(w.rows()));
    forEachGramColumn(
        w,
        firstColumn,
        (j, gram) -> {
          int start = index(0, j);
          for (PackedSymmetric matrix : all) {
            double[] values = matrix.values;
            for (int i = 0; i <= j; i++) {
              values[start + i] *= gram[i];
            }
          }
        });
  }

  /**
   * this ← this + factor·(other ∘ (W·Wᵀ)), entrywise: what {@link #multiplyEntrywiseByGramOf} would
   * make of the other, which is not modified. order²·columns(W) FLOPs·2, memory of one panel.
   *
   * @param w order × m, not modified
   */
  public void addProductWithGramOf(double factor, PackedSymmetric other, Matrix w) {
    requireSameOrder(other.order);
    requireSameOrder(w.rows());
    forEachGramColumn(
        w,
        0,
        (j, gram) -> {
          int start = index(0, j);
          for (int i = 0; i <= j; i++) {
            values[start + i] += factor * (other.values[start + i] * gram[i]);
          }
        });
  }

  /** Receives column j of W·Wᵀ down to the diagonal at least. */
  @FunctionalInterface
  private interface GramColumn {
    void accept(int j, double[] column);
  }

  /**
   * @param visitor is given different columns in several threads
   */
  private static void forEachGramColumn(Matrix w, int firstColumn, GramColumn visitor) {
    int order = w.rows();
    try (Matrix panel = Matrix.zeros(order, Math.min(PANEL, order))) {
      for (int from = firstColumn; from < order; from += PANEL) {
        int first = from;
        int end = Math.min(order, from + PANEL);
        Blas.rowsProduct(w, first, end, panel);
        Ranges.run(
            end - first,
            end,
            (begin, until) -> {
              double[] column = new double[order];
              for (int c = begin; c < until; c++) {
                panel.getColumns(c, 1, column, 0);
                visitor.accept(first + c, column);
              }
            });
      }
    }
  }

  /** this · x, as a new vector. 2·order² FLOPs. */
  public double[] times(double[] x) {
    requireSameOrder(x.length);
    double[] y = new double[order];
    for (int j = 0, k = 0; j < order; j++) {
      double sum = 0;
      double xj = x[j];
      for (int i = 0; i < j; i++, k++) {
        y[i] += values[k] * xj;
        sum += values[k] * x[i];
      }
      y[j] += sum + values[k++] * xj;
    }
    return y;
  }

  /** xᵀ · this · x. */
  public double quadraticForm(double[] x) {
    double[] y = times(x);
    double sum = 0;
    for (int i = 0; i < order; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** The full square, both triangles filled, as a new matrix. */
  public Matrix toFull() {
    Matrix full = Matrix.zeros(order, order);
    double[] column = new double[order];
    for (int j = 0; j < order; j++) {
      for (int i = 0; i < order; i++) {
        column[i] = get(i, j);
      }
      full.setColumns(j, 1, column, 0);
    }
    return full;
  }

  /** The square whose upper triangle is filled, zeros below, as a new matrix: half the work. */
  Matrix toUpper() {
    Matrix upper = Matrix.zeros(order, order);
    double[] column = new double[order];
    for (int j = 0; j < order; j++) {
      System.arraycopy(values, index(0, j), column, 0, j + 1);
      upper.setColumns(j, 1, column, 0);
    }
    return upper;
  }

  /** Largest absolute entry; 0 for order 0. */
  public double maxAbs() {
    double max = 0;
    for (double value : values) {
      max = Math.max(max, Math.abs(value));
    }
    return max;
  }

  /** Sum of the diagonal. */
  public double trace() {
    double sum = 0;
    for (int j = 0; j < order; j++) {
      sum += values[index(j, j)];
    }
    return sum;
  }

  /** Frobenius norm of the full symmetric matrix. */
  public double frobeniusNorm() {
    double sum = 0;
    for (int j = 0, k = 0; j < order; j++) {
      for (int i = 0; i <= j; i++, k++) {
        sum += (i == j ? 1 : 2) * values[k] * values[k];
      }
    }
    return Math.sqrt(sum);
  }

  private void requireSameOrder(int other) {
    if (other != order) {
      throw new IllegalArgumentException(
          "symmetric operand: expected order " + order + ", got " + other);
    }
  }
}
