package org.extremum.finetuning;

import org.extremum.network.Network;
import org.extremum.polarization.Minimizer;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.verification.Signs;
import org.extremum.verification.Stationarity;

/**
 * Round u &lt; n, the true non-linear system (method.md 9c): {@link LayerTuning} on the centres
 * with ρ growing from stage to stage, each from where the last one ended, until the largest
 * stationarity residual meets the tolerance and every sign is right.
 *
 * <p>{@link Loss#SQUARED_HINGE} suits it: at a solution loss and penalty are both zero, whatever ρ
 * is, so that gradients vanish without ρ going to infinity. With the other losses the residual
 * falls like 1/ρ only. ρ begins small, so that signs come right before the function is flattened:
 * of 48 tiny problems 43 were solved from ρ = 0.1, 32 from 1, 22 from 10.
 *
 * <p>The system is not convex. A residual that is met with a wrong sign left is a local minimum,
 * and says that these initial weights lead nowhere, not that the network is too small. And neurons
 * may saturate: a steep step between centres is stationary too. The growth tells.
 *
 * <p>The layers found have a null space of round n that is numerical, not exact: singular values of
 * A of about the residual reached. Who decides it anew takes the residual as rank tolerance, or
 * keeps the output layer found here.
 *
 * @param loss ℓ
 * @param rho first ρ, positive
 * @param growth factor of ρ from stage to stage, &gt; 1
 * @param stages at most
 * @param iterations steps of a stage at most
 * @param tolerance of the largest stationarity residual
 */
public record PenaltyContinuation(
    Loss loss, double rho, double growth, int stages, int iterations, double tolerance) {
  /** Improvement below which a stage counts as done; the next one goes on from there anyway. */
  private static final double IMPROVEMENT = 1e-9;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is not as said
   */
  public PenaltyContinuation {
    if (!(rho > 0 && growth > 1 && tolerance > 0) || stages < 1 || iterations < 1) {
      throw new IllegalArgumentException(
          "penalty continuation: expected rho > 0, growth > 1, stages and iterations >= 1,"
              + " tolerance > 0, got "
              + this);
    }
  }

  /** Why it ended. */
  public enum Reason {
    /** All centres are stationary within the tolerance and have the right sign. */
    REACHED,
    /** ρ has grown as often as was allowed. */
    STAGES_SPENT
  }

  /**
   * What came of it.
   *
   * @param layers of the stage that ended it
   * @param reason why it ended
   * @param residualBefore largest stationarity residual at the start
   * @param residual the same at the end
   * @param wrongSigns centres with a wrong sign at the end
   * @param growth ‖change‖/‖start‖ over all parameters that may move, Frobenius
   * @param rho of the last stage
   * @param iterations steps of all stages
   */
  public record Result(
      TunableLayers layers,
      Reason reason,
      double residualBefore,
      double residual,
      long wrongSigns,
      double growth,
      double rho,
      int iterations) {}

  /**
   * Solves over layers from..n.
   *
   * @param centres the samples that must become stationary, standardised; the residual's deviation
   *     of an output is that over them
   */
  public Result solve(TunableLayers start, SampleStore centres, Minimizer minimizer) {
    double before = residual(start, centres);
    TunableLayers layers = start;
    double residual = before;
    long wrong = 0;
    double factor = rho;
    int steps = 0;
    for (int stage = 0; stage < stages; stage++) {
      factor = rho * Math.pow(growth, stage);
      LayerTuning.Result tuned =
          new LayerTuning(loss, factor, 0)
              .tune(layers, centres, minimizer, iterations, IMPROVEMENT);
      layers = tuned.layers();
      steps += tuned.iterations();
      residual = residual(layers, centres);
      wrong = centres.aggregate(new Signs.Checking(network(layers))).wrong();
      if (residual <= tolerance && wrong == 0) {
        return new Result(
            layers, Reason.REACHED, before, residual, 0, growth(start, layers), factor, steps);
      }
    }
    return new Result(
        layers, Reason.STAGES_SPENT, before, residual, wrong, growth(start, layers), factor, steps);
  }

  private static double growth(TunableLayers start, TunableLayers end) {
    double[] from = start.point();
    double[] change = end.point();
    for (int k = 0; k < change.length; k++) {
      change[k] -= from[k];
    }
    return Math.sqrt(ConjugateGradients.dot(change, change) / ConjugateGradients.dot(from, from));
  }

  private static double residual(TunableLayers layers, SampleStore centres) {
    return centres.aggregate(new Stationarity.Measuring(network(layers))).max();
  }

  private static Network network(TunableLayers layers) {
    return new Network(
        Standardiser.none(layers.hidden().inputs()), layers.hidden(), layers.output());
  }
}
