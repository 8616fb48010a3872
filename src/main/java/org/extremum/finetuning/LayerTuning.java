package org.extremum.finetuning;

import java.util.stream.DoubleStream;
import org.extremum.moments.Sketch;
import org.extremum.polarization.Minimizer;
import org.extremum.polarization.Objective;
import org.extremum.samples.SampleStore;

/**
 * Minimises, over the layers that may move,
 *
 * <pre>Σ ω ℓ(z) + (ρ/2) Σ ω Σ_v ‖∇_x z_v‖² + (λ/2)‖W^[n]‖²</pre>
 *
 * by a given number of steps. From layer 1, on all samples and from an EI solution, this is
 * fine-tuning of all layers (paper §7): with {@link Loss#HALF_SQUARED_ERROR}, ρ = γ²/2 and λ =
 * regParam it is half of what weakened mode minimises over the output layer (method.md 6), with
 * {@link Loss#LOGISTIC} ρ = c·γ²/2 and λ = c·regParam, c the mean curvature of the loss. Hidden
 * layers have no ridge: they were not drawn around zero; the number of steps bounds how far they
 * go.
 *
 * @param loss ℓ
 * @param rho ρ ≥ 0
 * @param ridge λ ≥ 0
 * @param sketch of the outputs in the penalty ({@link TuningLoss}); null: exact
 */
public record LayerTuning(Loss loss, double rho, double ridge, Sketch sketch) {
  /** With every output's gradient. */
  public LayerTuning(Loss loss, double rho, double ridge) {
    this(loss, rho, ridge, null);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a factor is negative or not finite
   */
  public LayerTuning {
    if (!(rho >= 0 && rho < Double.POSITIVE_INFINITY)
        || !(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tuning: expected rho >= 0 and ridge >= 0, got " + rho + " and " + ridge);
    }
  }

  /**
   * What came of it.
   *
   * @param layers moved
   * @param before the objective at the start
   * @param after the objective reached
   * @param iterations steps taken
   */
  public record Result(TunableLayers layers, double before, double after, int iterations) {}

  /**
   * One pass for each evaluation, at least one for each step.
   *
   * @param samples standardised
   * @param iterations at most
   * @param tolerance relative improvement below which it stops
   */
  public Result tune(
      TunableLayers start,
      SampleStore samples,
      Minimizer minimizer,
      int iterations,
      double tolerance) {
    Objective objective = objective(start, samples);
    double[] from = start.point();
    double[] gradient = new double[from.length];
    double before = objective.evaluate(from, gradient);
    double steepness = Math.sqrt(ConjugateGradients.dot(gradient, gradient));
    if (!(before > 0 && steepness > 0)) {
      return new Result(start, before, before, 0);
    }
    double unit = 2 * before / steepness;
    Minimizer.Result found =
        minimizer.minimize(
            scaled(objective, unit, before), times(1 / unit, from), iterations, tolerance);
    if (!(found.value() < 1)) {
      return new Result(start, before, before, found.iterations());
    }
    return new Result(
        start.at(times(unit, found.point())), before, found.value() * before, found.iterations());
  }

  /**
   * The objective in units in which the first step of a line search along the gradient, of length
   * one, is Polyak's step 2f/‖∇f‖, and in which value and gradient begin at 1 and 2. In units of
   * its own the penalty's curvature, up to ρ times that of the loss, makes the same step too long
   * by more than a line search can take back.
   */
  private static Objective scaled(Objective objective, double unit, double value) {
    return (point, gradient) -> {
      double at = objective.evaluate(times(unit, point), gradient);
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] *= unit / value;
      }
      return at / value;
    };
  }

  private static double[] times(double factor, double[] values) {
    return DoubleStream.of(values).map(value -> factor * value).toArray();
  }

  Objective objective(TunableLayers layers, SampleStore samples) {
    int first = layers.outputOffset();
    int end = first + layers.output().weights().length;
    return (point, gradient) -> {
      TuningLoss.Sum sum = samples.aggregate(new TuningLoss(layers.at(point), loss, rho, sketch));
      System.arraycopy(sum.gradient(), 0, gradient, 0, gradient.length);
      double squares = 0;
      for (int k = first; k < end; k++) {
        squares += point[k] * point[k];
        gradient[k] += ridge * point[k];
      }
      return sum.loss() + rho / 2 * sum.squaredGradients() + ridge / 2 * squares;
    };
  }
}
