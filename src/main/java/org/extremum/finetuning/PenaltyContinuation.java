package org.extremum.finetuning;

import java.util.stream.DoubleStream;
import org.extremum.network.Layer;
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
 * falls like 1/ρ only. ρ should begin small, so that signs come right before the function is
 * flattened.
 *
 * <p>The system is not convex. A residual that is met with a wrong sign left is a local minimum,
 * and says that these initial weights lead nowhere, not that the network is too small.
 *
 * <p>A network that jumps between the centres is stationary at them too: neurons saturate, weights
 * grow a hundredfold and more, and the residual is met by underflow of the slopes. That is no
 * solution, whatever the residual; so the growth is bounded as in {@link GradientSolve}.
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
 * @param maxGrowth bound of ‖Δ‖/‖[W^[u], b^[u]]‖, Frobenius, of every hidden layer that moves;
 *     looked at after each stage
 */
public record PenaltyContinuation(
    Loss loss,
    double rho,
    double growth,
    int stages,
    int iterations,
    double tolerance,
    double maxGrowth) {
  /** Improvement below which a stage counts as done; the next one goes on from there anyway. */
  private static final double IMPROVEMENT = 1e-9;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is not as said
   */
  public PenaltyContinuation {
    if (!(rho > 0 && growth > 1 && tolerance > 0 && maxGrowth > 0)
        || stages < 1
        || iterations < 1) {
      throw new IllegalArgumentException(
          "penalty continuation: expected rho > 0, growth > 1, stages and iterations >= 1,"
              + " tolerance and maxGrowth > 0, got "
              + this);
    }
  }

  /** Why it ended. */
  public enum Reason {
    /** All centres are stationary within the tolerance and have the right sign. */
    REACHED,
    /** Parameters have grown more than they may; not a solution even where the residual is met. */
    GROWTH_REACHED,
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
   * @param growth the largest ‖Δ‖/‖[W^[u], b^[u]]‖ of the hidden layers that moved
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
    int steps = 0;
    for (int stage = 0; ; stage++) {
      double factor = rho * Math.pow(growth, stage);
      LayerTuning.Result tuned =
          new LayerTuning(loss, factor, 0)
              .tune(layers, centres, minimizer, iterations, IMPROVEMENT);
      layers = tuned.layers();
      steps += tuned.iterations();
      double residual = residual(layers, centres);
      long wrong = centres.aggregate(new Signs.Checking(network(layers))).wrong();
      double grown = growth(start, layers);
      boolean solved = residual <= tolerance && wrong == 0;
      if (!(grown <= maxGrowth) || solved || stage + 1 == stages) {
        return new Result(
            layers, reason(grown, solved), before, residual, wrong, grown, factor, steps);
      }
    }
  }

  private Reason reason(double grown, boolean solved) {
    if (!(grown <= maxGrowth)) {
      return Reason.GROWTH_REACHED;
    }
    return solved ? Reason.REACHED : Reason.STAGES_SPENT;
  }

  /** The largest over hidden layers; output weights may have any size, residuals are relative. */
  private static double growth(TunableLayers start, TunableLayers end) {
    double largest = 0;
    for (int u = start.from(); u < start.top(); u++) {
      double[] from = values(start.layer(u));
      double[] change = values(end.layer(u));
      for (int k = 0; k < change.length; k++) {
        change[k] -= from[k];
      }
      double squared = ConjugateGradients.dot(change, change) / ConjugateGradients.dot(from, from);
      largest = Math.max(largest, Math.sqrt(squared));
    }
    return largest;
  }

  private static double[] values(Layer layer) {
    return DoubleStream.concat(DoubleStream.of(layer.weights()), DoubleStream.of(layer.biases()))
        .toArray();
  }

  private static double residual(TunableLayers layers, SampleStore centres) {
    return centres.aggregate(new Stationarity.Measuring(network(layers))).max();
  }

  private static Network network(TunableLayers layers) {
    return new Network(
        Standardiser.none(layers.hidden().inputs()), layers.hidden(), layers.output());
  }
}
