package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.MomentsPass;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;

/**
 * Seconds against one size while the others stand still, one thread: the others are chosen so that
 * the term under test outweighs the rest.
 *
 * @param name what is varied
 * @param expected exponent by method.md 4
 * @param sizes of it, ascending
 * @param seconds measured, the best of a few
 * @param law fitted to them
 */
record CostGrid(String name, String expected, double[] sizes, double[] seconds, PowerLaw law) {
  private static final int TRIES = 3;
  private static final int BLOCK = 1024;

  /**
   * All grids.
   *
   * @param scale of the sizes that cost most, 1 for what is published, less for a trial
   */
  static List<CostGrid> measured(double scale) {
    int wide = (int) (1000 * scale);
    return List.of(
        of(
            "samples φ (l 1000, m 50)",
            "1",
            times(4096 * scale, 1, 2, 4, 8),
            n -> pass(n, wide, 50, 10)),
        of(
            "neurons l (φ 4096, m 20)",
            "2",
            times(500 * scale, 1, 2, 4, 8),
            n -> pass((int) (4096 * scale), n, 20, 10)),
        of(
            "features m (φ 2048, l 250)",
            "1",
            times(1000 * scale, 1, 2, 4, 8),
            n -> pass((int) (2048 * scale), (int) (250 * scale), n, 10)),
        of(
            "classes V in the pass (φ 4096, l 1000, m 50)",
            "≤ 1",
            times(4, 1, 4, 16, 64),
            n -> pass((int) (4096 * scale), wide, 50, n)),
        of("classes V in the solve (l 1000)", "1", times(64, 1, 4, 16, 64), n -> solve(wide, n)));
  }

  private static int[] times(double size, int... factors) {
    return Arrays.stream(factors).map(factor -> (int) (size * factor)).toArray();
  }

  private static CostGrid of(String name, String expected, int[] sizes, IntToDoubleFunction cost) {
    double[] x = Arrays.stream(sizes).asDoubleStream().toArray();
    double[] y = Arrays.stream(sizes).mapToDouble(size -> best(size, cost)).toArray();
    return new CostGrid(name, expected, x, y, PowerLaw.fit(x, y));
  }

  private static double best(int size, IntToDoubleFunction cost) {
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < TRIES; k++) {
      best = Math.min(best, cost.applyAsDouble(size));
    }
    return best;
  }

  /** The Moments pass of one task, from the first block to the packed sums. */
  private static double pass(int samples, int width, int features, int essences) {
    MomentsPass pass = new MomentsPass(RandomSamples.stack(features, width, 4), essences, null);
    SampleBlock block = RandomSamples.block(features, Math.min(BLOCK, samples), essences);
    int blocks = Math.max(1, samples / BLOCK);
    var store = new LocalSampleStore(features, List.of(Collections.nCopies(blocks, block)));
    BlasThreads.taskStarted();
    try {
      long begin = System.nanoTime();
      store.aggregate(pass);
      return (System.nanoTime() - begin) * 1e-9;
    } finally {
      BlasThreads.taskEnded();
    }
  }

  /** Right-hand sides by a factor that is there. */
  private static double solve(int width, int essences) {
    PackedSymmetric identity = PackedSymmetric.zeros(width);
    identity.addToDiagonal(2);
    try (CholeskySolver factor = CholeskySolver.factorise(identity);
        Matrix b = Matrix.zeros(width, essences)) {
      for (int j = 0; j < essences; j++) {
        b.set(j % width, j, 1);
      }
      long begin = System.nanoTime();
      factor.solve(b);
      return (System.nanoTime() - begin) * 1e-9;
    }
  }
}
