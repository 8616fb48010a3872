package org.extremum.training;

import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.NotPositiveDefiniteException;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.verification.Stationarity;

/**
 * Weakened extrema (method.md 6): one pass for Moments, with a held-out tenth kept apart in it; a
 * solve without the tenth, on which the scale κ is fitted; the tenth merged back; the final solve.
 */
final class WeakenedSolution {
  /** Share of the rows on which κ is fitted. */
  private static final double HELD_OUT = 0.1;

  /** Samples on which residuals are measured: they cost V forward passes each, and 500 give rms. */
  private static final double MOST_RESIDUALS = 500;

  private final Run run;
  private final TrainingOptions options;
  private final Steps steps;
  private final TrainingReport report;

  WeakenedSolution(Run run) {
    this.run = run;
    this.options = run.options();
    this.steps = run.steps();
    this.report = run.report();
  }

  Solution solve(Samples data) {
    var keys = new KeyHistogram.Counting(options.seed(), RowHash.Purpose.HELD_OUT, data.essences());
    KeyHistogram histogram =
        steps.run("statistics", "split", "held-out tenth", () -> data.store().aggregate(keys));
    KeyedShare heldOut = histogram.share(keys, HELD_OUT);

    double ridge = options.regParam();
    Parts parts = equations(data, heldOut);
    NormalEquations equations = parts.training();
    NormalEquations tenth = parts.tenth();
    long heldOutCount = tenth.samples();
    double kappa = Double.NaN;
    try {
      if (heldOutCount > 0) {
        Layer withoutTenth =
            steps.run("solve", "solve", "without the tenth", () -> equations.solve(ridge));
        double share = HELD_OUT * ScaleScores.share(data, heldOutCount);
        kappa = scale(data, withoutTenth, histogram.share(keys, share));
      }
      equations.merge(tenth);
      Layer output = steps.run("solve", "solve", "all samples", () -> equations.solveLast(ridge));
      if (options.fineTuning() > 0) {
        return fineTuned(data, output, histogram, keys);
      }
      report.put("resolved.scaleFittedOn", Double.isNaN(kappa) ? "training" : "heldOut");
      if (Double.isNaN(kappa)) {
        double all = ScaleScores.share(data, data.count());
        kappa = scale(data, output, histogram.share(keys, all));
      }
      // A sample of one class says nothing of certainty: outputs stay as they were solved.
      double factor = Double.isNaN(kappa) ? 1 : kappa;
      report.put("resolved.scale", factor);
      Network network = data.network(Scale.apply(factor, output));
      measure(network, data, histogram.share(keys, Math.min(1, MOST_RESIDUALS / data.count())));
      return new Solution(
          Outcome.SOLVED, "gamma " + options.gamma() + ", lambda " + ridge, network);
    } catch (NotPositiveDefiniteException e) {
      throw Problem.because(
              Problem.Kind.NO_MODEL, "regParam " + ridge + ": " + e.getMessage(), "raise regParam")
          .causedBy(e);
    }
  }

  /** All layers tuned from the solution; κ is fitted anew on what they were tuned on. */
  private Solution fineTuned(
      Samples data, Layer output, KeyHistogram histogram, KeyHistogram.Counting keys) {
    KeyedShare share = histogram.share(keys, ScaleScores.share(data, data.count()));
    Network tuned = new FineTuning(run, data).tuned(output, share);
    Samples moved = data.with(tuned.hidden());
    double kappa = scale(moved, tuned.output(), share);
    report.put("resolved.scaleFittedOn", "training");
    report.put("resolved.scale", kappa);
    Network network = moved.network(Scale.apply(kappa, tuned.output()));
    measure(network, data, histogram.share(keys, Math.min(1, MOST_RESIDUALS / data.count())));
    return new Solution(
        Outcome.SOLVED,
        "gamma "
            + options.gamma()
            + ", lambda "
            + options.regParam()
            + ", all layers tuned in "
            + report.get("fineTuning.iterations")
            + " iterations",
        network);
  }

  private record Parts(NormalEquations training, NormalEquations tenth) {}

  /** The equations of both parts; the Moments they are made of are not held beyond this. */
  private Parts equations(Samples data, KeyedShare heldOut) {
    MomentsPair moments = new MomentsStep(run, data).of(heldOut);
    return steps.run(
        "solve",
        "normal equations",
        "",
        () ->
            BlasThreads.onAllCores(
                () ->
                    new Parts(
                        equations(moments.training(), data), equations(moments.heldOut(), data))));
  }

  private NormalEquations equations(Moments moments, Samples data) {
    return NormalEquations.of(moments, data.hidden(), options.gamma(), options.fitIntercept());
  }

  /** κ on the share's rows, or NaN when they are of fewer than two classes. */
  private double scale(Samples data, Layer output, KeyedShare share) {
    OutputScores scores = ScaleScores.of(run, data, data.network(output), share);
    return scores.essencesPresent() < 2 ? Double.NaN : Scale.fit(scores);
  }

  private void measure(Network network, Samples data, KeyedShare share) {
    Stationarity stationarity =
        steps.run(
            "verify",
            "stationarity",
            "sampled",
            () -> data.part(share).aggregate(new Stationarity.Measuring(network)));
    Residuals.into(run, network, stationarity, stationarity.samples(), data.part(share), false);
  }
}
