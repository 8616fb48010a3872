package org.extremum.finetuning;

import org.extremum.linalg.Blas;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.samples.SampleStore;

/**
 * Round u &lt; n, values kept and gradients solved, linear (method.md 9b). The rows of Δ[W^[u],
 * b^[u]] = X·Nᵀ lie in the null space N of the rows (h^[u-1](x_i), 1), so that z^[u], and with it
 * all values and slopes of layers u and above, stay what they are at the centres, with the output
 * layer's values and signs; only derivatives change, and they are linear in X (l_u × k): φ_c·m·V
 * equations, solved in the least-squares sense, damped, by {@link ConjugateGradients}.
 *
 * <p>Without damping gradients fall to rounding while weights grow a hundredfold and more where the
 * system is tight, and samples that are no centres pay for it. So the damping is positive, the
 * number of steps bounded, and the growth ‖Δ‖/‖[W, b]‖ too. Solving again from the result, with the
 * same damping, takes the residual further (iterated Tikhonov), at the price of more growth.
 *
 * @param damping μ relative to ‖A‖, positive. How far 1e-3 takes gradients down depends on the
 *     conditioning: by a factor of 10⁴ where there are many more unknowns than equations, by 2
 *     where there are as many
 * @param maxGrowth bound of ‖Δ‖/‖[W^[u], b^[u]]‖, Frobenius
 * @param maxIterations steps at most, one pass each
 * @param tolerance of the normal equations' residual relative to the one at the start
 */
public record GradientSolve(double damping, double maxGrowth, int maxIterations, double tolerance) {
  /** Passes to scale the damping by. */
  private static final int NORM_STEPS = 5;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is not positive
   */
  public GradientSolve {
    if (!(damping > 0 && maxGrowth > 0 && tolerance >= 0) || maxIterations < 1) {
      throw new IllegalArgumentException(
          "gradient solve: expected damping, maxGrowth, maxIterations > 0, tolerance >= 0, got "
              + damping
              + ", "
              + maxGrowth
              + ", "
              + maxIterations
              + ", "
              + tolerance);
    }
  }

  /** How it ended. */
  public enum Reason {
    /** No direction keeps the values; for u = 1 always so unless φ_c &lt; m (or m + 1). */
    TRIVIAL,
    /** The damped least squares are solved. */
    CONVERGED,
    /** The weights have grown as far as they may; the residual is lower than before. */
    GROWTH_REACHED,
    /** The number of steps is spent; the residual is lower than before. */
    ITERATIONS_SPENT
  }

  /**
   * What came of a layer.
   *
   * @param u the layer
   * @param rank of the rows (h^[u-1], 1)
   * @param nullity k: directions that keep the values
   * @param stack with W^[u], b^[u] changed; unchanged when trivial
   * @param gradientsBefore √Σ_iv‖∇_x z_v(x_i)‖² at the start
   * @param gradientsAfter the same of the new stack, evaluated
   * @param growth ‖Δ‖/‖[W^[u], b^[u]]‖
   * @param iterations steps taken
   * @param reason how it ended
   */
  public record Result(
      int u,
      int rank,
      int nullity,
      HiddenStack stack,
      double gradientsBefore,
      double gradientsAfter,
      double growth,
      int iterations,
      Reason reason) {}

  /** Where it is solved: hidden layers, output layer, the layer that changes, and the centres. */
  private record Problem(HiddenStack stack, Layer output, int u, SampleStore centres) {
    Layer layer() {
      return stack.layers().get(u - 1);
    }

    GradientProduct.Sum product(double[] matrix) {
      return centres.aggregate(new GradientProduct(stack, output, u, matrix));
    }
  }

