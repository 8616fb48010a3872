package org.extremum.training;

import org.extremum.network.Network;
import org.extremum.network.Tangents;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Stationarity;

/** Residuals of a weakened solution, at some of its samples. */
final class SampledResiduals {
  /** Samples on which residuals are measured at most: 500 give rms to some percent. */
  private static final double MOST_RESIDUALS = 500;

  /** Of fewer rows no spread of an output is known, by which residuals are measured. */
  private static final double LEAST_RESIDUALS = 30;

  /** Arithmetic of their gradients: an eighth of a second of two cores. */
  private static final double MOST_GRADIENTS = 1e10;

  private SampledResiduals() {}

  /**
   * Samples on which residuals are measured; they cost V forward passes each.
   *
   * @param samples there are
   * @param scoring operations of scoring one
   */
  static double rows(long samples, int essences, double scoring) {
    double affordable = Math.ceil(MOST_GRADIENTS / (essences * scoring));
    return Math.min(samples, Math.max(LEAST_RESIDUALS, Math.min(MOST_RESIDUALS, affordable)));
  }

  /** Measures them in one pass over those samples, and enters them in the report. */
  static void measure(Run run, Samples data, RowShares shares, Network network) {
    double rows = rows(data.count(), data.essences(), Tangents.flops(network.hidden()));
    SampleStore part = data.part(shares.some(rows));
    Stationarity stationarity =
        run.steps()
            .run(
                "verify",
                "stationarity",
                "sampled",
                () -> part.aggregate(Stationarity.Measuring.keeping(network)));
    Residuals.into(run, stationarity);
  }
}
