package org.extremum.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Orthogonal factorisations of LAPACK on {@link Matrix}. They work in place: what happens to the
 * argument is said at each. Threads are the caller's matter ({@link BlasThreads}).
 *
 * <p>Entries must be finite; the drivers with iterations (eigenvalues, singular values) check that.
 */
public final class Lapack {
  private static final byte VECTORS = 'V';
  private static final byte UPPER = 'U';
  private static final byte THIN = 'S';
  private static final byte LEFT = 'L';
  private static final byte NO_TRANSPOSE = 'N';
  private static final int QUERY = -1;

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
    int lwork = workspace("dsyevd", 1 + 6L * n + 2L * n * n);
    int liwork = 3 + 5 * n;
    requireFinite("eigenvalues", a);
    try (Matrix values = Matrix.zeros(n, 1);
        Matrix work = Matrix.zeros(lwork, 1);
        IntPointer iwork = new IntPointer(liwork)) {
      int info =
          openblas.LAPACKE_dsyevd_work(
              LAPACK_COL_MAJOR,
              VECTORS,
              UPPER,
              n,
              a.pointer(0),
              n,
              values.pointer(0),
              work.pointer(0),
              lwork,
              iwork,
              liwork);
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
    workspace("dgesdd", 4L * q * q + 7L * q + Math.max(m, n));
    requireFinite("singular values", a);
    try (Matrix values = Matrix.zeros(q, 1);
        Matrix query = Matrix.zeros(1, 1);
        IntPointer iwork = new IntPointer(8L * q)) {
      check("dgesdd", dgesdd(a, values, left, right, query, QUERY, iwork), a);
      int lwork = workspace("dgesdd", (long) query.get(0, 0));
      try (Matrix work = Matrix.zeros(lwork, 1)) {
        check("dgesdd", dgesdd(a, values, left, right, work, lwork, iwork), a);
      }
      return new Svd(left, values.toArray(), right);
    }
  }

  private static int dgesdd(
      Matrix a, Matrix s, Matrix u, Matrix vt, Matrix work, int lwork, IntPointer iwork) {
    int info =
        openblas.LAPACKE_dgesdd_work(
            LAPACK_COL_MAJOR,
            THIN,
            a.rows(),
            a.columns(),
            a.pointer(0),
            a.rows(),
            s.pointer(0),
            u.pointer(0),
            u.rows(),
            vt.pointer(0),
            vt.rows(),
            work.pointer(0),
            lwork,
            iwork);
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(u);
    Reference.reachabilityFence(vt);
    return info;
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
    try (Matrix tau = Matrix.zeros(q, 1);
        Matrix query = Matrix.zeros(1, 1)) {
      check("dgelqf", dgelqf(a, tau, query, QUERY), a);
      int lwork = workspace("dgelqf", (long) query.get(0, 0));
      try (Matrix work = Matrix.zeros(lwork, 1)) {
        check("dgelqf", dgelqf(a, tau, work, lwork), a);
      }
    }
    double[] column = new double[a.rows()];
    for (int j = 1; j < q; j++) {
      a.getColumns(j, 1, column, 0);
      java.util.Arrays.fill(column, 0, j, 0.0);
      a.setColumns(j, 1, column, 0);
    }
  }

  private static int dgelqf(Matrix a, Matrix tau, Matrix work, int lwork) {
    int info =
        openblas.LAPACKE_dgelqf_work(
            LAPACK_COL_MAJOR,
            a.rows(),
            a.columns(),
            a.pointer(0),
            a.rows(),
            tau.pointer(0),
            work.pointer(0),
            lwork);
    Reference.reachabilityFence(a);
    return info;
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
      try (Matrix query = Matrix.zeros(1, 1)) {
        check("dgeqrf", dgeqrf(a, tau, query, QUERY), a);
        int lwork = workspace("dgeqrf", (long) query.get(0, 0));
        try (Matrix work = Matrix.zeros(lwork, 1)) {
          check("dgeqrf", dgeqrf(a, tau, work, lwork), a);
        }
      }
    }
    return new Qr(a, tau);
  }

  private static int dgeqrf(Matrix a, Matrix tau, Matrix work, int lwork) {
    int info =
        openblas.LAPACKE_dgeqrf_work(
            LAPACK_COL_MAJOR,
            a.rows(),
            a.columns(),
            a.pointer(0),
            a.rows(),
            tau.pointer(0),
            work.pointer(0),
            lwork);
    Reference.reachabilityFence(a);
    return info;
  }

  /** dormqr: C ← Q·C; see {@link Qr#multiplyInto}. */
  static void applyReflectors(Matrix reflectors, Matrix tau, Matrix c) {
    try (Matrix query = Matrix.zeros(1, 1)) {
      check("dormqr", dormqr(reflectors, tau, c, query, QUERY), c);
      int lwork = workspace("dormqr", (long) query.get(0, 0));
      try (Matrix work = Matrix.zeros(lwork, 1)) {
        check("dormqr", dormqr(reflectors, tau, c, work, lwork), c);
      }
    }
  }

  private static int dormqr(Matrix a, Matrix tau, Matrix c, Matrix work, int lwork) {
    int info =
        openblas.LAPACKE_dormqr_work(
            LAPACK_COL_MAJOR,
            LEFT,
            NO_TRANSPOSE,
            c.rows(),
            c.columns(),
            a.columns(),
            a.pointer(0),
            a.rows(),
            tau.pointer(0),
            c.pointer(0),
            c.rows(),
            work.pointer(0),
            lwork);
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(tau);
    Reference.reachabilityFence(c);
    return info;
  }

  private static int workspace(String routine, long doubles) {
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