  /**
   * Changes layer u. One pass for the values' rows, six to start, one for each step.
   *
   * @param layers the hidden layers and the output layer, least squares say; {@code from} is the
   *     layer u that changes, 1 to n-1, {@code hiddenBias} whether b^[u] may
   * @param centres the samples whose values stay and whose gradients go, standardised
   * @param count how many they are, φ_c
   * @param method decides which directions keep the values; its order is l_{u-1} (+ 1 with biases),
   *     its rows φ_c. Not Gram: values would be kept to √ε only
   */
  public Result solve(
      TunableLayers layers, SampleStore centres, long count, RowSpaceMethod method) {
    HiddenStack stack = layers.hidden();
    int u = layers.from();
    ValueRows pass = new ValueRows(stack, u, layers.hiddenBias(), method, count);
    RowSpaceFactor factor = centres.aggregate(pass);
    Problem problem = new Problem(stack, layers.output(), u, centres);
    try (RowSpace rowSpace = BlasThreads.onAllCores(() -> method.decide(factor))) {
      GradientProduct.Sum start = problem.product(problem.layer().weights());
      double before = Math.sqrt(start.squaredGradients());
      if (rowSpace.nullity() == 0) {
        return new Result(u, rowSpace.rank(), 0, stack, before, before, 0, 0, Reason.TRIVIAL);
      }
      return solve(problem, rowSpace, start);
    }
  }

  private Result solve(Problem problem, RowSpace rowSpace, GradientProduct.Sum start) {
    Layer layer = problem.layer();
    Matrix basis = rowSpace.nullBasis();
    try (Matrix weightRows = firstRows(basis, layer.inputs())) {
      ConjugateGradients.NormalOperator normal =
          x -> reduced(problem.product(expanded(x, layer, weightRows)).product(), weightRows);
      double[] rightHandSide = reduced(start.product(), weightRows);
      for (int k = 0; k < rightHandSide.length; k++) {
        rightHandSide[k] = -rightHandSide[k];
      }
      double size = norm(layer);
      ConjugateGradients.Result solved =
          new ConjugateGradients(
                  damping * ConjugateGradients.norm(normal, rightHandSide, NORM_STEPS),
                  tolerance,
                  maxIterations,
                  maxGrowth * size)
              .solve(normal, rightHandSide);
      Layer changed = changed(layer, expanded(solved.x(), layer, basis));
      HiddenStack stack = problem.stack().withLayer(problem.u(), changed);
      return new Result(
          problem.u(),
          rowSpace.rank(),
          rowSpace.nullity(),
          stack,
          Math.sqrt(start.squaredGradients()),
          Math.sqrt(problem.product(changed.weights()).squaredGradients()),
          Math.sqrt(ConjugateGradients.dot(solved.x(), solved.x())) / size,
          solved.iterations(),
          reason(solved.stop()));
    }
  }

  private static Reason reason(ConjugateGradients.Stop stop) {
    return switch (stop) {
      case CONVERGED -> Reason.CONVERGED;
      case NORM_REACHED -> Reason.GROWTH_REACHED;
      case ITERATIONS_SPENT -> Reason.ITERATIONS_SPENT;
    };
  }

  /** N without the row of the bias. */
  private static Matrix firstRows(Matrix basis, int rows) {
    Matrix first = Matrix.zeros(rows, basis.columns());
    double[] column = new double[basis.rows()];
    for (int j = 0; j < basis.columns(); j++) {
      basis.getColumns(j, 1, column, 0);
      first.setColumns(j, 1, column, 0);
    }
    return first;
  }

  /** X·Nᵀ, column-major. */
  private static double[] expanded(double[] x, Layer layer, Matrix basis) {
    try (Matrix matrix = Matrix.ofColumnMajor(layer.outputs(), basis.columns(), x);
        Matrix product = Blas.multiply(Blas.Op.NONE, matrix, Blas.Op.TRANSPOSED, basis)) {
      return product.toArray();
    }
  }

  /** M·N, column-major. */
  private static double[] reduced(double[] m, Matrix basis) {
    try (Matrix matrix = Matrix.ofColumnMajor(m.length / basis.rows(), basis.rows(), m);
        Matrix product = Blas.multiply(matrix, basis)) {
      return product.toArray();
    }
  }

  private static double norm(Layer layer) {
    return Math.sqrt(
        ConjugateGradients.dot(layer.weights(), layer.weights())
            + ConjugateGradients.dot(layer.biases(), layer.biases()));
  }

  /** The layer plus Δ, whose last column is that of the bias where there is one more. */
  private static Layer changed(Layer layer, double[] delta) {
    double[] weights = layer.weights().clone();
    double[] biases = layer.biases().clone();
    for (int k = 0; k < weights.length; k++) {
      weights[k] += delta[k];
    }
    for (int k = weights.length; k < delta.length; k++) {
      biases[k - weights.length] += delta[k];
    }
    return new Layer(layer.outputs(), layer.inputs(), weights, biases);
  }
}
