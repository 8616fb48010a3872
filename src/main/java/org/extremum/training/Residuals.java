package org.extremum.training;

import java.util.Arrays;
import org.extremum.network.Network;
import org.extremum.samples.SampleStore;
import org.extremum.verification.ResidualHistogram;
import org.extremum.verification.Stationarity;

/** Enters stationarity residuals in the report: extent and histogram. */
final class Residuals {
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
   * Enters residuals that were kept when they were measured.
   *
   * @param stationarity of unconstrained samples, by {@link Stationarity.Measuring#keeping}
   */
  static void into(Run run, Stationarity stationarity) {
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
