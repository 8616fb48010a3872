package org.extremum.linalg;

/** How fast one thread of this machine's dsyrk is, as a yardstick for a pass that is made of it. */
public final class SyrkRate {
  /** Order and depth: large enough for the kernel's speed, 20 ms at 50 GFLOP/s. */
  private static final int ORDER = 1024;

  private static final int TRIES = 3;

  private SyrkRate() {}

  /** The best rate of a few tries, in GFLOP/s; one thread, n = k = 1024. About 60 ms. */
  public static double measure() {
    try (Matrix a = Matrix.zeros(ORDER, ORDER);
        Matrix c = Matrix.zeros(ORDER, ORDER)) {
      for (int j = 0; j < ORDER; j++) {
        a.set(j, j, 1); // touches every page of A's columns
      }
      double best = Double.POSITIVE_INFINITY;
      for (int k = 0; k <= TRIES; k++) {
        long start = System.nanoTime();
        Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
        double seconds = (System.nanoTime() - start) * 1e-9;
        best = k == 0 ? best : Math.min(best, seconds); // the first one warms up
      }
      return (double) ORDER * ORDER * ORDER / best * 1e-9;
    }
  }
}
