package org.extremum.training;

import java.util.function.Supplier;
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
    if (options.choosesPenalty()) {
      PenaltySearch search = new PenaltySearch(run, data);
      Selected selected = search.selected(histogram, keys, heldOut);
      TrainingOptions resolved =
          options
              .with("noiseRadius", 0.0)
              .with("gamma", selected.penalty().gamma())
              .with("regParam", selected.penalty().ridge());
      return new WeakenedSolution(run.with(resolved))
          .solved(
              data,
              histogram,
              keys,
              () -> new Scaled(selected.equations(), selected.kappa(), search.reportName()));
    }
    return solved(
        data,
        histogram,
        keys,
        () -> data.validation() == null ? withoutTenth(data, histogram, keys) : whole(data));
  }

  /**
   * Equations of all samples and what is known of κ.
   *
   * @param kappa NaN where it is still to be fitted
   * @param fittedOn where it comes from, for the manifest
   */
  private record Scaled(NormalEquations equations, double kappa, String fittedOn) {}

  /** κ by a solve without the tenth, which is merged back. */
  private Scaled withoutTenth(Samples data, KeyHistogram histogram, KeyHistogram.Counting keys) {
    Parts parts = equations(data, histogram.share(keys, HELD_OUT));
    NormalEquations equations = parts.training();
    long heldOutCount = parts.tenth().samples();
    double kappa = Double.NaN;
    if (heldOutCount > 0) {
      Layer layer =
          steps.run(
              "solve", "solve", "without the tenth", () -> equations.solve(options.regParam()));
      double share = HELD_OUT * ScaleScores.share(data, heldOutCount);
      kappa = scale(data, layer, histogram.share(keys, share));
    }
    equations.merge(parts.tenth());
    return new Scaled(equations, kappa, "heldOut");
  }

  /** No tenth is needed where there is a validation part. */
  private Scaled whole(Samples data) {
    Moments all = new MomentsStep(run, data).of(null).training();
    return new Scaled(
        steps.run(
            "solve",
            "normal equations",
            "",
            () -> BlasThreads.onAllCores(() -> equations(all, data))),
        Double.NaN,
        "validation");
  }

  private Solution solved(
      Samples data, KeyHistogram histogram, KeyHistogram.Counting keys, Supplier<Scaled> scaled) {
    double ridge = options.regParam();
    report.put("resolved.gamma", options.gamma());
    report.put("resolved.regParam", ridge);
    try {
      Scaled all = scaled.get();
      Layer output =
          steps.run("solve", "solve", "all samples", () -> all.equations().solveLast(ridge));
      if (options.fineTuning() > 0) {
        return fineTuned(data, output, histogram, keys);
      }
      Network network =
          data.network(Scale.apply(factor(data, output, all, histogram, keys), output));
      measure(network, data, histogram.share(keys, Math.min(1, MOST_RESIDUALS / data.count())));
      return new Solution(
          Outcome.SOLVED, "gamma " + options.gamma() + ", lambda " + ridge, network);
    } catch (NotPositiveDefiniteException e) {
      throw Problem.because(
              Problem.Kind.NO_MODEL, "regParam " + ridge + ": " + e.getMessage(), "raise regParam")
          .causedBy(e);
    }
  }

  /** κ, noted in the report: from samples that were not trained on where that can be. */
  private double factor(
      Samples data, Layer output, Scaled all, KeyHistogram histogram, KeyHistogram.Counting keys) {
    double kappa = all.kappa();
    String fittedOn = all.fittedOn();
    if (Double.isNaN(kappa) && data.validation() != null) {
      kappa = scale(ScaleScores.ofValidation(run, data, data.network(output)));
    }
    if (Double.isNaN(kappa)) {
      fittedOn = "training";
      kappa = scale(data, output, histogram.share(keys, ScaleScores.share(data, data.count())));
    }
    // A sample of one class says nothing of certainty: outputs stay as they were solved.
    double factor = Double.isNaN(kappa) ? 1 : kappa;
    report.put("resolved.scaleFittedOn", fittedOn);
    report.put("resolved.scale", factor);
    return factor;
  }

  /** All layers tuned from the solution; κ is fitted anew, on what they were tuned on or better. */
  private Solution fineTuned(
      Samples data, Layer output, KeyHistogram histogram, KeyHistogram.Counting keys) {
    KeyedShare share = histogram.share(keys, ScaleScores.share(data, data.count()));
    Network tuned = new FineTuning(run, data).tuned(output, share);
    Samples moved = data.with(tuned.hidden());
    Scaled unknown = new Scaled(null, Double.NaN, "validation");
    double kappa = factor(moved, tuned.output(), unknown, histogram, keys);
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
    return scale(ScaleScores.of(run, data, data.network(output), share));
  }

  private static double scale(OutputScores scores) {
    return scores.essencesPresent() < 2 ? Double.NaN : Scale.fit(scores);
  }

  private void measure(Network network, Samples data, KeyedShare share) {
    Stationarity stationarity =
        steps.run(
            "verify",
            "stationarity",
            "sampled",
            () -> data.part(share).aggregate(new Stationarity.Measuring(network)));
    report.put("stationarity.max", stationarity.max());
    report.put("stationarity.rms", stationarity.rms());
    report.put("stationarity.samples", stationarity.samples());
    report.put("stationarity.constrained", false);
  }
}
