package org.extremum.job.retraining;

import org.extremum.retraining.TrainingState;
import org.extremum.spark.SparkMemory;
import org.extremum.training.MemoryPlan;

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
    MemoryPlan plan = of(state, rows);
    return new MemoryPlan(
        plan.task(),
        plan.task() + plan.driver(),
        plan.taskHeap(),
        plan.taskHeap() + plan.driverHeap(),
        plan.samples());
  }

  /** The plan for adding so many rows to a state. */
  static MemoryPlan of(TrainingState state, long rows) {
    var frozen = state.frozen();
    long width = frozen.hidden().width();
    MemoryPlan pass =
        MemoryPlan.of(
            Math.max(1, rows),
            frozen.standardiser().features(),
            frozen.hidden().widths(),
            frozen.options());
    return pass.and(0, TRIANGLES * 4 * width * (width + 1));
  }

  /**
   * Says the plan.
   *
   * @throws org.extremum.training.Problem (no model) when it does not fit
   */
  static void require(Tools tools, TrainingState state, long rows) {
    MemoryPlan plan = of(state, rows);
    tools.job().progress().note(plan.inWords());
    plan.requireWithin(
        SparkMemory.budget(tools.job().session().sparkContext()), state.frozen().hidden().width());
  }
}
