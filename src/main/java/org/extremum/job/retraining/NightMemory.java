package org.extremum.job.retraining;

import java.util.List;
import java.util.stream.Stream;
import org.extremum.retraining.Outline;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.SparkMemory;
import org.extremum.training.MemoryPlan;
import org.extremum.training.TrainingOptions;

/** Bytes that a night takes, planned before its passes. */
final class NightMemory {
  /**
   * Packed triangles on the driver beside those that a training has there for the batch's Moments:
   * four of the state, two of the solve.
   */
  private static final int TRIANGLES = 6;

  private NightMemory() {}

  /** The plan for adding so many rows that are on the driver: what a task takes, it takes there. */
  static MemoryPlan ofRowsHere(TrainingState state, long rows) {
    return here(of(state, rows));
  }

  /** The same while no more is known than the state's outline. */
  static MemoryPlan ofRowsHere(Outline outline, long rows) {
    return here(of(outline.inputFeatures(), outline.options(), rows));
  }

  private static MemoryPlan here(MemoryPlan plan) {
    return new MemoryPlan(
        plan.task(),
        plan.task() + plan.driver(),
        plan.taskHeap(),
        plan.taskHeap() + plan.driverHeap(),
        plan.samples());
  }

  /** The plan by which a state was founded on batches. */
  static MemoryPlan ofFounding(TrainingState state, List<BatchFile> batches) {
    return MemoryPlan.of(
        batches.stream().mapToLong(BatchFile::samples).sum(),
        state.frozen().standardiser().features(),
        state.frozen().hidden().widths(),
        state.frozen().options());
  }

  /** The plan for adding so many rows to a state. */
  static MemoryPlan of(TrainingState state, long rows) {
    return of(state.frozen().standardiser().features(), state.frozen().options(), rows);
  }

  private static MemoryPlan of(int features, TrainingOptions options, long rows) {
    List<Integer> widths = options.hiddenLayers();
    long width = widths.get(widths.size() - 1);
    MemoryPlan pass = MemoryPlan.of(Math.max(1, rows), features, widths, options);
    return pass.and(0, TRIANGLES * 4 * width * (width + 1));
  }

  /**
   * Says the plan for a night's batches.
   *
   * @return the plan
   * @throws org.extremum.training.Problem (no model) when it does not fit
   */
  static MemoryPlan require(Tools tools, TrainingState state, Changes changes) {
    boolean here =
        Stream.of(changes.add(), changes.known())
            .flatMap(List::stream)
            .anyMatch(file -> file.input().brought().rows() > 0);
    MemoryPlan plan = here ? ofRowsHere(state, changes.samples()) : of(state, changes.samples());
    tools.job().progress().note(plan.inWords());
    plan.requireWithin(
        SparkMemory.budget(tools.job().session().sparkContext()), state.frozen().hidden().width());
    return plan;
  }
}
