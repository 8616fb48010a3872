package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;

/** This machine's own dsyrk rate: so many threads, each single-threaded on its own memory. */
final class SyrkPeak {
  private static final int REPEATS = 3;
  private static final int CALLS = 4;

  private SyrkPeak() {}

  /** Best of three, GFLOP/s of all threads together, order n and depth k. */
  static double gflops(int threads, int n, int k) throws Exception {
    double best = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      best = Math.max(best, once(threads, n, k));
    }
    return best;
  }

  private static double once(int threads, int n, int k) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Double>> rates = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Callable<Double> task = () -> rate(n, k, together);
      rates.add(pool.submit(task));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += rate.get();
    }
    pool.shutdown();
    return sum;
  }

  private static double rate(int n, int k, CyclicBarrier together) throws Exception {
    try (Matrix a = Matrix.zeros(n, k);
        Matrix c = Matrix.zeros(n, n)) {
      double[] column = new double[n];
      for (int j = 0; j < k; j++) {
        for (int i = 0; i < n; i++) {
          column[i] = Math.sin(31.0 * i + j);
        }
        a.setColumns(j, 1, column, 0);
      }
      Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
      together.await();
      long start = System.nanoTime();
      for (int call = 0; call < CALLS; call++) {
        Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
      }
      return (double) CALLS * n * n * k / (System.nanoTime() - start);
    }
  }
}
