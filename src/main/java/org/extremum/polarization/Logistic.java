package org.extremum.polarization;

import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Layer;
import org.extremum.samples.SampleStore;

/**
 * Logistic polarization (method.md 6): minimise over W and b
 *
 * <pre>Σω(-log softmax(z)_y) + (c/2)[(γ²/2) tr(W E Wᵀ) + λ‖W‖²],   z = Wh + b,   Σ_v w_v = 0</pre>
 *
 * by L-BFGS, preconditioned by c·M, the matrix of {@link LeastSquares}: in the coordinates P of its
 * metric, Wᵀ = T·P/√c, the sum is ½‖P‖² plus what {@link LogisticLoss} gathers. The mean p(1-p) is
 * c, so the whole is near the identity there. One pass for each evaluation.
 *
 * <p>The gauge costs nothing: slopes of a softmax sum to zero over the outputs, and so do all
 * steps. With two essences the second output is solved and mirrored.
 */
public final class Logistic {
  private final LeastSquares quadratic;
  private final HiddenSource hidden;
  private final SampleStore samples;
  private final double curvature;
  private final int essences;
  private final int first; // output that is solved first
  private final int copies; // rows of W that one solved row stands for
  private final double unit; // √(c·copies)
  private final double biasUnit; // √(c·copies·Σω)

  /**
   * @param quadratic of the same samples; not closed
   * @param hidden where the samples' hidden values are from
   * @param samples standardised, or kept with their hidden values
   * @param curvature c &gt; 0
   */
  public Logistic(
      LeastSquares quadratic, HiddenSource hidden, SampleStore samples, double curvature) {
    this.quadratic = quadratic;
    this.hidden = hidden;
    this.samples = samples;
    this.curvature = curvature;
    this.essences = quadratic.layer().outputs();
    this.first = Targets.firstSolved(essences);
    this.copies = first + 1;
    this.unit = Math.sqrt(curvature * copies);
    this.biasUnit = unit * Math.sqrt(quadratic.weight());
  }

  /**
   * What came of it.
   *
   * @param layer in the gauge
   * @param before the objective at the start
   * @param after the objective reached
   * @param iterations steps of L-BFGS
   * @param passes over the samples
   */
  public record Result(Layer layer, double before, double after, int iterations, int passes) {}

  /** Is told of every pass. */
  @FunctionalInterface
  public interface Watch {
    /**
     * @param passes so far
     * @param value of the objective at the point tried
     */
    void passed(int passes, double value);
  }

  /**
   * Minimises.
   *
   * @param start any output layer in the metric's range; its gauge does not matter
   * @param iterations at most
   * @param tolerance relative improvement below which it stops
   */
  public Result polarize(
      Minimizer minimizer, Layer start, int iterations, double tolerance, Watch watch) {
    double[] from = point(start.gauged());
    int[] passes = {0};
    Objective watched =
        (point, gradient) -> {
          double value = evaluate(point, gradient);
          watch.passed(++passes[0], value);
          return value;
        };
    double[] gradient = new double[from.length];
    double before = watched.evaluate(from, gradient);
    double steepness = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    if (!(steepness > 0)) {
      return new Result(layer(from), before, before, 0, passes[0]);
    }
    double[] begin = times(1 / steepness, from);
    double squared = steepness * steepness;
    Remembering objective =
        new Remembering(
            scaled(watched, steepness), begin, before / squared, times(1 / steepness, gradient));
    Minimizer.Result found = minimizer.minimize(objective, begin, iterations, tolerance);
    double after = found.value() * squared;
    if (!(after < before)) {
      return new Result(layer(from), before, before, found.iterations(), passes[0]);
    }
    return new Result(
        layer(times(steepness, found.point())), before, after, found.iterations(), passes[0]);
  }

