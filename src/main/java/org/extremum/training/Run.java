package org.extremum.training;

import org.extremum.polarization.Minimizer;

/**
 * What every step of one training shares.
 *
 * @param options what was asked
 * @param minimizer for smooth convex and nonlinear problems; null where none is met
 * @param steps runs steps, keeps their times and tells progress
 * @param report what is to be known afterwards
 * @param checkpoints where long work leaves its state
 * @param counts samples of each essence, V numbers
 * @param hiddenLayers draws hidden layers, and more of them
 * @param spare memory for what is kept between passes
 */
record Run(
    TrainingOptions options,
    Minimizer minimizer,
    Steps steps,
    TrainingReport report,
    Checkpoints checkpoints,
    long[] counts,
    HiddenLayers hiddenLayers,
    SpareMemory spare) {
  /** The same with other options. */
  Run with(TrainingOptions other) {
    return new Run(other, minimizer, steps, report, checkpoints, counts, hiddenLayers, spare);
  }
}
