package org.extremum.training;

import java.util.function.Function;
import java.util.function.Supplier;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.NotPositiveDefiniteException;
import org.extremum.moments.FloatRounding;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.LeastSquares;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.SampleStore;

/**
 * Weakened extrema (method.md 6): one pass for Moments, with a held-out tenth kept apart in it; a
 * solve without the tenth, on which the scale κ is fitted; the tenth merged back; the final solve.
 * With {@code polarization=logistic} each solve is where L-BFGS starts from. A validation part
 * stands for the tenth, and need not be merged back.
 */
final class WeakenedSolution {
  private final Run run;
  private final TrainingOptions options;
  private final Steps steps;
  private final TrainingReport report;
  private final Samples data;
  private final RowShares shares;
  private final LogisticPolarization logistic; // null: least squares

  /**
   * @param reached where logistic polarization of the candidate taken ended, or null
   */
  private WeakenedSolution(Run run, Samples data, RowShares shares, PolarizedLayer reached) {
    this.run = run;
    this.options = run.options();
    this.steps = run.steps();
    this.report = run.report();
    this.data = data;
    this.shares = shares;
    this.logistic =
        options.logistic() ? new LogisticPolarization(run, data, "L-BFGS", reached) : null;
  }

  /** Trains; chooses γ, λ and the hidden layers before where that is asked. */
  static Solution solve(Run run, Samples data) {
    RowShares shares = RowShares.of(run, data);
    TrainingOptions options = run.options();
    if (!options.chooses()) {
      return new WeakenedSolution(run, data, shares, null).solve();
    }
    NetworkSearch search = new NetworkSearch(run, data, shares);
    Selected selected = search.selected();
    Run resolved = run.with(selected.resolve(options));
    // On folds a candidate ended with rows that are to judge the rounds of fine-tuning.
    boolean anew =
        options.fineTuning() > 0 && selected.tenth() == null && data.validation() == null;
    WeakenedSolution chosen =
        new WeakenedSolution(resolved, selected.data(), shares, anew ? null : selected.reached());
    if (options.logistic() || options.fineTuning() > 0) {
      return chosen.stepByStep(selected);
    }
    if (selected.tenth() != null) {
      selected.equations().merge(selected.tenth());
    }
    return chosen.guarded(
        selected.rounding(),
        () -> chosen.last(selected.equations(), selected.kappa(), search.reportName()));
  }

  /** What is found step by step needs rows that it has not seen, more than the choice does. */
  private Solution stepByStep(Selected selected) {
    if (data.validation() != null) {
      return guarded(selected.rounding(), () -> byValidation(selected.equations()));
    }
    if (selected.tenth() == null) { // compared on folds
      return selected.reached() == null || options.fineTuning() > 0
          ? solve() // few samples, the Moments are made again
          : guarded(
              selected.rounding(), () -> last(selected.equations(), selected.kappa(), "folds"));
    }
    Parts parts = new Parts(selected.equations(), selected.tenth());
    return guarded(
        selected.rounding(),
        () -> selected.reached() == null ? byTenth(parts) : reached(selected, parts));
  }

  private Solution solve() {
    return guarded(
        () ->
            data.validation() == null
                ? byTenth(equations(shares.tenth()))
                : byValidation(equationsOfAll()));
  }

  /** By equations that were made before, of Moments with that rounding. */
  private Solution guarded(FloatRounding rounding, Supplier<Solution> solve) {
    return guarded(
        () -> {
          PrecisionNotice.of(run, rounding);
          return solve.get();
        });
  }

  private Solution guarded(Supplier<Solution> solve) {
    report.put("resolved.polarization", options.polarization());
    report.put("resolved.gamma", options.gamma());
    report.put("resolved.regParam", options.regParam());
    try {
      return solve.get();
    } catch (NotPositiveDefiniteException e) {
      throw Problem.because(
              Problem.Kind.NO_MODEL,
              "regParam " + options.regParam() + ": " + e.getMessage(),
              "raise regParam")
          .causedBy(e);
    }
  }

  /** κ by a solve without the tenth, which is merged back. */
  private Solution byTenth(Parts parts) {
    long heldOut = parts.tenth().samples();
    boolean tells = parts.tenth().essencesPresent() > 1; // rows of one class judge nothing
    double kappa = Double.NaN;
    if (tells) {
      KeyedShare scored = shares.ofTenth(ScaleScores.share(data, heldOut));
      Layer layer =
          polarized(
              "without the tenth",
              () -> parts.training().factorised(options.regParam()),
              data.rest(shares.tenth()),
              network -> ScaleScores.of(run, data, network, scored));
      if (options.fineTuning() > 0) {
        return tunedWithoutTenth(layer);
      }
      OutputScores scores = ScaleScores.of(run, data, data.network(layer), scored);
      kappa = scale(scores);
      HeldOut.of(scores, kappa).into(report, "heldOut");
    }
    parts.training().merge(parts.tenth());
    if (options.fineTuning() > 0) {
      return fineTuned(
          polarized(parts.training()), new FineTuning(run, data, data.store(), data.store()));
    }
    return last(parts.training(), kappa, "heldOut");
  }

