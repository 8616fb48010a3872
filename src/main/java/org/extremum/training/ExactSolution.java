package org.extremum.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Gram;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.Margin;
import org.extremum.polarization.Minimizer;
import org.extremum.polarization.Scale;
import org.extremum.polarization.StationaryFunctions;
import org.extremum.samples.Conflicts;
import org.extremum.verification.Conditions;
import org.extremum.verification.Signs;
import org.extremum.verification.Stationarity;

/**
 * Exact extrema at all samples, round u = n (method.md 5; paper §3.3, §4.1): null space of the
 * stacked Jacobians, functions in it that are not constant, signs flipped by least squares and
 * where needed by margin, outputs expanded to the ideal condition.
 */
final class ExactSolution {
  private final TrainingOptions options;
  private final Minimizer minimizer;
  private final Steps steps;
  private final TrainingReport report;

  ExactSolution(TrainingOptions options, Minimizer minimizer, Steps steps, TrainingReport report) {
    this.options = options;
    this.minimizer = minimizer;
    this.steps = steps;
    this.report = report;
  }

  Solution solve(Samples data) {
    Conflicts conflicts =
        steps.run(
            "statistics",
            "duplicates",
            "equal surfaces",
            () -> Conflicts.in(data.store(), data.count()));
    if (conflicts.count() > 0) {
      return new Solution(Outcome.NOT_SEPARABLE, inWords(conflicts, data), null);
    }
    Moments moments = moments(data);
    RowSpaceFactor gram =
        new Gram.Factor(gradientGram(moments, data), data.count() * data.hidden().inputs());
    try (RowSpace rowSpace = rowSpace(data, gram)) {
      report(rowSpace);
      if (rowSpace.method().equals("gram")
          && rowSpace.verdict() == RowSpace.Verdict.NO_SPECTRAL_GAP) {
        return new Solution(Outcome.NO_SPECTRAL_GAP, spectrumInWords(rowSpace), null);
      }
      if (rowSpace.nullity() == 0) {
        return new Solution(Outcome.NETWORK_TOO_SMALL, tooSmall(rowSpace, data), null);
      }
      return polarize(data, moments, rowSpace);
    }
  }

  private Moments moments(Samples data) {
    MomentsPass pass = new MomentsPass(data.hidden(), data.essences(), null);
    Moments moments =
        steps
            .run(
                "moments",
                "moments",
                pass.inWords(data.count()),
                () -> data.store().aggregate(pass))
            .training();
    MomentsRate.into(report, pass.flops(data.count()), steps.seconds("moments"));
    return moments;
  }

  private PackedSymmetric gradientGram(Moments moments, Samples data) {
    return BlasThreads.onAllCores(() -> moments.toGradientGram(data.hidden()));
  }

  /** By the option; auto: the small side, else the Gram, else Tsqr where the Gram sees no gap. */
  private RowSpace rowSpace(Samples data, RowSpaceFactor gram) {
    double tolerance = options.rankTolerance();
    long rows = data.count() * data.hidden().inputs();
    return switch (options.rowSpace()) {
      case "gram" -> decide(new Gram(tolerance), gram);
      case "tsqr" -> fromRows(data, new Tsqr(tolerance), rows);
      default -> {
        if (rows <= data.hidden().width()) {
          yield fromRows(data, new SmallSide(tolerance), rows);
        }
        RowSpace byGram = decide(new Gram(tolerance), gram);
        if (byGram.verdict() == RowSpace.Verdict.CLEAR) {
          yield byGram;
        }
        steps.note(
            "no gap in the Gram's spectrum (" + spectrumInWords(byGram) + "): going on with tsqr");
        byGram.close();
        yield fromRows(data, new Tsqr(tolerance), rows);
      }
    };
  }

  private RowSpace decide(RowSpaceMethod method, RowSpaceFactor factor) {
    return steps.run(
        "solve",
        "null space",
        method.name(),
        () -> BlasThreads.onAllCores(() -> method.decide(factor)));
  }

  private RowSpace fromRows(Samples data, RowSpaceMethod method, long rows) {
    RowsPass pass = new RowsPass(data.hidden(), method, rows);
    RowSpaceFactor factor =
        steps.run("moments", "row space", method.name(), () -> data.store().aggregate(pass));
    return decide(method, factor);
  }

