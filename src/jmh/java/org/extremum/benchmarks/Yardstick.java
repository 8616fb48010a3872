package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.extremum.linalg.Blas;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/**
 * What this machine's BLAS gives to a pass: as many threads as tasks run at a time, each with one
 * BLAS thread and memory of its own, the shapes of the pass's blocks.
 *
 * @param threads tasks at a time
 * @param order l
 * @param depth samples of a block
 * @param inputs m, for DGEMM
 */
record Yardstick(Routine routine, int threads, int order, int depth, int inputs) {
  /** The routine that a pass is mostly made of. */
  enum Routine {
    /** A·Aᵀ, A order × depth. */
    DSYRK,
    /** The same in single precision. */
    SSYRK,
    /** W·X, W order × inputs, X inputs × depth. */
    DGEMM
  }

  /** One measurement lasts about so long: half a second at least for l = 2000. */
  private static final int CALLS = 8;

  double flops() {
    return (double) order * depth * (routine == Routine.DGEMM ? 2.0 * inputs : order);
  }

  String inWords() {
    return String.format(
        Locale.ROOT,
        "%s, GFLOP/s (%d threads, order %d, depth %d)",
        routine.name().toLowerCase(Locale.ROOT),
        threads,
        order,
        routine == Routine.DGEMM ? inputs : depth);
  }

  /** GFLOP/s of all threads together; from the common start to the end of the last one. */
  double measure() {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<long[]>> runs = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        runs.add(pool.submit(() -> run(start)));
      }
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (Future<long[]> run : runs) {
        first = Math.min(first, run.get()[0]);
        last = Math.max(last, run.get()[1]);
      }
      return threads * CALLS * flops() / (last - first);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(inWords() + ": " + e, e);
    } finally {
      pool.shutdown();
    }
  }

  private long[] run(CyclicBarrier start) throws Exception {
    BlasThreads.taskStarted();
    try {
      return routine == Routine.SSYRK ? inSinglePrecision(start) : inDoublePrecision(start);
    } finally {
      BlasThreads.taskEnded();
    }
  }

  private long[] inDoublePrecision(CyclicBarrier start) throws Exception {
    boolean gemm = routine == Routine.DGEMM;
    try (Matrix a = Matrix.zeros(order, gemm ? inputs : depth);
        Matrix b = Matrix.zeros(gemm ? inputs : 0, gemm ? depth : 0);
        Matrix c = Matrix.zeros(order, gemm ? depth : order)) {
      fill(a);
      fill(b);
      return timed(
          start,
          gemm
              ? () -> Blas.gemm(1, Blas.Op.NONE, a, Blas.Op.NONE, b, 0, c)
              : () -> Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0));
    }
  }

  private long[] inSinglePrecision(CyclicBarrier start) throws Exception {
    try (Matrix exact = Matrix.zeros(order, depth);
        FloatMatrix c = FloatMatrix.zeros(order, order)) {
      fill(exact);
      try (FloatMatrix a = FloatMatrix.of(exact)) {
        return timed(start, () -> Blas.syrk(a, c));
      }
    }
  }

  /** Once to touch all memory; then the calls, from the common start on. */
  private static long[] timed(CyclicBarrier start, Runnable call) throws Exception {
    call.run();
    start.await();
    long begin = System.nanoTime();
    for (int k = 0; k < CALLS; k++) {
      call.run();
    }
    return new long[] {begin, System.nanoTime()};
  }

  /** Random numbers between -1 and 1. */
  static void fill(Matrix a) {
    SplittableRandom random = new SplittableRandom(1);
    for (int j = 0; j < a.columns(); j++) {
      a.setColumns(j, 1, random.doubles(a.rows(), -1, 1).toArray(), 0);
    }
  }
}