  /** The same where the choice has polarised it without the tenth, and fitted κ. */
  private Solution reached(Selected selected, Parts parts) {
    if (options.fineTuning() > 0) {
      return tunedWithoutTenth(selected.reached().layer());
    }
    parts.training().merge(parts.tenth());
    return last(parts.training(), selected.kappa(), "heldOut");
  }

  private Solution tunedWithoutTenth(Layer layer) {
    SampleStore rest = data.rest(shares.tenth());
    return fineTuned(layer, new FineTuning(run, data, rest, data.part(shares.tenth())));
  }

  /** No tenth is needed where there is a validation part. */
  private Solution byValidation(NormalEquations equations) {
    if (options.fineTuning() > 0) {
      Layer layer = polarized(equations);
      return fineTuned(layer, new FineTuning(run, data, data.store(), data.validation()));
    }
    return last(equations, Double.NaN, "validation");
  }

  /**
   * The final solve, on all samples.
   *
   * @param kappa NaN where it is still to be fitted
   * @param fittedOn where it comes from, for the manifest
   */
  private Solution last(NormalEquations equations, double kappa, String fittedOn) {
    Layer output = polarized(equations);
    double factor = factor(data.network(output), kappa, fittedOn);
    Network network = data.network(Scale.apply(factor, output));
    Residuals.measure(run, data, shares, network);
    return new Solution(Outcome.SOLVED, penaltyInWords(), network);
  }

  private Layer polarized(NormalEquations equations) {
    return polarized(
        "all samples",
        () -> equations.factorised(options.regParam()),
        data.store(),
        network ->
            data.validation() == null
                ? ScaleScores.of(run, data, network, shares.some(ScaleScores.most(data)))
                : ScaleScores.ofValidation(run, data, network));
  }

  /** Least squares, or logistic polarization from there. */
  private Layer polarized(
      String rows,
      Supplier<LeastSquares> solve,
      SampleStore store,
      Function<Network, OutputScores> scored) {
    try (LeastSquares solved = steps.run("solve", "solve", rows, solve)) {
      if (logistic == null) {
        return solved.layer();
      }
      try (HiddenRows hidden = HiddenRows.of(run, data, store)) {
        return logistic.from(solved, hidden, scored).layer();
      }
    }
  }

  /** All layers tuned from the solution; κ is fitted anew. */
  private Solution fineTuned(Layer output, FineTuning tuning) {
    Network tuned = tuning.tuned(output);
    OutputScores scores = tuning.judgedScores(tuned);
    double kappa = scale(scores);
    if (tuning.judgedName().equals("heldOut")) {
      HeldOut.of(scores, kappa).into(report, "heldOut");
    }
    Layer scaled = Scale.apply(factor(tuned, kappa, tuning.judgedName()), tuned.output());
    Network network = data.with(tuned.hidden()).network(scaled);
    Residuals.measure(run, data, shares, network);
    return new Solution(
        Outcome.SOLVED,
        penaltyInWords() + ", all layers tuned, round " + report.get("fineTuning.best") + " kept",
        network);
  }

  private String penaltyInWords() {
    return "gamma " + options.gamma() + ", regParam " + options.regParam();
  }

  private record Parts(NormalEquations training, NormalEquations tenth) {}

  /** The equations of both parts; the Moments they are made of are not held beyond this. */
  private Parts equations(KeyedShare heldOut) {
    MomentsPair moments = moments(heldOut);
    return steps.run(
        "solve",
        "normal equations",
        "",
        () ->
            BlasThreads.onAllCores(
                () -> new Parts(equations(moments.training()), equations(moments.heldOut()))));
  }

  private NormalEquations equationsOfAll() {
    Moments all = moments(null).training();
    return steps.run(
        "solve", "normal equations", "", () -> BlasThreads.onAllCores(() -> equations(all)));
  }

  private MomentsPair moments(KeyedShare heldOut) {
    MomentsPair moments = new MomentsStep(run, data).of(heldOut);
    PrecisionNotice.of(run, PrecisionNotice.bounds(run, data, moments.parts()));
    return moments;
  }

  private NormalEquations equations(Moments moments) {
    return NormalEquations.of(moments, data.hidden(), options.gamma(), options.fitIntercept());
  }

  /** κ, noted in the report: from samples that were not trained on where that can be. */
  private double factor(Network network, double known, String knownFrom) {
    double kappa = known;
    String fittedOn = knownFrom;
    if (Double.isNaN(kappa) && data.validation() != null) {
      kappa = scale(ScaleScores.ofValidation(run, data, network));
    }
    if (Double.isNaN(kappa)) {
      fittedOn = "training";
      kappa = scale(ScaleScores.of(run, data, network, shares.some(ScaleScores.most(data))));
    }
    // A sample of one class says nothing of certainty: outputs stay as they were solved.
    double factor = Double.isNaN(kappa) ? 1 : kappa;
    report.put("resolved.scaleFittedOn", fittedOn);
    report.put("resolved.scale", factor);
    return factor;
  }

  /** κ, or NaN when the rows are of fewer than two classes. */
  private static double scale(OutputScores scores) {
    return scores.essencesPresent() < 2 ? Double.NaN : Scale.fit(scores);
  }
}
