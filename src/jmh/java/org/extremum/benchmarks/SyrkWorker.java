package org.extremum.benchmarks;

import java.io.IOException;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;

/** A process that does nothing but dsyrk, one thread: what a core of this machine gives. */
final class SyrkWorker {
  private SyrkWorker() {}

  /** Arguments: order, depth, calls of one measurement. */
  public static void main(String[] args) throws IOException {
    int order = Integer.parseInt(args[0]);
    int depth = Integer.parseInt(args[1]);
    int calls = Integer.parseInt(args[2]);
    try (Matrix a = Matrix.zeros(order, depth);
        Matrix c = Matrix.zeros(order, order)) {
      Yardstick.fill(a);
      Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
      Worker.serve(
          question -> {
            long begin = System.nanoTime();
            for (int k = 0; k < calls; k++) {
              Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
            }
            return (System.nanoTime() - begin) * 1e-9;
          });
    }
  }
}
