package org.extremum.training;

import org.extremum.network.Network;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.SampleStore;

/** The raw outputs that a scale κ is fitted on, brought to the driver. */
final class ScaleScores {
  /** Outputs brought at most, for one scalar: 8 MB. */
  private static final long MOST = 1 << 20;

  private ScaleScores() {}

  /** Samples that may be brought. */
  static double most(Samples data) {
    return (double) MOST / data.essences();
  }

  /** The share of so many samples that may be brought, at most 1. */
  static double share(Samples data, long samples) {
    return Math.min(1, most(data) / samples);
  }

  /** The outputs of a network on a share of the samples; one pass over it. */
  static OutputScores of(Run run, Samples data, Network network, KeyedShare share) {
    return of(run, data.part(share), network);
  }

  /** The outputs on the validation part, or on about as many of its samples as may be brought. */
  static OutputScores ofValidation(Run run, Samples data, Network network) {
    return ofSome(run, data, network, data.validation());
  }

  /** The outputs on a store's samples, or on about as many of them as may be brought. */
  static OutputScores ofSome(Run run, Samples data, Network network, SampleStore store) {
    long count = Math.max(1, Samples.count(store));
    double share = share(data, count);
    return of(run, Samples.some(store, share, run.options().seed()), network);
  }

  private static OutputScores of(Run run, SampleStore samples, Network network) {
    return run.steps()
        .run(
            "solve",
            "scale",
            "",
            () -> samples.aggregate(new OutputScores.Gathering(network, MOST)));
  }
}
