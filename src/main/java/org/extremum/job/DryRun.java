package org.extremum.job;

import org.apache.spark.sql.SparkSession;
import org.extremum.job.input.Input;
import org.extremum.spark.SparkMemory;
import org.extremum.training.MemoryPlan;
import org.extremum.training.TrainingOptions;

/** Checks a training as far as that goes without one. */
final class DryRun {
  private final SparkSession session;
  private final Console console;

  DryRun(SparkSession session, Console console) {
    this.session = session;
    this.console = console;
  }

  /**
   * Says what would be done.
   *
   * @throws org.extremum.training.Problem (no model) when it would not fit in memory
   */
  void train(Input input, TrainingOptions options, String model) {
    long rows = Descriptions.during(session, "counting rows", input::rowCount);
    int features = input.features();
    console
        .out()
        .print(
            Summary.line(
                "data", rows + " rows" + (features == 0 ? "" : ", " + features + " features")));
    if (features > 0) {
      MemoryPlan plan = MemoryPlan.of(rows, features, options.hiddenLayers(), options);
      console.out().print(Summary.line("plan", plan.inWords()));
      plan.requireWithin(
          SparkMemory.budget(session.sparkContext()),
          options.hiddenLayers().get(options.hiddenLayers().size() - 1));
    }
    console.out().print(Summary.line("model", "would be written to " + model));
  }
}
