package org.extremum.retraining;

import java.util.List;
import java.util.Map;
import org.extremum.samples.SampleStore;
import org.extremum.training.Checkpoints;
import org.extremum.training.Foundation;
import org.extremum.training.MemoryBudget;
import org.extremum.training.NetworkChoice;
import org.extremum.training.Progress;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;

/**
 * The first training: it decides what will never change. It draws standardiser and hidden layers
 * and chooses gamma and regParam on the founding samples, which then are added to the state batch
 * by batch like all that come later.
 *
 * @param options as asked
 * @param progress receives what happens
 * @param budget of memory
 * @param checkpoints of a run with these founding samples
 */
public record Founding(
    TrainingOptions options, Progress progress, MemoryBudget budget, Checkpoints checkpoints) {
  /**
   * Checks that a state can be made with these options.
   *
   * @throws org.extremum.training.Problem (usage) for options that need earlier rows again
   */
  public Founding {
    Supported.require(options);
  }

  /**
   * A state with nothing in it, ready for the founding batches.
   *
   * @param surfaces all founding samples, unstandardised; passed over several times
   * @param labels names of the classes, by essence
   * @param input what the data are like, for whoever reads them later: texts and lists of texts
   * @throws org.extremum.training.Problem when the samples cannot be trained on
   */
  public TrainingState found(SampleStore surfaces, List<String> labels, Map<String, Object> input) {
    return found(surfaces, labels, input, new Steps(progress), new TrainingReport());
  }

  /**
   * The same.
   *
   * @param steps runs the steps and counts their time
   * @param report receives "selection" where gamma or regParam was chosen
   */
  public TrainingState found(
      SampleStore surfaces,
      List<String> labels,
      Map<String, Object> input,
      Steps steps,
      TrainingReport report) {
    Foundation foundation = Foundation.of(surfaces, labels.size(), options, budget, steps);
    NetworkChoice choice = NetworkChoice.of(surfaces, foundation, steps, checkpoints, report);
    return TrainingState.empty(Frozen.of(choice.foundation(), choice.options(), input), labels);
  }
}
