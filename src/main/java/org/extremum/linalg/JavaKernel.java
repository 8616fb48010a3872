package org.extremum.linalg;

import org.extremum.linalg.Blas.Op;
import org.extremum.linalg.Blas.Triangle;
import org.netlib.blas.Dgemm;
import org.netlib.blas.Dgemv;
import org.netlib.blas.Dsyrk;
import org.netlib.blas.Dtrmm;
import org.netlib.blas.Sgemm;
import org.netlib.blas.Ssyrk;
import org.netlib.lapack.Dgelqf;
import org.netlib.lapack.Dgeqrf;
import org.netlib.lapack.Dgesdd;
import org.netlib.lapack.Dormqr;
import org.netlib.lapack.Dsyevd;
import org.netlib.util.intW;

/**
 * BLAS and LAPACK as f2j translated them to Java, for machines that the native library cannot be
 * loaded on: some fifty times slower, and other last bits. Spark brings them, behind dev.ludovic's
 * front, which is not used here: it refuses blocks at the end of an array, and logs what it has not
 * found. The storages are {@link HeapStorage}.
 */
final class JavaKernel implements Kernel {
  private static final String VECTORS = "V";
  private static final String UPPER = "U";
  private static final String THIN = "S";
  private static final String LEFT = "L";
  private static final String NOT_UNIT = "N";
  private static final int QUERY = -1;

  private final JavaPackedCholesky packed = new JavaPackedCholesky(this);

  static double[] of(Storage storage) {
    return ((HeapStorage) storage).values();
  }

  static int base(Storage storage) {
    return ((HeapStorage) storage).base();
  }

  static String code(Op op) {
    return op == Op.NONE ? "N" : "T";
  }

  private static String code(Triangle triangle) {
    return triangle == Triangle.UPPER ? UPPER : "L";
  }

  @Override
  public Storage allocate(long count) {
    return HeapStorage.zeros(count);
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
    Dgemm.dgemm(
        code(opA), code(opB), m, n, k, alpha, of(a), base(a), lda, of(b), base(b), ldb, beta, of(c),
        base(c), ldc);
  }

  @Override
  public void gemv(int m, int n, Storage a, int lda, Storage x, Storage y) {
    Dgemv.dgemv("N", m, n, 1, of(a), base(a), lda, of(x), base(x), 1, 1, of(y), base(y), 1);
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
    Dsyrk.dsyrk(code(triangle), "N", n, k, alpha, of(a), base(a), lda, beta, of(c), base(c), ldc);
  }

  private static FloatStorage.Heap heap(FloatStorage storage) {
    return (FloatStorage.Heap) storage;
  }

  @Override
  public FloatStorage allocateFloats(long count) {
    return FloatStorage.Heap.zeros(count);
  }

  @Override
  public void sgemm(int m, int n, int k, FloatStorage a, FloatStorage b, FloatStorage c) {
    FloatStorage.Heap left = heap(a);
    FloatStorage.Heap right = heap(b);
    FloatStorage.Heap into = heap(c);
    Sgemm.sgemm(
        "N",
        "N",
        m,
        n,
        k,
        1,
        left.values(),
        left.base(),
        m,
        right.values(),
        right.base(),
        Math.max(1, k),
        0,
        into.values(),
        into.base(),
        m);
  }

  @Override
  public void ssyrk(int n, int k, FloatStorage a, FloatStorage c) {
    FloatStorage.Heap from = heap(a);
    FloatStorage.Heap into = heap(c);
    Ssyrk.ssyrk(
        UPPER, "N", n, k, 1, from.values(), from.base(), n, 0, into.values(), into.base(), n);
  }

  @Override
  public void trmm(
      Triangle triangle, Op op, int rows, int columns, Storage t, int ldt, Storage b, int ldb) {
    Dtrmm.dtrmm(
        LEFT,
        code(triangle),
        code(op),
        NOT_UNIT,
        rows,
        columns,
        1,
        of(t),
        base(t),
        ldt,
        of(b),
        base(b),
        ldb);
  }

  @Override
  public int syevd(int n, Storage a, Storage values) {
    int lwork = Lapack.workspace("dsyevd", 1 + 6L * n + 2L * n * n);
    int liwork = 3 + 5 * n;
    intW info = new intW(0);
    Dsyevd.dsyevd(
        VECTORS,
        UPPER,
        n,
        of(a),
        base(a),
        n,
        of(values),
        base(values),
        new double[lwork],
        0,
        lwork,
        new int[liwork],
        0,
        liwork,
        info);
    return info.val;
  }

  /** A LAPACK routine called with a workspace of so many numbers; -1 asks for its best length. */
  private interface Routine {
    void call(double[] work, int lwork, intW info);
  }

  private static int withBestWorkspace(String name, Routine routine) {
    intW info = new intW(0);
    double[] query = new double[1];
    routine.call(query, QUERY, info);
    if (info.val == 0) {
      int lwork = Lapack.workspace(name, (long) query[0]);
      routine.call(new double[lwork], lwork, info);
    }
    return info.val;
  }

  @Override
  public int gesdd(int m, int n, Storage a, Storage values, Storage left, Storage right) {
    int q = Math.min(m, n);
    int[] iwork = new int[8 * q];
    return withBestWorkspace(
        "dgesdd",
        (work, lwork, info) ->
            Dgesdd.dgesdd(
                THIN,
                m,
                n,
                of(a),
                base(a),
                m,
                of(values),
                base(values),
                of(left),
                base(left),
                m,
                of(right),
                base(right),
                q,
                work,
                0,
                lwork,
                iwork,
                0,
                info));
  }

  @Override
  public int gelqf(int m, int n, Storage a, Storage tau) {
    return withBestWorkspace(
        "dgelqf",
        (work, lwork, info) ->
            Dgelqf.dgelqf(m, n, of(a), base(a), m, of(tau), base(tau), work, 0, lwork, info));
  }

  @Override
  public int geqrf(int m, int n, Storage a, Storage tau) {
    return withBestWorkspace(
        "dgeqrf",
        (work, lwork, info) ->
            Dgeqrf.dgeqrf(m, n, of(a), base(a), m, of(tau), base(tau), work, 0, lwork, info));
  }

  @Override
  public int ormqr(int m, int n, int k, Storage reflectors, Storage tau, Storage c) {
    return withBestWorkspace(
        "dormqr",
        (work, lwork, info) ->
            Dormqr.dormqr(
                LEFT,
                "N",
                m,
                n,
                k,
                of(reflectors),
                base(reflectors),
                m,
                of(tau),
                base(tau),
                of(c),
                base(c),
                m,
                work,
                0,
                lwork,
                info));
  }

  @Override
  public int pftrf(int n, Storage factor) {
    return packed.factor(n, factor);
  }

  @Override
  public int tfsm(Op op, int n, int columns, Storage factor, Storage b) {
    packed.solve(op, n, columns, factor, b);
    return 0;
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void setThreads(int threads) {
    // Java's has one.
  }

  @Override
  public String implementation() {
    return "pure Java (netlib by f2j)";
  }

  @Override
  public String processor() {
    return "JAVA";
  }
}
