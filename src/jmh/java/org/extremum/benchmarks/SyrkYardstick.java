package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.extremum.linalg.Blas;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Matrix;

/**
 * What this machine's dsyrk gives to a pass: as many threads as tasks run at a time, each with one
 * BLAS thread and memory of its own, the order and depth of the pass's blocks.
 *
 * @param threads tasks at a time
 * @param order l
 * @param depth samples of a block
 */
record SyrkYardstick(int threads, int order, int depth) {
  /** Calls of one measurement: half a second at least for l = 2000. */
  private static final int CALLS = 8;

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
      return (double) threads * CALLS * order * order * depth / (last - first);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("dsyrk in " + threads + " threads: " + e, e);
    } finally {
      pool.shutdown();
    }
  }

  private long[] run(CyclicBarrier start) throws Exception {
    BlasThreads.taskStarted();
    try (Matrix a = Matrix.zeros(order, depth);
        Matrix c = Matrix.zeros(order, order)) {
      warmUp(a, c);
      start.await();
      long begin = System.nanoTime();
      for (int k = 0; k < CALLS; k++) {
        Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
      }
      return new long[] {begin, System.nanoTime()};
    } finally {
      BlasThreads.taskEnded();
    }
  }

  /** Fills A and touches all memory of C. */
  static void warmUp(Matrix a, Matrix c) {
    SplittableRandom random = new SplittableRandom(1);
    for (int j = 0; j < a.columns(); j++) {
      a.setColumns(j, 1, random.doubles(a.rows(), -1, 1).toArray(), 0);
    }
    Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
  }
}
