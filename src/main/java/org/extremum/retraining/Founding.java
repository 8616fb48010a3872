package org.extremum.retraining;

import java.util.List;
import java.util.Map;
import org.extremum.polarization.Minimizer;
import org.extremum.samples.SampleStore;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;

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
  /** Only trainings that need one are refused. */
  private static final Minimizer NEVER =
      (objective, start, iterations, tolerance) -> {
        throw new IllegalStateException("retraining minimises nothing step by step");
      };

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
    Trainer trainer = new Trainer(options, NEVER, progress, budget, checkpoints);
    return TrainingState.empty(
        Frozen.of(trainer.train(surfaces, labels.size()), options, input), labels);
  }
}
