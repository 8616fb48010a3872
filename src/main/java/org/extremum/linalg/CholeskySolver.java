package org.extremum.linalg;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The Cholesky factor of a symmetric positive definite matrix in rectangular full packed format
 * (LAPACK dpftrf): BLAS-3 speed in the memory of one triangle, 4·n·(n+1) bytes.
 */
public final class CholeskySolver implements AutoCloseable {
  private static final byte NO_TRANSPOSE = 'N';
  private static final byte TRANSPOSE = 'T';
  private static final byte UPPER = 'U';
  private static final byte LEFT = 'L';
  private static final byte NOT_UNIT = 'N';

  private final int order;
  private final Matrix factor; // rectangular full packed, as one column

  private CholeskySolver(int order, Matrix factor) {
    this.order = order;
    this.factor = factor;
  }

  /**
   * Factorises a copy of the given matrix. n³/3 FLOPs.
   *
   * @param symmetric not modified
   * @throws IllegalArgumentException when an entry is not finite
   * @throws NotPositiveDefiniteException when a leading minor is not positive
   */
  public static CholeskySolver factorise(PackedSymmetric symmetric) {
    return factorise(symmetric, 0, 0, new double[symmetric.order()]);
  }

  /**
   * Factorises M + factor·x·xᵀ + ridge·I, made on the way to the factor: no other copy of M is
   * needed. n³/3 FLOPs.
   *
   * @param symmetric M, not modified
   * @param x of M's order, not modified
   * @throws IllegalArgumentException when an entry is not finite
   * @throws NotPositiveDefiniteException when a leading minor is not positive
   */
  public static CholeskySolver factorise(
      PackedSymmetric symmetric, double factor, double ridge, double[] x) {
    int n = symmetric.order();
    Matrix rfp = toRectangularFullPacked(symmetric, factor, ridge, x);
    int info =
        openblas.LAPACKE_dpftrf_work(
            openblas.LAPACK_COL_MAJOR, NO_TRANSPOSE, UPPER, n, rfp.pointer(0));
    Reference.reachabilityFence(rfp);
    if (info != 0) {
      rfp.close();
      throw new NotPositiveDefiniteException(n, info);
    }
    return new CholeskySolver(n, rfp);
  }

  /**
   * Solves M·X = B in place. 2·n²·columns FLOPs.
   *
   * @param b order × anything; overwritten by X
   */
  public void solve(Matrix b) {
    requireRows(b);
    int info =
        openblas.LAPACKE_dpftrs_work(
            openblas.LAPACK_COL_MAJOR,
            NO_TRANSPOSE,
            UPPER,
            order,
            b.columns(),
            factor.pointer(0),
            b.pointer(0),
            Math.max(1, order));
    requireDone("dpftrs", info, b);
  }

  /**
   * X ← U·X for the factor U of M = UᵀU, so that ‖U·X‖² = tr(XᵀMX). n²·columns FLOPs.
   *
   * @param x order × anything; overwritten
   */
  public void multiplyByFactor(Matrix x) {
    requireRows(x);
    int k = order / 2; // order of the leading triangle, which stands transposed
    int rest = order - k;
    int ld = order % 2 == 0 ? order + 1 : order;
    int columns = x.columns();
    if (order == 0 || columns == 0) {
      return;
    }
    if (k > 0) {
      triangularProduct(
          openblas.CblasLower, openblas.CblasTrans, k, factor.pointer(k + 1), ld, x, 0);
      openblas.cblas_dgemm(
          openblas.CblasColMajor,
          openblas.CblasNoTrans,
          openblas.CblasNoTrans,
          k,
          columns,
          rest,
          1,
          factor.pointer(0),
          ld,
          x.pointer(k),
          order,
          1,
          x.pointer(0),
          order);
    }
    triangularProduct(
        openblas.CblasUpper, openblas.CblasNoTrans, rest, factor.pointer(k), ld, x, k);
    Reference.reachabilityFence(factor);
    Reference.reachabilityFence(x);
  }

