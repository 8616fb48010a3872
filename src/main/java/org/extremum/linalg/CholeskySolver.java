package org.extremum.linalg;

import java.lang.ref.Reference;
import org.extremum.linalg.Blas.Op;
import org.extremum.linalg.Blas.Triangle;

/**
 * The Cholesky factor of a symmetric positive definite matrix in rectangular full packed format
 * (LAPACK dpftrf): BLAS-3 speed in the memory of one triangle, 4·n·(n+1) bytes.
 */
public final class CholeskySolver implements AutoCloseable {
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
    Matrix rfp = RectangularFullPacked.of(symmetric, factor, ridge, x);
    int info = n == 0 ? 0 : NativeLibrary.kernel().pftrf(n, rfp.storage());
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
    if (b.size() > 0) {
      Kernel kernel = NativeLibrary.kernel();
      int info = kernel.pftrs(order, b.columns(), factor.storage(), b.storage());
      requireDone("dpftrs", info, b);
    }
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
    Kernel kernel = NativeLibrary.kernel();
    Storage below = x.storage(k);
    if (k > 0) {
      Storage leading = factor.storage(k + 1);
      kernel.trmm(Triangle.LOWER, Op.TRANSPOSED, k, columns, leading, ld, x.storage(), order);
      kernel.gemm(
          Op.NONE,
          Op.NONE,
          k,
          columns,
          rest,
          1,
          factor.storage(),
          ld,
          below,
          order,
          1,
          x.storage(),
          order);
    }
    kernel.trmm(Triangle.UPPER, Op.NONE, rest, columns, factor.storage(k), ld, below, order);
    Reference.reachabilityFence(factor);
    Reference.reachabilityFence(x);
  }

  /**
   * B ← U⁻¹·B for the factor U of M = UᵀU. n²·columns FLOPs.
   *
   * @param b order × anything; overwritten
   */
  public void solveFactor(Matrix b) {
    solveTriangle(Op.NONE, b);
  }

  /**
   * B ← U⁻ᵀ·B for the factor U of M = UᵀU. n²·columns FLOPs.
   *
   * @param b order × anything; overwritten
   */
  public void solveFactorTransposed(Matrix b) {
    solveTriangle(Op.TRANSPOSED, b);
  }

  private void solveTriangle(Op op, Matrix b) {
    requireRows(b);
    if (b.size() > 0) {
      Kernel kernel = NativeLibrary.kernel();
      int info = kernel.tfsm(op, order, b.columns(), factor.storage(), b.storage());
      requireDone("dtfsm", info, b);
    }
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
}
