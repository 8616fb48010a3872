package org.extremum.finetuning;

import org.extremum.linalg.Blas;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.moments.GradientRows;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.polarization.StationaryFunctions;
import org.extremum.samples.SampleStore;

/**
 * Round u &lt; n, exact and linear (method.md 9a): layer u is redrawn on functions of h^[u-1] that
 * are stationary at every central sample. With N the basis of null(A^[u-1]), W^[u] = R·D·Nᵀ gives
 * J^[u](x_i) = diag(c)·R·D·NᵀJ^[u-1](x_i) = 0, and so J^[n-1](x_i) = 0: every output layer whatever
 * is stationary at the centres. The null space of round n is then all of R^l, to be polarized as it
 * is; it must not be decided anew, since the rank of a matrix of rounding errors means nothing.
 *
 * <p>The functions are those that vary over the samples ({@link StationaryFunctions}), centred and
 * of unit variance (D, and h̄ in the biases). Without that, functions of a null space vary by 1e-3
 * and less about means of order one, and the redrawn neurons would be constants: the draw wants
 * coordinates like the standardised ones that layer 1 gets. Layers above u are kept; they were
 * drawn for inputs h^[u] of the same range.
 */
public final class StationaryLayer {
  /**
   * Functions that deviate less than this times the largest deviation are left out. Scaling to unit
   * variance multiplies the null basis's rounding, some ε·σ_max(A), by the inverse: 1e-5 leaves
   * Jacobians of about 1e-11 of their former size.
   */
  static final double LEAST_DEVIATION = 1e-5;

  private final SampleStore centres;
  private final long count;
  private final SampleStore samples;
  private final int essences;

  /**
   * @param centres the samples that must become stationary, standardised
   * @param count how many they are, φ_c
   * @param samples the samples over which functions must vary, standardised: all, or the centres
   * @param essences V
   */
  public StationaryLayer(SampleStore centres, long count, SampleStore samples, int essences) {
    this.centres = centres;
    this.count = count;
    this.samples = samples;
    this.essences = essences;
  }

  /**
   * What came of a layer.
   *
   * @param u the layer
   * @param rank of A^[u-1], φ_c·m × l_{u-1}
   * @param nullity l_{u-1} - rank
   * @param useful functions of the null space that vary over the samples and were drawn on; 0 when
   *     the layer is no way out
   * @param stack the hidden layers with W^[u], b^[u] redrawn; unchanged when {@code useful} is 0
   */
  public record Result(int u, int rank, int nullity, int useful, HiddenStack stack) {
    /** Nothing to draw on: go on with a lower layer, or with 9b. */
    public boolean trivial() {
      return useful == 0;
    }
  }

  /**
   * Redraws layer u. One pass over the centres for the rows, 2·m·Σl_j·l_{j-1} FLOPs a centre and
   * what the method takes; where there is a null space one Moments pass of layers below u over the
   * samples.
   *
   * @param stack layers 1..n-1
   * @param u from 2 to n-1
   * @param method decides the rank of A^[u-1]; its order is l_{u-1}, its rows φ_c·m
   */
  public Result solve(HiddenStack stack, int u, RowSpaceMethod method, LayerDraw draw) {
    if (u < 2 || u > stack.depth()) {
      throw new IllegalArgumentException(
          "layer to redraw: expected 2 to " + stack.depth() + ", got " + u);
    }
    HiddenStack below = stack.first(u - 1);
    RowSpaceFactor factor = centres.aggregate(new RowsPass(below, method, count * stack.inputs()));
    try (RowSpace rowSpace = BlasThreads.onAllCores(() -> method.decide(factor))) {
      if (rowSpace.nullity() == 0) {
        return new Result(u, rowSpace.rank(), 0, 0, stack);
      }
      Moments moments =
          samples
              .aggregate(new MomentsPass(below, essences, null, null, GradientRows.NONE))
              .training();
      try (StationaryFunctions functions =
          BlasThreads.onAllCores(
              () -> StationaryFunctions.in(rowSpace.nullBasis(), moments, true))) {
        int useful = useful(functions.deviations());
        HiddenStack redrawn =
            useful == 0 ? stack : stack.withLayer(u, layer(stack, u, functions, moments, draw));
        return new Result(u, rowSpace.rank(), rowSpace.nullity(), useful, redrawn);
      }
    }
  }

  private static int useful(double[] deviations) {
    int useful = 0;
    while (useful < deviations.length && deviations[useful] > LEAST_DEVIATION * deviations[0]) {
      useful++;
    }
    return useful;
  }

  /** W = R·(P·D)ᵀ, b = drawn - W·h̄. */
  private static Layer layer(
      HiddenStack stack, int u, StationaryFunctions functions, Moments moments, LayerDraw draw) {
    int outputs = stack.layers().get(u - 1).outputs();
    int inputs = moments.width();
    int useful = useful(functions.deviations());
    Layer drawn = draw.draw(u, outputs, useful);
    double[] mean = moments.valueSum();
    for (int k = 0; k < inputs; k++) {
      mean[k] /= moments.weight();
    }
    try (Matrix basis = Matrix.ofColumnMajor(inputs, useful, functions.unitVarianceBasis(useful));
        Matrix r = drawn.weightMatrix();
        Matrix w = Blas.multiply(Blas.Op.NONE, r, Blas.Op.TRANSPOSED, basis)) {
      double[] weights = w.toArray();
      double[] biases = drawn.biases().clone();
      for (int j = 0; j < inputs; j++) {
        for (int k = 0; k < outputs; k++) {
          biases[k] -= weights[k + j * outputs] * mean[j];
        }
      }
      return new Layer(outputs, inputs, weights, biases);
    }
  }
}
