package org.extremum.network;

import java.io.Serializable;
import org.extremum.linalg.Matrix;

/**
 * Weights W^[u] and biases b^[u] of one layer. Immutable; arrays handed over are not copied.
 *
 * @param outputs l_u
 * @param inputs l_{u-1}
 * @param weights column-major l_u × l_{u-1}
 * @param biases l_u
 */
public record Layer(int outputs, int inputs, double[] weights, double[] biases)
    implements Serializable {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException when lengths do not fit
   */
  public Layer {
    if (weights.length != (long) outputs * inputs || biases.length != outputs) {
      throw new IllegalArgumentException(
          "layer "
              + outputs
              + " x "
              + inputs
              + ": got "
              + weights.length
              + " weights and "
              + biases.length
              + " biases");
    }
  }

  /** W as a new off-heap matrix, l_u × l_{u-1}. */
  public Matrix weightMatrix() {
    return Matrix.ofColumnMajor(outputs, inputs, weights);
  }

  /**
   * The layer in the gauge Σ_v w_v = 0, Σ_v b_v = 0: the mean row is subtracted from all, which
   * changes every output by the same function of h, so no difference of outputs (method.md 5).
   * Least squares with targets ±1 leaves Σ_v w_v = 0 up to rounding and Σ_v b_v = 2 - V.
   */
  public Layer gauged() {
    double[] centred = new double[weights.length];
    for (int j = 0; j < inputs; j++) {
      centre(weights, centred, j * outputs);
    }
    double[] centredBiases = new double[outputs];
    centre(biases, centredBiases, 0);
    return new Layer(outputs, inputs, centred, centredBiases);
  }

  private void centre(double[] from, double[] to, int offset) {
    double mean = 0;
    for (int v = 0; v < outputs; v++) {
      mean += from[offset + v] / outputs;
    }
    for (int v = 0; v < outputs; v++) {
      to[offset + v] = from[offset + v] - mean;
    }
  }

  public double weight(int output, int input) {
    return weights[output + input * outputs];
  }
}
