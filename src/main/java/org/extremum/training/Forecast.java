package org.extremum.training;

import java.util.List;
import java.util.stream.Collectors;
import org.extremum.samples.SampleStore;

/**
 * What a training is expected to take, told before anything large is allocated.
 *
 * @param memory of the driver and of a task
 * @param work in FLOPs, and bytes that are sent
 * @param pace how fast that goes here, measured
 */
record Forecast(MemoryPlan memory, WorkPlan work, Pace pace) {
  /**
   * Plans, says so and checks.
   *
   * @param surfaces unstandardised
   * @throws Problem (no model) when what is needed does not fit in memory
   */
  static Forecast told(
      ResolvedPlan plan,
      TrainingOptions options,
      SampleStore surfaces,
      MemoryBudget budget,
      Steps steps) {
    MemoryPlan memory = MemoryPlan.of(plan, options);
    steps.note(inWords(plan, options) + "; " + memory.inWords());
    List<Integer> largest = options.largestHiddenLayers();
    memory.requireWithin(budget, largest.get(largest.size() - 1));
    WorkPlan work = WorkPlan.of(plan, options, Reduction.of(surfaces));
    Pace pace = Pace.measure(surfaces.tasksAtOnce());
    steps.note(work.inWords());
    steps.note(work.timeInWords(pace));
    return new Forecast(memory, work, pace);
  }

  private static String inWords(ResolvedPlan plan, TrainingOptions options) {
    return plan.samples()
        + " samples, "
        + plan.features()
        + " features, "
        + plan.essences()
        + " classes, hidden layers "
        + options.hiddenLayersTried().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" or "))
        + " by "
        + plan.initialization();
  }

  /** Enters what was planned. */
  void into(TrainingReport report) {
    memory.into(report);
    work.into(report, pace);
  }
}
