package org.extremum.training;

import java.util.Locale;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.HiddenComputation;
import org.extremum.polarization.HiddenSource;
import org.extremum.polarization.LeastSquares;
import org.extremum.polarization.Logistic;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.KeptSampleStore;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * {@code polarization=logistic} of one training (method.md 6): from the scaled least-squares
 * solution, where c is found, and a second time, with all samples, from where the first one ended.
 */
final class LogisticPolarization {
  /** Steps at most; none needed so many but for weights without a finite optimum. */
  private static final int MOST_ITERATIONS = 100;

  /** Improvement over some steps, relative, below which they are not worth their passes. */
  private static final double IMPROVEMENT = 1e-2;

  /** Passes from one line of progress to the next. */
  private static final int LINE = 5;

  private final Run run;
  private final Samples data;
  private double curvature; // c; 0 before it is known
  private Layer reached; // where the last one ended

  LogisticPolarization(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /**
   * The output layer of least loss.
   *
   * @param solved least squares on the same rows; not closed
   * @param rows what it is trained on
   * @param scored samples on which the start is scaled and c is found, the first time
   */
  Layer from(LeastSquares solved, SampleStore rows, KeyedShare scored) {
    if (reached == null) {
      reached = start(solved.layer(), scored);
    }
    Layer start = reached;
    Logistic.Result result =
        run.steps().run("solve", "logistic", "L-BFGS", () -> polarized(solved, rows, start));
    report(result);
    reached = result.layer();
    return reached;
  }

  /** Hidden values are computed once, where there is memory to keep them, or in every pass. */
  private Logistic.Result polarized(LeastSquares solved, SampleStore rows, Layer start) {
    HiddenSource computed = new HiddenSource.Computed(data.hidden(), run.options().precision());
    boolean keeps = keeps(computed.width());
    run.report().put("logistic.kept", keeps);
    if (!keeps) {
      return polarized(new Logistic(solved, computed, rows, curvature), start);
    }
    try (KeptSampleStore kept = rows.kept(new HiddenComputation(computed))) {
      HiddenSource source = new HiddenSource.Kept(computed.width());
      return polarized(new Logistic(solved, source, kept, curvature), start);
    }
  }

  private Logistic.Result polarized(Logistic logistic, Layer start) {
    return logistic.polarize(run.minimizer(), start, MOST_ITERATIONS, IMPROVEMENT, this::note);
  }

  private boolean keeps(int width) {
    int blockSize = MemoryPlan.blockSize(run.options(), data.store().features());
    boolean keeps = run.spare().holds(data.count(), width, blockSize);
    String bytes = MemoryPlan.gigabytes(SampleBlock.denseBytes(data.count(), width));
    run.steps()
        .note(
            keeps
                ? "logistic: hidden values are kept, " + bytes
                : "logistic: hidden values are computed in every pass; "
                    + bytes
                    + " would be kept, "
                    + MemoryPlan.gigabytes(run.spare().bytes())
                    + " are free for them");
    return keeps;
  }

  /** Least squares scaled to a softmax, as c is. */
  private Layer start(Layer solved, KeyedShare scored) {
    OutputActivation softmax = OutputActivation.SOFTMAX;
    Network network =
        new Network(data.standardiser(), data.hidden(), softmax.inGauge(solved), softmax);
    OutputScores scores = ScaleScores.of(run, data, network, scored);
    // A sample of one class says nothing of certainty.
    double kappa = scores.essencesPresent() < 2 ? 1 : Scale.fit(scores);
    // Not below what the smoothed targets of the scale leave, 1 in all samples and one a class.
    double least = 1.0 / (data.count() + data.essences());
    double mean = scores.meanCurvature(kappa); // NaN without samples
    curvature = mean > least ? mean : least;
    return Scale.apply(kappa, solved);
  }

  private void note(int passes, double value) {
    if (passes % LINE == 0) {
      run.steps().note(String.format(Locale.ROOT, "logistic: pass %d, loss %.6g", passes, value));
    }
  }

  /** Of the last one, on all samples; passes of both. */
  private void report(Logistic.Result result) {
    TrainingReport report = run.report();
    Object before = report.get("logistic.passes");
    report.put("logistic.curvature", curvature);
    report.put("logistic.before", result.before());
    report.put("logistic.after", result.after());
    report.put("logistic.iterations", result.iterations());
    report.put(
        "logistic.passes", result.passes() + (before == null ? 0 : ((Number) before).intValue()));
  }
}
