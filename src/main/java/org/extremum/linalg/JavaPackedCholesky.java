package org.extremum.linalg;

import static org.extremum.linalg.JavaKernel.base;
import static org.extremum.linalg.JavaKernel.code;
import static org.extremum.linalg.JavaKernel.of;

import org.extremum.linalg.Blas.Op;
import org.netlib.blas.Dsyrk;
import org.netlib.blas.Dtrsm;
import org.netlib.lapack.Dpotrf;
import org.netlib.util.intW;

/**
 * Cholesky of a matrix in rectangular full packed form, TRANSR = N and UPLO = U ({@link
 * RectangularFullPacked}), which Java's LAPACK is too old for: made of the routines that it has.
 * The leading triangle U₁₁ of order k = n/2 stands transposed from row k + 1 on, U₁₂ and U₂₂ as
 * they are above it.
 */
final class JavaPackedCholesky {
  private static final String UPPER = "U";
  private static final String LOWER = "L";

  private final JavaKernel kernel;

  JavaPackedCholesky(JavaKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * LAPACK's dpftrf: A = UᵀU.
   *
   * @param factor A, overwritten by U
   * @return 0, or the order of the leading minor that is not positive definite
   */
  int factor(int n, Storage factor) {
    int k = n / 2;
    int rest = n - k;
    int ld = leading(n);
    intW info = new intW(0);
    if (k > 0) {
      Storage first = factor.from(k + 1);
      Dpotrf.dpotrf(LOWER, k, of(first), base(first), ld, info);
      if (info.val != 0) {
        return info.val;
      }
      solve(LOWER, Op.NONE, k, rest, first, ld, factor, ld);
      Dsyrk.dsyrk(
          UPPER,
          "T",
          rest,
          k,
          -1,
          of(factor),
          base(factor),
          ld,
          1,
          of(factor),
          base(factor) + k,
          ld);
    }
    Dpotrf.dpotrf(UPPER, rest, of(factor), base(factor) + k, ld, info);
    return info.val > 0 ? info.val + k : info.val;
  }

  private static int leading(int n) {
    return n % 2 == 0 ? n + 1 : n;
  }

  /**
   * LAPACK's dtfsm: B ← op(U)⁻¹·B.
   *
   * @param factor U, not modified
   * @param b n × columns, overwritten
   */
  void solve(Op op, int n, int columns, Storage factor, Storage b) {
    int k = n / 2;
    int rest = n - k;
    int ld = leading(n);
    Storage second = factor.from(k);
    Storage below = b.from(k);
    if (op == Op.NONE) {
      solve(UPPER, Op.NONE, rest, columns, second, ld, below, n);
      if (k > 0) {
        kernel.gemm(Op.NONE, Op.NONE, k, columns, rest, -1, factor, ld, below, n, 1, b, n);
        solve(LOWER, Op.TRANSPOSED, k, columns, factor.from(k + 1), ld, b, n);
      }
    } else {
      if (k > 0) {
        solve(LOWER, Op.NONE, k, columns, factor.from(k + 1), ld, b, n);
        kernel.gemm(Op.TRANSPOSED, Op.NONE, rest, columns, k, -1, factor, ld, b, n, 1, below, n);
      }
      solve(UPPER, Op.TRANSPOSED, rest, columns, second, ld, below, n);
    }
  }

  /** B ← op(T)⁻¹·B for a triangle T of order {@code rows}. */
  private static void solve(
      String triangle, Op op, int rows, int columns, Storage t, int ldt, Storage b, int ldb) {
    Dtrsm.dtrsm(
        "L", triangle, code(op), "N", rows, columns, 1, of(t), base(t), ldt, of(b), base(b), ldb);
  }
}