  /**
   * The objective in units in which the first step of a line search, of length one along the
   * gradient, is the whole gradient: right where the curvature is one.
   */
  private static Objective scaled(Objective objective, double unit) {
    return (point, gradient) -> {
      double value = objective.evaluate(times(unit, point), gradient);
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] /= unit;
      }
      return value / (unit * unit);
    };
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /** Coordinates of each solved output, then a bias for each where there is an intercept. */
  int parameters() {
    int outputs = essences - first;
    return outputs * quadratic.metric().dimension() + (quadratic.intercept() ? outputs : 0);
  }

  /** One pass over the samples, and two products with the factor on the driver. */
  double evaluate(double[] point, double[] gradient) {
    Layer layer = layer(point);
    LogisticLoss.Sum sum =
        samples.aggregate(new LogisticLoss(hidden, layer, atCentre(layer), curvature));
    double[] slopes = slopes(sum);
    System.arraycopy(slopes, 0, gradient, 0, slopes.length);
    double squares = 0;
    for (int k = 0; k < biasesFrom(); k++) {
      squares += point[k] * point[k];
      gradient[k] += point[k];
    }
    return sum.loss() - curvature / 2 * sum.squares() + squares / 2;
  }

  private int biasesFrom() {
    return (essences - first) * quadratic.metric().dimension();
  }

  /** z at the centre, V numbers. */
  private double[] atCentre(Layer layer) {
    double[] z = layer.biases().clone();
    for (int k = 0; k < layer.inputs(); k++) {
      for (int v = 0; v < z.length; v++) {
        z[v] += layer.weight(v, k) * quadratic.centre()[k];
      }
    }
    return z;
  }

  /** The slopes of the data's part, in the order of a point. */
  private double[] slopes(LogisticLoss.Sum sum) {
    int l = hidden.width();
    double[] slopes = new double[parameters()];
    try (Matrix inWeights = Matrix.zeros(l, essences - first)) {
      double[] column = new double[l];
      for (int v = first; v < essences; v++) {
        for (int k = 0; k < l; k++) {
          double centred = sum.gradient()[k + v * l] - sum.slopes()[v] * quadratic.centre()[k];
          column[k] = copies * centred / unit;
        }
        inWeights.setColumns(v - first, 1, column, 0);
      }
      try (Matrix inPoint = quadratic.metric().slopes(inWeights)) {
        inPoint.getColumns(0, inPoint.columns(), slopes, 0);
      }
    }
    for (int k = biasesFrom(), v = first; k < slopes.length; k++, v++) {
      slopes[k] = copies * sum.residuals()[v] / biasUnit;
    }
    return slopes;
  }

  /** Undone by {@link #layer}. */
  double[] point(Layer layer) {
    double[] point = new double[parameters()];
    try (Matrix weights = Matrix.zeros(layer.inputs(), essences - first)) {
      for (int v = first; v < essences; v++) {
        for (int k = 0; k < layer.inputs(); k++) {
          weights.set(k, v - first, unit * layer.weight(v, k));
        }
      }
      try (Matrix inPoint = quadratic.metric().point(weights)) {
        inPoint.getColumns(0, inPoint.columns(), point, 0);
      }
    }
    double[] biases = atCentre(layer);
    for (int k = biasesFrom(), v = first; k < point.length; k++, v++) {
      point[k] = biasUnit * biases[v];
    }
    return point;
  }

  /** The output layer at a point, in the gauge. */
  Layer layer(double[] point) {
    int outputs = essences - first;
    int q = quadratic.metric().dimension();
    try (Matrix inPoint = Matrix.ofColumnMajor(q, outputs, Arrays.copyOf(point, q * outputs));
        Matrix weights = quadratic.metric().weights(inPoint)) {
      double[] biases = new double[outputs];
      for (int v = 0; v < outputs; v++) {
        double[] w = weights.column(v);
        for (int k = 0; k < w.length; k++) {
          w[k] /= unit;
        }
        weights.setColumns(v, 1, w, 0);
        if (quadratic.intercept()) {
          biases[v] = point[q * outputs + v] / biasUnit - inner(w, quadratic.centre());
        }
      }
      return Targets.outputLayer(weights, biases, essences).gauged();
    }
  }

  private static double inner(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
