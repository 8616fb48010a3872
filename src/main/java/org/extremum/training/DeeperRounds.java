package org.extremum.training;

import java.util.Locale;
import org.extremum.finetuning.GradientSolve;
import org.extremum.finetuning.LayerDraw;
import org.extremum.finetuning.Loss;
import org.extremum.finetuning.PenaltyContinuation;
import org.extremum.finetuning.StationaryLayer;
import org.extremum.finetuning.TunableLayers;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.Moments;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.verification.Signs;

/**
 * Rounds u = n-1 … 1 of Algorithm 1 (method.md 9), where the output layer alone cannot make the
 * centres extrema: layer u redrawn on functions that are stationary there (9a), changed so that
 * values stay and gradients go (9b), or the true system minimised over layers u..n (9c); in this
 * order, layers below u as they were drawn, until the largest residual meets the tolerance and all
 * signs are right.
 */
final class DeeperRounds {
  /**
   * Damping of 9b's solves, one after the other until the tolerance is met: the more damping
   * suffices, the less weights grow, for which samples that are no centres pay.
   */
  private static final double[] DAMPING = {1e-3, 1e-4, 1e-5, 1e-6};

  /** Steps of each of them: rounding makes the least damped need more than there are equations. */
  private static final int SOLVE_STEPS = 1000;

  /** Beyond this growth of weights neurons saturate, and what looks stationary is a jump. */
  private static final double MOST_GROWTH = 10;

  /** ρ of 9c at first: signs come right before the function is flattened. */
  private static final double FIRST_RHO = 1e-2;

  /** Stages of 9c, ρ up to 1e5, and steps of each. */
  private static final int STAGES = 8;

  private static final int STEPS = 300;

  private final Run run;
  private final Samples data;
  private final Moments moments;

  /**
   * @param moments of all samples with the layers as they were drawn, F and E
   */
  DeeperRounds(Run run, Samples data, Moments moments) {
    this.run = run;
    this.data = data;
    this.moments = moments;
  }

  /**
   * Tries the deeper rounds.
   *
   * @param failed what round n came to; what is answered, with what was tried, where all fail
   */
  Attempt solve(CentreSet centres, Attempt failed) {
    StringBuilder tried = new StringBuilder();
    for (int u = data.hidden().depth(); u >= 1; u--) {
      for (Way way : Way.values()) {
        Attempt attempt = way.of(this).attempt(u, centres);
        run.steps().note("round " + u + ", " + way.words + ": " + attempt.detail());
        if (attempt.solved()) {
          run.report().put("resolved.round9", way.name());
          return attempt;
        }
        tried.append("; round ").append(u).append(' ').append(way.words).append(": ");
        tried.append(attempt.detail());
      }
    }
    return new Attempt(
        failed.u(),
        failed.rank(),
        failed.nullity(),
        failed.gap(),
        failed.outcome(),
        failed.detail() + tried,
        null);
  }

  /** The three ways of a round u &lt; n. */
  private enum Way {
    A("layer redrawn in a null space"),
    B("values kept, gradients solved"),
    C("true system minimised");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    Step of(DeeperRounds rounds) {
      return switch (this) {
        case A -> rounds::redrawn;
        case B -> rounds::gradientsSolved;
        case C -> rounds::minimised;
      };
    }
  }

  @FunctionalInterface
  private interface Step {
    Attempt attempt(int u, CentreSet centres);
  }

  /** 9a. */
  private Attempt redrawn(int u, CentreSet centres) {
    if (u == 1) {
      return failed(u, 0, 0, "not for the first layer");
    }
    StationaryLayer.Result layer =
        run.steps()
            .run(
                "solve",
                "round " + u,
                Way.A.words,
                () ->
                    new StationaryLayer(
                            centres.store(), centres.count(), data.store(), data.essences())
                        .solve(data.hidden(), u, method(), draw()));
    if (layer.trivial()) {
      return failed(
          u,
          layer.rank(),
          layer.nullity(),
          "rank " + layer.rank() + " leaves no function of layer " + (u - 1) + " that varies");
    }
    Samples redrawn = data.with(layer.stack());
    Moments made = new MomentsStep(run, redrawn).once();
    BlasThreads.onAllCores(() -> made.toGradientGram(redrawn.hidden()));
    Attempt free = polarizedFreely(redrawn, made, centres);
    return free.solved()
        ? accepted(u, layer.rank(), layer.nullity(), free.network(), centres)
        : failed(u, layer.rank(), layer.nullity(), free.detail());
  }

