package org.extremum.training;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Bytes that a training takes at most beside the cached samples, planned before anything large is
 * allocated.
 *
 * @param task one running task, heap and off-heap
 * @param driver the driver, heap and off-heap
 * @param taskHeap what of the task's is on the Java heap
 * @param driverHeap what of the driver's is on the Java heap
 * @param samples the cached samples, all together
 */
public record MemoryPlan(long task, long driver, long taskHeap, long driverHeap, long samples) {
  /** Largest default block: min(1024, 64 MiB / (8·max(m, l))) samples. */
  private static final int MOST_SAMPLES = 1024;

  private static final long BLOCK_BYTES = 64L << 20;

  /** Numbers in a Java array. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Output layers in a pass of logistic polarization: weights twice, slopes three times. */
  private static final long LOGISTIC_TASK = 5;

  /**
   * Output layers that L-BFGS keeps: 10 pairs of corrections, points and slopes at hand. The factor
   * that it works with stands in the place of one that the solve needs.
   */
  private static final long LOGISTIC_DRIVER = 32;

  /** Enters what was planned, under the stable names of run.json. */
  public void into(TrainingReport report) {
    report.put("memory.executorTask", task);
    report.put("memory.driver", driver);
    report.put("memory.executorTaskHeap", taskHeap);
    report.put("memory.driverHeap", driverHeap);
  }

  /** Samples in a block for surfaces of m coordinates and layers up to l wide. */
  public static int blockSize(int features, int widest) {
    return (int)
        Math.max(1, Math.min(MOST_SAMPLES, BLOCK_BYTES / (8L * Math.max(features, widest))));
  }

  /** The same for the widest layer that the options let come of it, unless they say how many. */
  public static int blockSize(TrainingOptions options, int features) {
    return blockSize(options, features, options.largestHiddenLayers());
  }

  static int blockSize(TrainingOptions options, int features, List<Integer> widths) {
    return options.blockSize() > 0
        ? options.blockSize()
        : blockSize(features, Collections.max(widths));
  }

  /** Plans for the largest hidden layers that the options let come of it; allocates nothing. */
  static MemoryPlan of(ResolvedPlan plan, TrainingOptions options) {
    List<Integer> widths = options.largestHiddenLayers();
    MemoryPlan solve =
        new PlannedBytes(plan.samples(), plan.features(), widths, plan.essences(), options).plan();
    if (!options.logistic()) {
      return solve;
    }
    long outputs = 8L * (widths.get(widths.size() - 1) + 1) * plan.essences();
    return solve.and(LOGISTIC_TASK * outputs, (LOGISTIC_DRIVER + polarized(options)) * outputs);
  }

  /** Output layers of candidates that were polarised, each of which the last one may begin with. */
  private static long polarized(TrainingOptions options) {
    int draws = Math.max(1, options.hiddenDraws());
    return options.chooses() ? (long) draws * CandidateGrid.of(options).size() : 0;
  }

  /**
   * The same before the data have been looked at, when two essences are all that is certain.
   *
   * @param samples φ
   * @param features of a surface
   * @param widths l_1..l_{n-1}
   * @throws Problem (no model) where a layer's weights are more than an array can hold
   */
  public static MemoryPlan of(
      long samples, int features, List<Integer> widths, TrainingOptions options) {
    return new PlannedBytes(samples, features, widths, 2, options).plan();
  }

  /** The same with so much more on the heaps of a task and of the driver. */
  public MemoryPlan and(long moreOfTask, long moreOfDriver) {
    return new MemoryPlan(
        task + moreOfTask,
        driver + moreOfDriver,
        taskHeap + moreOfTask,
        driverHeap + moreOfDriver,
        samples);
  }

  /**
   * Refuses weights that no array can hold.
   *
   * @throws Problem (no model)
   */
  static void requireArray(int width, int below) {
    long weights = (long) width * below;
    if (weights > LONGEST_ARRAY) {
      throw Problem.of(
          Problem.Kind.NO_MODEL,
          "weights of a hidden layer of " + width + " neurons on " + below + " inputs",
          "at most " + LONGEST_ARRAY + " of them",
          weights,
          "choose fewer neurons (hiddenLayers) or features");
    }
  }

  /** Whether it fits. */
  public boolean within(MemoryBudget budget) {
    return task <= budget.task()
        && driver <= budget.driver()
        && taskHeap <= budget.taskHeap().left(samples)
        && driverHeap <= budget.driverHeap().left(samples);
  }

  /**
   * Refuses what cannot fit.
   *
   * @throws Problem (no model) naming what is needed, what there is, and the remedy
   */
  public void requireWithin(MemoryBudget budget, int width) {
    require("memory of a task", task, budget.task(), budget.remedy(), width);
    require("memory of the driver", driver, budget.driver(), budget.remedy(), width);
    requireHeap("a task", taskHeap, budget.taskHeap(), width);
    requireHeap("the driver", driverHeap, budget.driverHeap(), width);
  }

  private void requireHeap(String who, long needed, JavaHeap heap, int width) {
    require("Java heap of " + who, needed, heap.left(samples), heap.remedy(), width);
  }

  private static void require(String what, long needed, long available, String remedy, int width) {
    if (needed > available) {
      throw Problem.of(
          Problem.Kind.NO_MODEL,
          what + " for a last hidden layer of " + width + " neurons",
          "at least " + gigabytes(needed),
          gigabytes(available),
          remedy + ", or fewer neurons (hiddenLayers)");
    }
  }

  /** Bytes in words, such as "1.25 GB". */
  public static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, bytes < 5_000_000 ? "%.4f GB" : "%.2f GB", bytes / 1e9);
  }

  /** The plan in words. */
  public String inWords() {
    return "memory: "
        + gigabytes(task)
        + " for each running task (heap "
        + gigabytes(taskHeap)
        + "), "
        + gigabytes(driver)
        + " for the driver (heap "
        + gigabytes(driverHeap)
        + ")";
  }
}
