package org.extremum.linalg;

import org.extremum.linalg.Blas.Op;
import org.extremum.linalg.Blas.Triangle;

/**
 * The routines of BLAS and LAPACK that this package is built on, each by its field's name without
 * the letter for double precision. Matrices are column-major, with the leading dimension where it
 * is not the number of rows. Callers have checked shapes; none is empty.
 *
 * <p>LAPACK routines return its {@code info}: 0 is success, negative an argument refused, positive
 * what the routine's documentation says.
 */
interface Kernel {
  /** Zeros that this kernel's routines work on. */
  Storage allocate(long count);

  /** C ← α·op(A)·op(B) + β·C, C m × n, the inner dimension k. */
  void gemm(
      Op opA,
      Op opB,
      int m,
      int n,
      int k,
      double alpha,
      Storage a,
      int lda,
      Storage b,
      int ldb,
      double beta,
      Storage c,
      int ldc);

  /** y ← y + A·x, A m × n. */
  void gemv(int m, int n, Storage a, int lda, Storage x, Storage y);

  /** One triangle of C ← α·A·Aᵀ + β·C, A n × k. */
  void syrk(
      Triangle triangle,
      int n,
      int k,
      double alpha,
      Storage a,
      int lda,
      double beta,
      Storage c,
      int ldc);

  /** Zeros of single precision that this kernel's routines work on. */
  FloatStorage allocateFloats(long count);

  /** C ← A·B in single precision, A m × k, B k × n. */
  void sgemm(int m, int n, int k, FloatStorage a, FloatStorage b, FloatStorage c);

  /** The upper triangle of C ← A·Aᵀ in single precision, A n × k. */
  void ssyrk(int n, int k, FloatStorage a, FloatStorage c);

  /** B ← op(T)·B for a triangle T of order {@code rows}. */
  void trmm(
      Triangle triangle, Op op, int rows, int columns, Storage t, int ldt, Storage b, int ldb);

  /** Eigenvalues, ascending, and eigenvectors, in A's place, by A's upper triangle. */
  int syevd(int n, Storage a, Storage values);

  /** Thin singular value decomposition; A is destroyed, q = min(m, n). */
  int gesdd(int m, int n, Storage a, Storage values, Storage left, Storage rightTransposed);

  /** A = L·Q: L in A's lower trapezoid, reflectors beside it and in tau. */
  int gelqf(int m, int n, Storage a, Storage tau);

  /** A = Q·R: R in A's upper trapezoid, reflectors below it and in tau. */
  int geqrf(int m, int n, Storage a, Storage tau);

  /** C ← Q·C, C m × n, for the k reflectors of {@link #geqrf} of a matrix of m rows. */
  int ormqr(int m, int n, int k, Storage reflectors, Storage tau, Storage c);

  /** M = UᵀU in rectangular full packed format (TRANSR = N, UPLO = U), in place. */
  int pftrf(int n, Storage factor);

  /** B ← U⁻¹·B or U⁻ᵀ·B for a factor of {@link #pftrf}, B n × columns. */
  int tfsm(Op op, int n, int columns, Storage factor, Storage b);

  /** B ← M⁻¹·B. */
  default int pftrs(int n, int columns, Storage factor, Storage b) {
    int info = tfsm(Op.TRANSPOSED, n, columns, factor, b);
    return info != 0 ? info : tfsm(Op.NONE, n, columns, factor, b);
  }

  /** Threads that a call made now would use. */
  int threads();

  /** Sets them, where there is a choice. */
  void setThreads(int threads);

  /** Name and version. */
  String implementation();

  /** What processor its code was chosen for: another one may give other last bits. */
  String processor();
}