  /** Rows {@code first} and following of x ← op(triangle)·those rows. */
  private static void triangularProduct(
      int triangle, int op, int rows, DoublePointer a, int ld, Matrix x, int first) {
    openblas.cblas_dtrmm(
        openblas.CblasColMajor,
        openblas.CblasLeft,
        triangle,
        op,
        openblas.CblasNonUnit,
        rows,
        x.columns(),
        1,
        a,
        ld,
        x.pointer(first),
        x.rows());
  }

  /**
   * B ← U⁻¹·B for the factor U of M = UᵀU. n²·columns FLOPs.
   *
   * @param b order × anything; overwritten
   */
  public void solveFactor(Matrix b) {
    solveTriangle(NO_TRANSPOSE, b);
  }

  /**
   * B ← U⁻ᵀ·B for the factor U of M = UᵀU. n²·columns FLOPs.
   *
   * @param b order × anything; overwritten
   */
  public void solveFactorTransposed(Matrix b) {
    solveTriangle(TRANSPOSE, b);
  }

  private void solveTriangle(byte op, Matrix b) {
    requireRows(b);
    int info =
        openblas.LAPACKE_dtfsm_work(
            openblas.LAPACK_COL_MAJOR,
            NO_TRANSPOSE,
            LEFT,
            UPPER,
            op,
            NOT_UNIT,
            order,
            b.columns(),
            1,
            factor.pointer(0),
            b.pointer(0),
            Math.max(1, order));
    requireDone("dtfsm", info, b);
  }

  /** After a call on the factor and b, which must stay reachable until here. */
  private void requireDone(String routine, int info, Matrix b) {
    Reference.reachabilityFence(factor);
    Reference.reachabilityFence(b);
    if (info != 0) {
      throw new IllegalStateException(routine + ": argument " + -info + " refused");
    }
  }

  private void requireRows(Matrix b) {
    if (b.rows() != order) {
      throw new IllegalArgumentException(
          "right-hand side: expected " + order + " rows, got " + b.rows());
    }
  }

  public int order() {
    return order;
  }

  @Override
  public void close() {
    factor.close();
  }

  /**
   * LAPACK's RFP layout for TRANSR = 'N', UPLO = 'U': with k = n/2, the columns k..n-1 of the upper
   * triangle stand as they are in an (n+1) × k (n even) or n × (k+1) (n odd) rectangle, and the
   * leading triangle of columns 0..k-1 stands transposed below them.
   */
  private static Matrix toRectangularFullPacked(
      PackedSymmetric symmetric, double factor, double ridge, double[] x) {
    int n = symmetric.order();
    int k = n / 2;
    int ld = n % 2 == 0 ? n + 1 : n;
    Matrix rectangle = Matrix.zeros(ld, n - k);
    double[] column = new double[ld];
    double[] packed = symmetric.values();
    double notFinite = 0; // NaN as soon as an entry is not
    for (int j = k; j < n; j++) {
      int start = PackedSymmetric.index(0, j);
      double scaled = factor * x[j];
      for (int i = 0; i <= j; i++) {
        column[i] = packed[start + i] + scaled * x[i];
      }
      column[j] += ridge;
      int row = j - k; // row of the leading triangle that stands below column j
      int below = j + 1;
      for (int q = row; q < k; q++) {
        column[below++] = packed[PackedSymmetric.index(row, q)] + factor * x[q] * x[row];
      }
      if (row < k) {
        column[j + 1] += ridge;
      }
      for (double entry : column) {
        notFinite += 0 * entry;
      }
      rectangle.setColumns(row, 1, column, 0);
    }
    if (Double.isNaN(notFinite)) { // LAPACK compares pivots with 0: NaN would pass
      rectangle.close();
      throw new IllegalArgumentException(
          "Cholesky factor of order " + n + ": expected finite entries, got NaN or infinity");
    }
    return rectangle;
  }
}
