package org.extremum.training;

import org.extremum.samples.SampleStore;

/**
 * γ, λ and hidden layers decided where nothing is solved for them yet: for a state that later
 * samples are added to.
 *
 * @param options with all that was left open decided
 * @param foundation with the hidden layers that go with them
 */
public record NetworkChoice(TrainingOptions options, Foundation foundation) {
  /**
   * As given, else chosen on samples not solved with (method.md 7), at the cost of one pass for
   * Moments and one for scores for each hidden stack that is tried.
   *
   * @param surfaces unstandardised; those that {@code foundation} was laid by
   * @param checkpoints of these samples and options
   * @param report receives "selection" where there was a choice
   */
  public static NetworkChoice of(
      SampleStore surfaces,
      Foundation foundation,
      Steps steps,
      Checkpoints checkpoints,
      TrainingReport report) {
    TrainingOptions options = foundation.options();
    if (!options.chooses()) {
      TrainingOptions given =
          options.triesHiddenLayers() // one of them, which is no choice
              ? foundation.layers().draws().get(0).into(options)
              : options;
      return new NetworkChoice(given, foundation);
    }
    Samples data = foundation.samples(surfaces, null);
    Run run = // nothing is minimised, and nothing kept
        foundation.run(null, steps, report, checkpoints, SpareMemory.NONE);
    Selected selected = new NetworkSearch(run, data, RowShares.of(run, data)).selected();
    return new NetworkChoice(
        selected.resolve(options), foundation.with(selected.draw(), selected.data().hidden()));
  }
}
