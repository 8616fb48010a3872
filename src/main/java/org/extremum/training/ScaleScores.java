package org.extremum.training;

import org.extremum.network.Network;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.KeyHistogram.KeyedShare;

/** The raw outputs that a scale κ is fitted on, brought to the driver. */
final class ScaleScores {
  /** Outputs brought at most, for one scalar: 8 MB. */
  private static final long MOST = 1 << 20;

  private ScaleScores() {}

  /** The share of so many samples that may be brought, at most 1. */
  static double share(Samples data, long samples) {
    return Math.min(1, (double) MOST / data.essences() / samples);
  }

  /** The outputs of a network on a share of the samples; one pass over it. */
  static OutputScores of(Run run, Samples data, Network network, KeyedShare share) {
    return run.steps()
        .run(
            "solve",
            "scale",
            "",
            () -> data.part(share).aggregate(new OutputScores.Gathering(network, MOST)));
  }
}
