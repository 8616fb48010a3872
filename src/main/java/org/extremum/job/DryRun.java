package org.extremum.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.extremum.job.input.Input;
import org.extremum.samples.SampleBlock;
import org.extremum.spark.Descriptions;
import org.extremum.spark.SparkMemory;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Pace;
import org.extremum.training.Reduction;
import org.extremum.training.TrainingOptions;
import org.extremum.training.UsualWidth;
import org.extremum.training.WorkPlan;

/** Checks a training as far as that goes without one. */
final class DryRun {
  /** Classes are not counted; more of them add little work. */
  private static final int LEAST_ESSENCES = 2;

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
    String data = rows + " rows";
    String memory = "not known before the file is read";
    String work = null;
    String time = null;
    if (features > 0) {
      MemoryBudget budget = SparkMemory.budget(session.sparkContext());
      TrainingOptions resolved = UsualWidth.resolved(options, rows, features, budget);
      List<Integer> largest = resolved.largestHiddenLayers();
      MemoryPlan plan = MemoryPlan.of(rows, features, largest, resolved);
      plan.requireWithin(budget, largest.get(largest.size() - 1));
      data += ", " + features + " features";
      memory = plan.inWords();
      Reduction reduction = reduction(rows, features, options);
      WorkPlan planned = WorkPlan.of(rows, features, LEAST_ESSENCES, resolved, reduction);
      work = planned.inWords();
      time = planned.timeInWords(Pace.measure(reduction.tasks()));
    }
    console.out().print(Summary.line("data", data));
    console.out().print(Summary.line("plan", memory));
    if (work != null) {
      console.out().print(Summary.line("", work));
      console.out().print(Summary.line("", time));
    }
    if (options.hiddenDraws() > 1) {
      console
          .out()
          .print(Summary.line("passes", options.hiddenDraws() + " for Moments, to choose"));
    }
    console.out().print(Summary.line("model", "would be written to " + model));
  }

  /** On the driver's cores where few samples would be brought to it. */
  private Reduction reduction(long rows, int features, TrainingOptions options) {
    boolean here = SampleBlock.denseBytes(rows, features) <= options.driverBytes();
    int parallelism = session.sparkContext().defaultParallelism();
    int partitions = options.partitions() > 0 ? options.partitions() : parallelism;
    int tasks = here ? Runtime.getRuntime().availableProcessors() : parallelism;
    return new Reduction(partitions, Math.min(tasks, partitions), !here);
  }
}
