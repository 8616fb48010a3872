package org.extremum.training;

import org.extremum.network.OutputActivation;
import org.extremum.samples.SampleStore;

/** γ and λ where nothing is solved for them yet: for a state that later samples are added to. */
public final class PenaltyChoice {
  private PenaltyChoice() {}

  /**
   * The options with γ and λ as numbers: as given, else chosen on samples not solved with
   * (method.md 7), at the cost of one pass for Moments and one for scores.
   *
   * @param surfaces unstandardised; those that {@code foundation} was laid by
   * @param checkpoints of these samples and options
   * @param report receives "selection" where there was a choice
   */
  public static TrainingOptions of(
      SampleStore surfaces,
      Foundation foundation,
      TrainingOptions options,
      Steps steps,
      Checkpoints checkpoints,
      TrainingReport report) {
    if (!options.choosesPenalty()) {
      return options;
    }
    Samples data =
        new Samples(
            foundation.seen(surfaces),
            null,
            foundation.standardiser(),
            foundation.hidden(),
            OutputActivation.named(options.outputActivation()),
            foundation.plan().essences(),
            foundation.plan().samples());
    Run run =
        new Run(
            options, null, steps, report, checkpoints, foundation.counts(), foundation.layers());
    Candidate taken = new PenaltySearch(run, data).selected(RowShares.of(run, data)).penalty();
    return options
        .with("noiseRadius", 0.0) // what it decided is decided
        .with("gamma", taken.gamma())
        .with("regParam", taken.ridge());
  }
}
