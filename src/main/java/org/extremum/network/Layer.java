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

  public double weight(int output, int input) {
    return weights[output + input * outputs];
  }
}
