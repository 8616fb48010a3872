package org.extremum.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.extremum.linalg.Blas.Op;
import org.extremum.linalg.Blas.Triangle;

/** OpenBLAS, as it comes with the job. The storages are {@link NativeStorage}. */
final class NativeKernel implements Kernel {
  /** Of 64-bit processors; the names by which OpenBLAS's build knows them. */
  private static final String[] PROCESSORS = {
    "SAPPHIRERAPIDS", "COOPERLAKE", "SKYLAKEX", "ZEN", "HASWELL", "EXCAVATOR", "STEAMROLLER",
    "PILEDRIVER", "BULLDOZER", "SANDYBRIDGE", "NEHALEM", "BARCELONA", "CORE2", "PRESCOTT",
    "ARMV8SVE", "NEOVERSEV1", "NEOVERSEN2", "NEOVERSEN1", "CORTEXA57", "ARMV8"
  };

  private static final byte VECTORS = 'V';
  private static final byte UPPER = 'U';
  private static final byte THIN = 'S';
  private static final byte LEFT = 'L';
  private static final byte NOT_UNIT = 'N';
  private static final byte NO_TRANSPOSE = 'N';
  private static final byte TRANSPOSE = 'T';
  private static final int QUERY = -1;

  /**
   * Loads the library, which takes up to two seconds, and sets one thread.
   *
   * @throws LinkageError when this platform's library is not in the class path, or cannot be
   *     unpacked or run
   */
  NativeKernel() {
    Loader.load(openblas.class);
    setThreads(1);
  }

  private static DoublePointer at(Storage storage) {
    return ((NativeStorage) storage).pointer();
  }

  private static int code(Op op) {
    return op == Op.NONE ? openblas.CblasNoTrans : openblas.CblasTrans;
  }

  private static int code(Triangle triangle) {
    return triangle == Triangle.UPPER ? openblas.CblasUpper : openblas.CblasLower;
  }

  @Override
  public Storage allocate(long count) {
    return NativeStorage.zeros(count);
  }

  @Override
  public void gemm(
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
      int ldc) {
    openblas.cblas_dgemm(
        openblas.CblasColMajor,
        code(opA),
        code(opB),
        m,
        n,
        k,
        alpha,
        at(a),
        lda,
        at(b),
        ldb,
        beta,
        at(c),
        ldc);
  }

  @Override
  public void gemv(int m, int n, Storage a, int lda, Storage x, Storage y) {
    openblas.cblas_dgemv(
        openblas.CblasColMajor, openblas.CblasNoTrans, m, n, 1, at(a), lda, at(x), 1, 1, at(y), 1);
  }

  @Override
  public void syrk(
      Triangle triangle,
      int n,
      int k,
      double alpha,
      Storage a,
      int lda,
      double beta,
      Storage c,
      int ldc) {
    openblas.cblas_dsyrk(
        openblas.CblasColMajor,
        code(triangle),
        openblas.CblasNoTrans,
        n,
        k,
        alpha,
        at(a),
        lda,
        beta,
        at(c),
        ldc);
  }

  private static FloatPointer at(FloatStorage storage) {
    return ((NativeFloatStorage) storage).pointer();
  }

  @Override
  public FloatStorage allocateFloats(long count) {
    return NativeFloatStorage.zeros(count);
  }

  @Override
  public void sgemm(int m, int n, int k, FloatStorage a, FloatStorage b, FloatStorage c) {
    openblas.cblas_sgemm(
        openblas.CblasColMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1,
        at(a),
        m,
        at(b),
        Math.max(1, k),
        0,
        at(c),
        m);
  }

  @Override
  public void ssyrk(int n, int k, FloatStorage a, FloatStorage c) {
    openblas.cblas_ssyrk(
        openblas.CblasColMajor,
        openblas.CblasUpper,
        openblas.CblasNoTrans,
        n,
        k,
        1,
        at(a),
        n,
        0,
        at(c),
        n);
  }

  @Override
  public void trmm(
      Triangle triangle, Op op, int rows, int columns, Storage t, int ldt, Storage b, int ldb) {
    openblas.cblas_dtrmm(
        openblas.CblasColMajor,
        openblas.CblasLeft,
        code(triangle),
        code(op),
        openblas.CblasNonUnit,
        rows,
        columns,
        1,
        at(t),
        ldt,
        at(b),
        ldb);
  }

