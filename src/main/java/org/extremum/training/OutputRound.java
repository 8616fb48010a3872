package org.extremum.training;

import java.util.stream.Collectors;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.RowSpace;
import org.extremum.moments.Moments;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.Margin;
import org.extremum.polarization.StationaryFunctions;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Signs;

/**
 * Round u = n of Algorithm 1 (method.md 5; paper §3.3): the output layer in the null space of the
 * central samples' gradient equations. Least squares on all samples, gradients of the samples that
 * are not central penalised in the same solve; margins where a central sign is wrong; then the
 * outputs are expanded.
 */
final class OutputRound {
  private final Run run;
  private final Samples data;
  private final Moments moments;
  private final boolean allCentral;

  /**
   * @param moments of all samples, F and E
   * @param allCentral whether every sample is central, so that no gradient is left to penalise
   */
  OutputRound(Run run, Samples data, Moments moments, boolean allCentral) {
    this.run = run;
    this.data = data;
    this.moments = moments;
    this.allCentral = allCentral;
  }

  /**
   * Solves.
   *
   * @param rowSpace of the centres; not closed
   * @param centres the central samples
   * @param count how many they are
   */
  Attempt solve(RowSpace rowSpace, SampleStore centres, long count) {
    int u = data.hidden().depth() + 1;
    if (rowSpace.method().equals("gram")
        && rowSpace.verdict() == RowSpace.Verdict.NO_SPECTRAL_GAP) {
      return Attempt.without(u, rowSpace, Outcome.NO_SPECTRAL_GAP, Spectrum.inWords(rowSpace));
    }
    if (rowSpace.nullity() == 0) {
      return Attempt.without(u, rowSpace, Outcome.NETWORK_TOO_SMALL, tooSmall(rowSpace, count));
    }
    try (StationaryFunctions functions = functions(rowSpace)) {
      run.report().put("spectrum.usefulDirections", functions.dimension());
      if (functions.dimension() == 0) {
        return Attempt.without(u, rowSpace, constant(count), constantInWords(rowSpace, count));
      }
      return polarize(u, rowSpace, functions, centres, count);
    }
  }

  private StationaryFunctions functions(RowSpace rowSpace) {
    return run.steps()
        .run(
            "solve",
            "stationary functions",
            rowSpace.nullity() + " directions",
            () ->
                BlasThreads.onAllCores(
                    () ->
                        StationaryFunctions.in(
                            rowSpace.nullBasis(), moments, run.options().fitIntercept())));
  }

  private Attempt polarize(
      int u, RowSpace rowSpace, StationaryFunctions functions, SampleStore centres, long count) {
    Layer output = run.steps().run("solve", "least squares", "", () -> leastSquares(functions));
    String polarization = "leastSquares";
    Signs signs = signs(centres, output);
    if (signs.wrong() > 0) {
      run.steps()
          .note(signs.wrong() + " centres with a wrong sign by least squares: maximising margins");
      Layer start = output;
      output =
          run.steps()
              .run(
                  "solve",
                  "margin",
                  "L-BFGS",
                  () ->
                      new Margin(
                              functions,
                              data.hidden(),
                              data.outputActivation(),
                              centres,
                              metric(functions))
                          .polarize(run.minimizer(), start));
      polarization = "margin";
      signs = signs(centres, output);
    }
    run.report().put("resolved.polarization", polarization);
    if (signs.wrong() > 0) {
      return Attempt.without(
          u, rowSpace, Outcome.NOT_SEPARABLE, wrongInWords(signs, functions, count));
    }
    Network network =
        data.network(new Expansion(run, data, allCentral).of(output, signs.leastMargin()));
    return Attempt.with(u, rowSpace, "", network);
  }

  private Layer leastSquares(StationaryFunctions functions) {
    double ridge = run.options().regParam();
    double gamma = run.options().gamma();
    return BlasThreads.onAllCores(
        () ->
            allCentral || gamma == 0
                ? functions.leastSquares(ridge)
                : functions.leastSquares(ridge, gamma * gamma / 2, moments.slopes()));
  }

  /** The functions in the metric of the least squares that was solved. */
  private double[] metric(StationaryFunctions functions) {
    double ridge = run.options().regParam();
    double gamma = run.options().gamma();
    return BlasThreads.onAllCores(
        () ->
            allCentral || gamma == 0
                ? functions.unitBasis(ridge)
                : functions.unitBasis(ridge, gamma * gamma / 2, moments.slopes()));
  }

  private Signs signs(SampleStore centres, Layer output) {
    return run.steps()
        .run(
            "verify",
            "signs",
            "",
            () -> centres.aggregate(new Signs.Checking(data.network(output))));
  }

  private String tooSmall(RowSpace rowSpace, long count) {
    return "rank "
        + rowSpace.rank()
        + " fills the last hidden layer of "
        + rowSpace.order()
        + " neurons; "
        + need(count);
  }

  /** Neurons that are flat everywhere leave directions that say nothing: the layer is full. */
  private Outcome constant(long count) {
    long bound = Capacity.of(data.hidden(), data.essences()).rankBound(count);
    return bound == data.hidden().width() ? Outcome.NETWORK_TOO_SMALL : Outcome.CONSTANT_OUTPUT;
  }

  private String constantInWords(RowSpace rowSpace, long count) {
    return "all "
        + rowSpace.nullity()
        + " stationary directions that rank "
        + rowSpace.rank()
        + " leaves are constant over the samples; "
        + need(count);
  }

  private String need(long count) {
    Capacity capacity = Capacity.of(data.hidden(), data.essences());
    return count
        + " central samples of "
        + capacity.equationsPerSample()
        + " equations have a null space from "
        + capacity.widthForNullSpace(count)
        + " neurons on, and every labelling from about "
        + capacity.widthForEveryLabelling(count)
        + "; "
        + capacity.advice(count);
  }

  private String wrongInWords(Signs signs, StationaryFunctions functions, long count) {
    return signs.wrong()
        + " of "
        + count
        + " central samples keep a wrong sign with "
        + functions.dimension()
        + " directions: "
        + signs.wrongPositions().stream()
            .map(data.store()::rowName)
            .collect(Collectors.joining(", "));
  }
}
