package org.extremum.training;

import java.util.Arrays;
import org.extremum.network.Network;
import org.extremum.network.Tangents;
import org.extremum.samples.SampleStore;
import org.extremum.verification.ResidualHistogram;
import org.extremum.verification.Stationarity;

/** Enters stationarity residuals in the report: extent and histogram. */
final class Residuals {
  /** Samples on which residuals are measured at most: 500 give rms to some percent. */
  private static final double MOST = 500;

  /** Of fewer rows no spread of an output is known, by which residuals are measured. */
  private static final double LEAST = 30;

  /** Arithmetic of their gradients: an eighth of a second of two cores. */
  private static final double MOST_GRADIENTS = 1e10;

  private Residuals() {}

  /**
   * Counts residuals in bins and enters all.
   *
   * @param stationarity extent, and the outputs' deviations
   * @param samples that residuals were measured at; of equal central rows one
   * @param counted those samples, at most some hundreds, whose residuals are counted in bins
   * @param constrained whether stationarity was solved for at the samples measured
   */
  static void into(
      Run run,
      Network network,
      Stationarity stationarity,
      long samples,
      SampleStore counted,
      boolean constrained) {
    ResidualHistogram histogram =
        run.steps()
            .run(
                "verify",
                "residuals",
                "histogram",
                () -> counted.aggregate(ResidualHistogram.Counting.of(network, stationarity)));
    into(run, stationarity, histogram, samples, constrained);
  }

  /**
   * Samples on which residuals of a weakened solution are measured; they cost V forward passes
   * each.
   *
   * @param samples there are
   * @param scoring operations of scoring one
   */
  static double rows(long samples, int essences, double scoring) {
    double affordable = Math.ceil(MOST_GRADIENTS / (essences * scoring));
    return Math.min(samples, Math.max(LEAST, Math.min(MOST, affordable)));
  }

  /** Measures those of a weakened solution on some samples, and enters them. */
  static void measure(Run run, Samples data, RowShares shares, Network network) {
    double rows = rows(data.count(), data.essences(), Tangents.flops(network.hidden()));
    SampleStore part = data.part(shares.some(rows));
    into(
        run,
        run.steps()
            .run(
                "verify",
                "stationarity",
                "sampled",
                () -> part.aggregate(Stationarity.Measuring.keeping(network))));
  }

  /**
   * Enters residuals that were kept when they were measured.
   *
   * @param stationarity of unconstrained samples, by {@link Stationarity.Measuring#keeping}
   */
  private static void into(Run run, Stationarity stationarity) {
    into(run, stationarity, ResidualHistogram.of(stationarity), stationarity.samples(), false);
  }

  private static void into(
      Run run,
      Stationarity stationarity,
      ResidualHistogram histogram,
      long samples,
      boolean constrained) {
    TrainingReport report = run.report();
    report.put("stationarity.max", stationarity.max());
    report.put("stationarity.rms", stationarity.rms());
    report.put("stationarity.samples", samples);
    report.put("stationarity.constrained", constrained);
    enter(report, histogram);
  }

  /** The bins from the first to the last that is not empty. */
  private static void enter(TrainingReport report, ResidualHistogram histogram) {
    long[] counts = histogram.counts();
    int first = 0;
    while (first < counts.length && counts[first] == 0) {
      first++;
    }
    int end = counts.length;
    while (end > first && counts[end - 1] == 0) {
      end--;
    }
    report.put("stationarity.histogram.zeros", histogram.zeros());
    report.put("stationarity.histogram.log10From", ResidualHistogram.begin(first));
    report.put("stationarity.histogram.log10Width", 1.0 / ResidualHistogram.PER_DECADE);
    report.put(
        "stationarity.histogram.counts",
        Arrays.stream(Arrays.copyOfRange(counts, first, end)).boxed().toList());
  }
}
