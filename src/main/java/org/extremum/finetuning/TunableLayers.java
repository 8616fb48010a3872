package org.extremum.finetuning;

import java.io.Serializable;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * Which parameters move, and their order in a point: for layers u = from..n, each W^[u]
 * column-major and then b^[u]. Biases that do not move have their places too; their gradient is
 * zero. Immutable.
 *
 * @param hidden layers 1..n-1
 * @param output layer n
 * @param from the lowest layer that moves, from 1 to n
 * @param hiddenBias whether hidden biases move
 * @param intercept whether output biases move
 */
public record TunableLayers(
    HiddenStack hidden, Layer output, int from, boolean hiddenBias, boolean intercept)
    implements Serializable {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException when the output layer does not fit or there is no such layer
   */
  public TunableLayers {
    if (output.inputs() != hidden.width() || from < 1 || from > hidden.depth() + 1) {
      throw new IllegalArgumentException(
          "layers to tune: expected an output layer of "
              + hidden.width()
              + " inputs and a first layer of 1 to "
              + (hidden.depth() + 1)
              + ", got "
              + output.inputs()
              + " and "
              + from);
    }
  }

  /** n. */
  int top() {
    return hidden.depth() + 1;
  }

  Layer layer(int u) {
    return u == top() ? output : hidden.layers().get(u - 1);
  }

  boolean biasMoves(int u) {
    return u == top() ? intercept : hiddenBias;
  }

  /** Number of values of a point. */
  int parameters() {
    int count = 0;
    for (int u = from; u <= top(); u++) {
      count =
          Math.addExact(count, Math.addExact(layer(u).weights().length, layer(u).biases().length));
    }
    return count;
  }

  /** Where W^[n] begins in a point; it goes on for V·l values. */
  int outputOffset() {
    return parameters() - output.weights().length - output.biases().length;
  }

  /** Where these layers are. */
  double[] point() {
    double[] point = new double[parameters()];
    int at = 0;
    for (int u = from; u <= top(); u++) {
      at = copy(layer(u).weights(), point, at);
      at = copy(layer(u).biases(), point, at);
    }
    return point;
  }

  private static int copy(double[] values, double[] point, int at) {
    System.arraycopy(values, 0, point, at, values.length);
    return at + values.length;
  }

  /** These layers moved to a point, copied. */
  TunableLayers at(double[] point) {
    HiddenStack stack = hidden;
    Layer last = output;
    int at = 0;
    for (int u = from; u <= top(); u++) {
      Layer old = layer(u);
      double[] weights = new double[old.weights().length];
      double[] biases = new double[old.biases().length];
      System.arraycopy(point, at, weights, 0, weights.length);
      at += weights.length;
      System.arraycopy(point, at, biases, 0, biases.length);
      at += biases.length;
      Layer moved = new Layer(old.outputs(), old.inputs(), weights, biases);
      if (u == top()) {
        last = moved;
      } else {
        stack = stack.withLayer(u, moved);
      }
    }
    return new TunableLayers(stack, last, from, hiddenBias, intercept);
  }
}
