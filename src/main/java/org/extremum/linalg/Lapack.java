package org.extremum.linalg;

import java.lang.ref.Reference;

/**
 * Orthogonal factorisations of LAPACK on {@link Matrix}. They work in place: what happens to the
 * argument is said at each. Threads are the caller's matter ({@link BlasThreads}).
 *
 * <p>Entries must be finite; the drivers with iterations (eigenvalues, singular values) check that.
 */
public final class Lapack {
  private Lapack() {}

  /**
   * Eigenvalues, ascending, and eigenvectors of a symmetric matrix, by divide and conquer (dsyevd).
   * About 9·n³ FLOPs; memory 2 squares beside the argument.
   *
   * @param a n × n, its upper triangle is read; overwritten by the orthonormal eigenvectors, column
   *     j belonging to eigenvalue j
   * @throws IllegalArgumentException when not square, too large for 32-bit workspace, or not finite
   * @throws ArithmeticException when the iteration does not converge
   */
  public static double[] symmetricEigen(Matrix a) {
    int n = a.rows();
    if (a.columns() != n) {
      throw new IllegalArgumentException("eigenvalues: expected a square matrix, got a " + a);
    }
    if (n == 0) {
      return new double[0];
    }
    requireFinite("eigenvalues", a);
    try (Matrix values = Matrix.zeros(n, 1)) {
      int info = NativeLibrary.kernel().syevd(n, a.storage(), values.storage());
      Reference.reachabilityFence(a);
      check("dsyevd", info, a);
      return values.toArray();
    }
  }

  /**
   * A thin singular value decomposition A = left·diag(values)·rightTransposed.
   *
   * @param left rows × q, orthonormal columns, q = min(rows, columns)
   * @param values q of them, descending; the array itself
   * @param rightTransposed q × columns, orthonormal rows
   */
  public record Svd(Matrix left, double[] values, Matrix rightTransposed) implements AutoCloseable {
    @Override
    public void close() {
      left.close();
      rightTransposed.close();
    }
  }

  /**
   * The thin singular value decomposition by divide and conquer (dgesdd). About 20·n³ FLOPs for n ×
   * n; memory 3 squares of workspace and 2 of result beside the argument. Each singular value is
   * right to a small multiple of ε·σ_max.
   *
   * @param a any shape; destroyed
   * @throws IllegalArgumentException when too large for 32-bit workspace, or not finite
   * @throws ArithmeticException when the iteration does not converge
   */
  public static Svd svd(Matrix a) {
    int m = a.rows();
    int n = a.columns();
    int q = Math.min(m, n);
    Matrix left = Matrix.zeros(m, q);
    Matrix right = Matrix.zeros(q, n);
    if (q == 0) {
      return new Svd(left, new double[0], right);
    }
    requireFinite("singular values", a);
    try (Matrix values = Matrix.zeros(q, 1)) {
      Kernel kernel = NativeLibrary.kernel();
      int info = kernel.gesdd(m, n, a.storage(), values.storage(), left.storage(), right.storage());
      Reference.reachabilityFence(a);
      Reference.reachabilityFence(left);
      Reference.reachabilityFence(right);
      check("dgesdd", info, a);
      return new Svd(left, values.toArray(), right);
    }
  }

  /**
   * The lower trapezoidal factor of A = L·Q by Householder reflections (dgelqf); Q is dropped.
   * 2·rows²·(columns - rows/3) FLOPs for columns ≥ rows.
   *
   * @param a rows × columns; its first min(rows, columns) columns are overwritten by L, zeros above
   *     the diagonal; the rest is destroyed
   */
  public static void lowerFactor(Matrix a) {
    int q = Math.min(a.rows(), a.columns());
    if (q == 0) {
      return;
    }
    try (Matrix tau = Matrix.zeros(q, 1)) {
      Kernel kernel = NativeLibrary.kernel();
      int info = kernel.gelqf(a.rows(), a.columns(), a.storage(), tau.storage());
      Reference.reachabilityFence(a);
      check("dgelqf", info, a);
    }
    double[] column = new double[a.rows()];
    for (int j = 1; j < q; j++) {
      a.getColumns(j, 1, column, 0);
      java.util.Arrays.fill(column, 0, j, 0.0);
      a.setColumns(j, 1, column, 0);
    }
  }

  /**
   * A = Q·R by Householder reflections (dgeqrf), rows ≥ columns. 2·columns²·(rows - columns/3)
   * FLOPs.
   *
   * @param a destroyed; owned by the result from now on
   * @throws IllegalArgumentException when columns exceed rows
   */
  public static Qr qr(Matrix a) {
    if (a.columns() > a.rows()) {
      throw new IllegalArgumentException("QR: expected rows >= columns, got a " + a);
    }
    Matrix tau = Matrix.zeros(a.columns(), 1);
    if (a.columns() > 0) {
      Kernel kernel = NativeLibrary.kernel();
      int info = kernel.geqrf(a.rows(), a.columns(), a.storage(), tau.storage());
      Reference.reachabilityFence(a);
      check("dgeqrf", info, a);
    }
    return new Qr(a, tau);
  }

  /** dormqr: C ← Q·C; see {@link Qr#multiplyInto}. */
  static void applyReflectors(Matrix reflectors, Matrix tau, Matrix c) {
    if (c.size() == 0 || reflectors.columns() == 0) {
      return;
    }
    Kernel kernel = NativeLibrary.kernel();
    int info =
        kernel.ormqr(
            c.rows(),
            c.columns(),
            reflectors.columns(),
            reflectors.storage(),
            tau.storage(),
            c.storage());
    Reference.reachabilityFence(reflectors);
    Reference.reachabilityFence(tau);
    Reference.reachabilityFence(c);
    check("dormqr", info, c);
  }

  /** A length of workspace as LAPACK can index it. */
  static int workspace(String routine, long doubles) {
    if (doubles > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          routine
              + ": a workspace of "
              + doubles
              + " values exceeds LAPACK's 32-bit index; use a narrower layer");
    }
    return (int) Math.max(1, doubles);
  }

  /** Iterations on NaN may not end; that is refused before. rows·columns comparisons. */
  private static void requireFinite(String what, Matrix a) {
    double[] column = new double[a.rows()];
    for (int j = 0; j < a.columns(); j++) {
      a.getColumns(j, 1, column, 0);
      for (int i = 0; i < column.length; i++) {
        if (!Double.isFinite(column[i])) {
          throw new IllegalArgumentException(
              what + ": expected finite entries, got " + column[i] + " at " + i + ", " + j);
        }
      }
    }
  }

  private static void check(String routine, int info, Matrix operand) {
    if (info < 0) {
      throw new IllegalStateException(
          routine + " of a " + operand + ": argument " + -info + " refused");
    }
    if (info > 0) {
      throw new ArithmeticException(
          routine + " of a " + operand + ": the iteration did not converge (info " + info + ")");
    }
  }
}
