package org.extremum.training;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.extremum.linalg.SyrkRate;

/**
 * How fast this machine and the cluster work, for estimates of time.
 *
 * @param tasks that run at a time
 * @param taskGflops dsyrk of one task while others run beside it, GFLOP/s; executors are taken to
 *     be as fast as the driver
 * @param driverGflops dsyrk of all of the driver's cores together, GFLOP/s
 */
public record Pace(int tasks, double taskGflops, double driverGflops) {
  /**
   * The pass's speed is this share of dsyrk's, the solve's of that of all cores together, scoring's
   * that of the pass: measured, benchmarks.md (MNIST, LargeLayer).
   */
  private static final double PASS_SHARE = 0.9;

  private static final double SOLVE_SHARE = 0.6;

  /**
   * Bytes of partial results that one task packs, writes, fetches and adds in a second: measured,
   * benchmarks.md (Scaling).
   */
  static final double MERGED_BYTES = 200e6;

  /**
   * The same of tiles of 200 MB, for which the collector has to make room: measured, benchmarks.md
   * (LargeLayer, 10 000 neurons: 32 s beside the arithmetic for 3.6 GB in turn).
   */
  static final double TILED_BYTES = 110e6;

  private static final Map<Integer, Pace> MEASURED = new ConcurrentHashMap<>();

  /**
   * Measures for a tenth of a second or two, once in a process for each number of tasks: small data
   * are trained on in less.
   *
   * @param tasks that will run at a time, in the cluster or here
   */
  public static Pace measure(int tasks) {
    return MEASURED.computeIfAbsent(tasks, Pace::measured);
  }

  private static Pace measured(int tasks) {
    int cores = Runtime.getRuntime().availableProcessors();
    double all = SyrkRate.measure(cores);
    double beside = tasks >= cores ? all : SyrkRate.measure(tasks);
    return new Pace(tasks, beside, all * cores);
  }

  /** Seconds of so many operations in tasks. */
  double secondsOfPasses(double flops) {
    return flops / (tasks * taskGflops * 1e9 * PASS_SHARE);
  }

  /** Seconds of so many operations on the driver. */
  double secondsOfSolves(double flops) {
    return flops / (driverGflops * 1e9 * SOLVE_SHARE);
  }

  /** Seconds of merging so many bytes one after the other, in one piece and in tiles. */
  double secondsOfMerging(double whole, double tiled) {
    return whole / MERGED_BYTES + tiled / TILED_BYTES;
  }

  /** The pace in words. */
  String inWords() {
    return String.format(
        Locale.ROOT,
        "%d %s at a time, %.0f GFLOP/s each (dsyrk, measured)",
        tasks,
        tasks == 1 ? "task" : "tasks",
        taskGflops);
  }
}