  /** 9b. */
  private Attempt gradientsSolved(int u, CentreSet centres) {
    Attempt start = polarizedFreely(data, moments, centres);
    if (!start.solved()) {
      return failed(u, 0, 0, start.detail());
    }
    HiddenStack stack = data.hidden();
    Layer output = start.network().output();
    Attempt attempt = start;
    for (double damping : DAMPING) {
      GradientSolve gradients = new GradientSolve(damping, MOST_GROWTH, SOLVE_STEPS, 1e-10);
      TunableLayers layers = layers(stack, output, u);
      GradientSolve.Result solved =
          run.steps()
              .run(
                  "solve",
                  "round " + u,
                  Way.B.words,
                  () -> gradients.solve(layers, centres.store(), centres.count(), method()));
      if (solved.reason() == GradientSolve.Reason.TRIVIAL) {
        return failed(u, solved.rank(), 0, "no direction keeps the values");
      }
      stack = solved.stack();
      attempt =
          accepted(u, solved.rank(), solved.nullity(), data.with(stack).network(output), centres);
      if (attempt.solved() || solved.reason() == GradientSolve.Reason.GROWTH_REACHED) {
        return attempt;
      }
    }
    return attempt;
  }

  /** 9c. */
  private Attempt minimised(int u, CentreSet centres) {
    Attempt start = polarizedFreely(data, moments, centres);
    Layer output = start.solved() ? start.network().output() : constantOutput();
    PenaltyContinuation system =
        new PenaltyContinuation(
            Loss.SQUARED_HINGE,
            FIRST_RHO,
            10,
            STAGES,
            STEPS,
            run.options().stationarityTolerance(),
            MOST_GROWTH);
    PenaltyContinuation.Result solved =
        run.steps()
            .run(
                "solve",
                "round " + u,
                Way.C.words,
                () ->
                    system.solve(
                        layers(data.hidden(), output, u), centres.store(), run.minimizer()));
    if (solved.reason() != PenaltyContinuation.Reason.REACHED) {
      return failed(u, 0, 0, inWords(solved));
    }
    Samples moved = data.with(solved.layers().hidden());
    Signs signs =
        centres.store().aggregate(new Signs.Checking(moved.network(solved.layers().output())));
    Layer expanded =
        new Expansion(run, moved, centres.all()).of(solved.layers().output(), signs.leastMargin());
    return accepted(u, 0, moved.hidden().width(), moved.network(expanded), centres);
  }

  /** Where round n has found no output layer: all weights zero. */
  private Layer constantOutput() {
    int width = data.hidden().width();
    return new Layer(
        data.essences(), width, new double[data.essences() * width], new double[data.essences()]);
  }

  private static String inWords(PenaltyContinuation.Result solved) {
    return "residual "
        + figure(solved.residual())
        + ", "
        + solved.wrongSigns()
        + " wrong signs after "
        + solved.iterations()
        + " steps";
  }

  /** Round n where every output layer is stationary, or need not be yet: nothing is constrained. */
  private Attempt polarizedFreely(Samples on, Moments of, CentreSet centres) {
    RowSpaceMethod method = method();
    try (RowSpace nothing = method.decide(method.empty(on.hidden().width()))) {
      return new OutputRound(run, on, of, centres.all())
          .solve(nothing, centres.store(), centres.count());
    }
  }

  private Attempt accepted(int u, int rank, int nullity, Network network, CentreSet centres) {
    double residual = new Reached(run, data).residual(network, centres).max();
    boolean stationary = residual <= run.options().stationarityTolerance();
    String detail = "residual " + figure(residual);
    return stationary
        ? new Attempt(u, rank, nullity, Double.POSITIVE_INFINITY, Outcome.VERIFIED, detail, network)
        : failed(u, rank, nullity, detail + " above stationarityTolerance");
  }

  private static Attempt failed(int u, int rank, int nullity, String detail) {
    return new Attempt(u, rank, nullity, Double.NaN, Outcome.NETWORK_TOO_SMALL, detail, null);
  }

  private TunableLayers layers(HiddenStack stack, Layer output, int from) {
    return new TunableLayers(
        stack, output, from, run.options().hiddenBias(), run.options().fitIntercept());
  }

  /** Never the Gram: it would keep values, and see gradients, to √ε only. */
  private RowSpaceMethod method() {
    return new Tsqr(run.options().rankTolerance());
  }

  private LayerDraw draw() {
    return (u, outputs, inputs) ->
        HiddenWeights.gaussianLayer(
            inputs,
            outputs,
            run.hiddenLayers().scale(),
            run.options().hiddenBias(),
            run.options().seed(),
            u - 1);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.2g", value);
  }
}
