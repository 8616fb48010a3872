package org.extremum.linalg;

import java.lang.ref.Reference;

/**
 * Level-3 BLAS, and a product with a vector, on {@link Matrix}; operands are not modified unless
 * said.
 */
public final class Blas {
  private Blas() {}

  /** Whether an operand is taken as it is or transposed. */
  public enum Op {
    NONE,
    TRANSPOSED;

    int rows(Matrix a) {
      return this == NONE ? a.rows() : a.columns();
    }

    int columns(Matrix a) {
      return this == NONE ? a.columns() : a.rows();
    }
  }

  /** Which triangle of a symmetric matrix is written; the other one is left alone. */
  public enum Triangle {
    UPPER,
    LOWER
  }

  /**
   * C ← α·op(A)·op(B) + β·C. 2·rows·columns·inner FLOPs.
   *
   * @param c modified
   * @throws IllegalArgumentException when the shapes do not fit
   */
  public static void gemm(double alpha, Op opA, Matrix a, Op opB, Matrix b, double beta, Matrix c) {
    int m = opA.rows(a);
    int k = opA.columns(a);
    int n = opB.columns(b);
    if (opB.rows(b) != k || c.rows() != m || c.columns() != n) {
      throw new IllegalArgumentException(
          "gemm shapes: " + opA + " " + a + " times " + opB + " " + b + " into " + c);
    }
    if (m == 0 || n == 0) {
      return;
    }
    NativeLibrary.kernel()
        .gemm(
            opA,
            opB,
            m,
            n,
            k,
            alpha,
            a.storage(),
            Math.max(1, a.rows()),
            b.storage(),
            Math.max(1, b.rows()),
            beta,
            c.storage(),
            Math.max(1, c.rows()));
    fence(a, b, c);
  }

  /**
   * y ← y + A·x by the columns {@code from}..{@code to} of A and these entries of x alone.
   * 2·rows·(to - from) FLOPs, and as many numbers of A that are read.
   *
   * @param x a column, as long as A has columns
   * @param y a column, as long as A has rows; modified
   * @throws IllegalArgumentException when the shapes do not fit
   */
  public static void addProduct(Matrix a, int from, int to, Matrix x, Matrix y) {
    boolean fit =
        x.rows() == a.columns() && y.rows() == a.rows() && x.columns() == 1 && y.columns() == 1;
    if (!fit || from < 0 || to < from || to > a.columns()) {
      throw new IllegalArgumentException(
          "product shapes: columns " + from + " until " + to + " of " + a + ", " + x + ", " + y);
    }
    if (to > from && a.rows() > 0) {
      NativeLibrary.kernel()
          .gemv(
              a.rows(),
              to - from,
              a.storage((long) from * a.rows()),
              a.rows(),
              x.storage(from),
              y.storage());
      fence(a, x, y);
    }
  }

  /** op(A)·op(B) as a new matrix. */
  public static Matrix multiply(Op opA, Matrix a, Op opB, Matrix b) {
    Matrix c = Matrix.zeros(opA.rows(a), opB.columns(b));
    gemm(1, opA, a, opB, b, 0, c);
    return c;
  }

  /** A·B as a new matrix. */
  public static Matrix multiply(Matrix a, Matrix b) {
    return multiply(Op.NONE, a, Op.NONE, b);
  }

  /**
   * One triangle of C ← α·A·Aᵀ + β·C, where C is the square of order A.rows() that starts at row
   * {@code firstRow} of {@code c}. order²·columns FLOPs.
   *
   * @param c modified; at least order columns and firstRow + order rows
   */
  public static void syrk(
      Triangle triangle, double alpha, Matrix a, double beta, Matrix c, int firstRow) {
    int order = a.rows();
    if (firstRow < 0 || c.columns() < order || c.rows() < firstRow + order) {
      throw new IllegalArgumentException(
          "syrk shapes: " + a + " into " + c + " from row " + firstRow);
    }
    if (order == 0) {
      return;
    }
    NativeLibrary.kernel()
        .syrk(
            triangle,
            order,
            a.columns(),
            alpha,
            a.storage(),
            order,
            beta,
            c.storage(firstRow),
            c.rows());
    fence(a, c, c);
  }

  /**
   * C ← A·B in single precision. 2·rows·columns·inner FLOPs.
   *
   * @param c overwritten
   * @throws IllegalArgumentException when the shapes do not fit
   */
  public static void gemm(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    if (b.rows() != a.columns() || c.rows() != a.rows() || c.columns() != b.columns()) {
      throw new IllegalArgumentException("gemm shapes: " + a + " times " + b + " into " + c);
    }
    if (c.rows() > 0 && c.columns() > 0) {
      NativeLibrary.kernel()
          .sgemm(c.rows(), c.columns(), a.columns(), a.storage(), b.storage(), c.storage());
    }
    fence(a, b, c);
  }

  /**
   * The upper triangle of C ← A·Aᵀ in single precision. order²·columns FLOPs.
   *
   * @param c overwritten there, of order A.rows()
   */
  public static void syrk(FloatMatrix a, FloatMatrix c) {
    if (c.rows() != a.rows() || c.columns() != a.rows()) {
      throw new IllegalArgumentException("syrk shapes: " + a + " into " + c);
    }
    if (a.rows() > 0) {
      NativeLibrary.kernel().ssyrk(a.rows(), a.columns(), a.storage(), c.storage());
    }
    fence(a, c, c);
  }

  private static void fence(Object a, Object b, Object c) {
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
    Reference.reachabilityFence(c);
  }

  /**
   * The first {@code to} rows of A times the rows {@code from}..{@code to} of it, transposed, into
   * the beginning of that many columns. 2·to·(to - from)·columns FLOPs.
   *
   * @param a not modified
   * @param into as many rows as A, {@code to - from} columns at least; below row {@code to} its
   *     columns stay as they are
   */
  static void rowsProduct(Matrix a, int from, int to, Matrix into) {
    NativeLibrary.kernel()
        .gemm(
            Op.NONE,
            Op.TRANSPOSED,
            to,
            to - from,
            a.columns(),
            1,
            a.storage(),
            a.rows(),
            a.storage(from),
            a.rows(),
            0,
            into.storage(),
            into.rows());
    fence(a, into, into);
  }
}
