package org.extremum.training;

import java.util.Locale;
import java.util.function.Function;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.LeastSquares;
import org.extremum.polarization.Logistic;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;

/**
 * {@code polarization=logistic} of one training (method.md 6): from the scaled least-squares
 * solution, where c is found, and a second time, with all samples, from where the first one ended.
 * Candidates for γ and λ have one each ({@link LogisticCandidates}); that of the one taken is the
 * first then.
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
  private final String detail;
  private PolarizedLayer reached; // null before the first

  /**
   * @param detail of its steps in progress lines
   * @param reached where an earlier one on much the same rows ended, or null
   */
  LogisticPolarization(Run run, Samples data, String detail, PolarizedLayer reached) {
    this.run = run;
    this.data = data;
    this.detail = detail;
    this.reached = reached;
  }

  /**
   * The output layer of least loss.
   *
   * @param solved least squares on the same rows; not closed
   * @param rows what it is trained on
   * @param scored outputs of a network on the samples on which the start is scaled and c is found,
   *     the first time
   */
  PolarizedLayer from(
      LeastSquares solved, HiddenRows rows, Function<Network, OutputScores> scored) {
    PolarizedLayer start = reached == null ? start(solved.layer(), scored) : reached;
    Logistic logistic = new Logistic(solved, rows.source(), rows.store(), start.curvature());
    Logistic.Result result =
        run.steps()
            .run(
                "solve",
                "logistic",
                detail,
                () ->
                    logistic.polarize(
                        run.minimizer(), start.layer(), MOST_ITERATIONS, IMPROVEMENT, this::note));
    report(result, start.curvature());
    reached = new PolarizedLayer(result.layer(), start.curvature());
    return reached;
  }

  /** Least squares scaled to a softmax, as c is. */
  private PolarizedLayer start(Layer solved, Function<Network, OutputScores> scored) {
    OutputActivation softmax = OutputActivation.SOFTMAX;
    Network network =
        new Network(data.standardiser(), data.hidden(), softmax.inGauge(solved), softmax);
    OutputScores scores = scored.apply(network);
    // A sample of one class says nothing of certainty.
    double kappa = scores.essencesPresent() < 2 ? 1 : Scale.fit(scores);
    // Not below what the smoothed targets of the scale leave, 1 in all samples and one a class.
    double least = 1.0 / (data.count() + data.essences());
    double mean = scores.meanCurvature(kappa); // NaN without samples
    return new PolarizedLayer(Scale.apply(kappa, solved), mean > least ? mean : least);
  }

  private void note(int passes, double value) {
    if (passes % LINE == 0) {
      run.steps().note(String.format(Locale.ROOT, "logistic: pass %d, loss %.6g", passes, value));
    }
  }

  /** Of the last one, on all samples; passes of all that were made, those of candidates too. */
  private void report(Logistic.Result result, double curvature) {
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