  @Override
  public int syevd(int n, Storage a, Storage values) {
    int lwork = Lapack.workspace("dsyevd", 1 + 6L * n + 2L * n * n);
    int liwork = 3 + 5 * n;
    try (Matrix work = Matrix.zeros(lwork, 1);
        IntPointer iwork = new IntPointer(liwork)) {
      return openblas.LAPACKE_dsyevd_work(
          LAPACK_COL_MAJOR,
          VECTORS,
          UPPER,
          n,
          at(a),
          n,
          at(values),
          at(work.storage()),
          lwork,
          iwork,
          liwork);
    }
  }

  /** A LAPACK routine called with a workspace of so many numbers; -1 asks for its best length. */
  private interface Routine {
    int call(DoublePointer work, int lwork);
  }

  private static int withBestWorkspace(String name, Routine routine) {
    try (Matrix query = Matrix.zeros(1, 1)) {
      int info = routine.call(at(query.storage()), QUERY);
      if (info != 0) {
        return info;
      }
      int lwork = Lapack.workspace(name, (long) query.get(0, 0));
      try (Matrix work = Matrix.zeros(lwork, 1)) {
        return routine.call(at(work.storage()), lwork);
      }
    }
  }

  @Override
  public int gesdd(int m, int n, Storage a, Storage values, Storage left, Storage right) {
    int q = Math.min(m, n);
    Lapack.workspace("dgesdd", 4L * q * q + 7L * q + Math.max(m, n));
    try (IntPointer iwork = new IntPointer(8L * q)) {
      return withBestWorkspace(
          "dgesdd",
          (work, lwork) ->
              openblas.LAPACKE_dgesdd_work(
                  LAPACK_COL_MAJOR,
                  THIN,
                  m,
                  n,
                  at(a),
                  m,
                  at(values),
                  at(left),
                  m,
                  at(right),
                  q,
                  work,
                  lwork,
                  iwork));
    }
  }

  @Override
  public int gelqf(int m, int n, Storage a, Storage tau) {
    return withBestWorkspace(
        "dgelqf",
        (work, lwork) ->
            openblas.LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, m, n, at(a), m, at(tau), work, lwork));
  }

  @Override
  public int geqrf(int m, int n, Storage a, Storage tau) {
    return withBestWorkspace(
        "dgeqrf",
        (work, lwork) ->
            openblas.LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, m, n, at(a), m, at(tau), work, lwork));
  }

  @Override
  public int ormqr(int m, int n, int k, Storage reflectors, Storage tau, Storage c) {
    return withBestWorkspace(
        "dormqr",
        (work, lwork) ->
            openblas.LAPACKE_dormqr_work(
                LAPACK_COL_MAJOR,
                LEFT,
                NO_TRANSPOSE,
                m,
                n,
                k,
                at(reflectors),
                m,
                at(tau),
                at(c),
                m,
                work,
                lwork));
  }

  @Override
  public int pftrf(int n, Storage factor) {
    return openblas.LAPACKE_dpftrf_work(LAPACK_COL_MAJOR, NO_TRANSPOSE, UPPER, n, at(factor));
  }

  @Override
  public int pftrs(int n, int columns, Storage factor, Storage b) {
    return openblas.LAPACKE_dpftrs_work(
        LAPACK_COL_MAJOR, NO_TRANSPOSE, UPPER, n, columns, at(factor), at(b), n);
  }

  @Override
  public int tfsm(Op op, int n, int columns, Storage factor, Storage b) {
    return openblas.LAPACKE_dtfsm_work(
        LAPACK_COL_MAJOR,
        NO_TRANSPOSE,
        LEFT,
        UPPER,
        op == Op.NONE ? NO_TRANSPOSE : TRANSPOSE,
        NOT_UNIT,
        n,
        columns,
        1,
        at(factor),
        at(b),
        n);
  }

  @Override
  public int threads() {
    return openblas.blas_get_num_threads();
  }

  @Override
  public void setThreads(int threads) {
    openblas.blas_set_num_threads(threads);
  }

  @Override
  public String implementation() {
    return "OpenBLAS "
        + openblas.OPENBLAS_VERSION.trim().replace("OpenBLAS ", "")
        + " (org.bytedeco:openblas)";
  }

  /**
   * Such as SKYLAKEX. The library points to the chosen table; each table has a symbol of its own.
   */
  @Override
  public String processor() {
    Pointer chosen = Loader.addressof("gotoblas");
    if (chosen != null) {
      long table = new LongPointer(chosen).get();
      for (String processor : PROCESSORS) {
        Pointer candidate = Loader.addressof("gotoblas_" + processor);
        if (candidate != null && candidate.address() == table) {
          return processor;
        }
      }
    }
    return "unknown, on " + System.getProperty("os.arch");
  }
}