  private Solution polarize(Samples data, Moments moments, RowSpace rowSpace) {
    try (StationaryFunctions functions =
        steps.run(
            "solve",
            "stationary functions",
            rowSpace.nullity() + " directions",
            () ->
                BlasThreads.onAllCores(
                    () ->
                        StationaryFunctions.in(
                            rowSpace.nullBasis(), moments, options.fitIntercept())))) {
      report.put("spectrum.usefulDirections", functions.dimension());
      if (functions.dimension() == 0) {
        return new Solution(
            Outcome.CONSTANT_OUTPUT,
            "all " + rowSpace.nullity() + " stationary directions are constant over the samples",
            null);
      }
      Layer output =
          steps.run("solve", "least squares", "", () -> functions.leastSquares(options.regParam()));
      String polarization = "leastSquares";
      Signs signs = signs(data, output);
      if (signs.wrong() > 0) {
        steps.note(
            signs.wrong() + " samples with a wrong sign by least squares: maximising margins");
        output =
            steps.run(
                "solve",
                "margin",
                "L-BFGS",
                () -> new Margin(functions, data.hidden(), data.store()).polarize(minimizer));
        polarization = "margin";
        signs = signs(data, output);
      }
      report.put("resolved.polarization", polarization);
      if (signs.wrong() > 0) {
        return new Solution(Outcome.NOT_SEPARABLE, inWords(signs, functions, data), null);
      }
      return expand(data, output, signs);
    }
  }

  private Signs signs(Samples data, Layer output) {
    return steps.run(
        "verify",
        "signs",
        "",
        () -> data.store().aggregate(new Signs.Checking(data.network(output))));
  }

  /** κ so that even the smallest margin meets the ideal condition at ε. */
  private Solution expand(Samples data, Layer output, Signs signs) {
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    // A few units in the last place more, so that rounding cannot undo it.
    double kappa = conditions.idealMargin() / signs.leastMargin() * (1 + 1e-12);
    report.put("resolved.scale", kappa);
    Network network = data.network(Scale.apply(kappa, output));
    Stationarity stationarity =
        steps.run(
            "verify",
            "stationarity",
            "all samples",
            () -> data.store().aggregate(new Stationarity.Measuring(network)));
    if (Double.isInfinite(stationarity.max())) {
      return new Solution(
          Outcome.CONSTANT_OUTPUT, "an output has no spread over the samples", null);
    }
    report.put("stationarity.max", stationarity.max());
    report.put("stationarity.rms", stationarity.rms());
    report.put("stationarity.samples", stationarity.samples());
    report.put("stationarity.constrained", true);
    return new Solution(
        Outcome.VERIFIED,
        "all "
            + data.count()
            + " samples stationary with the right sign, outputs within "
            + options.epsilon()
            + " of 0 and 1",
        network);
  }

  private void report(RowSpace rowSpace) {
    report.put("spectrum.method", rowSpace.method());
    report.put("spectrum.rank", rowSpace.rank());
    report.put("spectrum.nullity", rowSpace.nullity());
    report.put("spectrum.gap", rowSpace.gap());
    report.put("spectrum.tolerance", rowSpace.tolerance());
    report.put("spectrum.verdict", rowSpace.verdict().name());
    report.put("spectrum.singularValues", Spectrum.thinned(rowSpace));
    report.put(
        "rounds",
        List.of(
            Map.of(
                "u", ((List<?>) report.get("hiddenLayers")).size() + 1,
                "centres", report.get("samples"),
                "rank", rowSpace.rank(),
                "nullity", rowSpace.nullity(),
                "gap", rowSpace.gap())));
  }

  private static String spectrumInWords(RowSpace rowSpace) {
    return "rank "
        + rowSpace.rank()
        + " of "
        + rowSpace.order()
        + " by "
        + rowSpace.method()
        + ", gap "
        + String.format(Locale.ROOT, "%.2g", rowSpace.gap());
  }

  private static String tooSmall(RowSpace rowSpace, Samples data) {
    long bound = data.count() * data.hidden().equationsPerSample();
    return "rank "
        + rowSpace.rank()
        + " fills the last hidden layer of "
        + rowSpace.order()
        + " neurons; "
        + data.count()
        + " samples of "
        + data.hidden().equationsPerSample()
        + " equations have a null space beyond "
        + bound
        + " neurons, and every labelling from about "
        + (bound + data.count())
        + " on";
  }

  private static String inWords(Signs signs, StationaryFunctions functions, Samples data) {
    return signs.wrong()
        + " of "
        + data.count()
        + " samples keep a wrong sign with "
        + functions.dimension()
        + " directions: "
        + signs.wrongPositions().stream()
            .map(data.store()::rowName)
            .collect(Collectors.joining(", "));
  }

  private static String inWords(Conflicts conflicts, Samples data) {
    return conflicts.count()
        + " samples equal another one of a different class: "
        + conflicts.pairs().stream()
            .map(
                p ->
                    data.store().rowName(p.second())
                        + " (class "
                        + p.secondEssence()
                        + ") as "
                        + data.store().rowName(p.first())
                        + " (class "
                        + p.firstEssence()
                        + ")")
            .collect(Collectors.joining(", "));
  }
}
