package org.extremum.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast this machine's dsyrk is, as a yardstick for a pass that is made of it. */
public final class SyrkRate {
  /** Order and depth: large enough for the kernel's speed, 20 ms at 50 GFLOP/s. */
  private static final int ORDER = 1024;

  private static final int TRIES = 3;

  private SyrkRate() {}

  /**
   * The mean rate of each of several threads that run at a time, as tasks on one machine do, in
   * GFLOP/s: cores that share caches, memory or a socket's power are slower than one alone. About
   * 80 ms, and 16 MB for each thread.
   *
   * @param threads at least 1
   */
  public static double measure(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Double>> rates = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        rates.add(pool.submit(() -> run(() -> await(start))));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum / threads;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("rate of dsyrk: interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("rate of dsyrk: expected numbers, got " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("rate of dsyrk: " + e, e);
    }
  }

  /**
   * @param warm runs when memory is touched and the kernel warm
   */
  private static double run(Runnable warm) {
    try (Matrix a = Matrix.zeros(ORDER, ORDER);
        Matrix c = Matrix.zeros(ORDER, ORDER)) {
      for (int j = 0; j < ORDER; j++) {
        a.set(j, j, 1); // touches every page of A's columns
      }
      Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
      warm.run();
      double best = Double.POSITIVE_INFINITY;
      for (int k = 0; k < TRIES; k++) {
        long start = System.nanoTime();
        Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
        best = Math.min(best, (System.nanoTime() - start) * 1e-9);
      }
      return (double) ORDER * ORDER * ORDER / best * 1e-9;
    }
  }
}
