package org.extremum.export;

import java.util.List;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;
import org.extremum.training.Problem;

/**
 * A network as Spark's MultilayerPerceptronClassifier understands it: hidden layers of sigmoids,
 * softmax outputs, unstandardised features in. Weights and biases of the layers one after the
 * other, weights column-major as here. The standardiser, which that classifier does not have, is
 * folded into the first layer: W/s and b - W·(mean/s), zero weights for features it drops.
 *
 * <p>Its raw outputs are z of the network to rounding (κ is in W^[n], b^[n] already), so its
 * predictions are the same; its probabilities softmax(z), the network's own for softmax outputs.
 *
 * @param layers widths, inputs first and V last
 * @param values what {@code setInitialWeights} takes
 */
public record MlpcWeights(int[] layers, double[] values) {
  /** Of an array. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /**
   * Makes them, 8·Σ (l_{u-1} + 1)·l_u bytes.
   *
   * @throws Problem (usage) when the hidden layers are no sigmoids, (output) when there are more
   *     weights than an array can hold
   */
  public static MlpcWeights of(Network network) {
    check(network);
    List<Layer> hidden = network.hidden().layers();
    int[] layers = new int[hidden.size() + 2];
    layers[0] = network.inputFeatures();
    for (int u = 0; u < hidden.size(); u++) {
      layers[u + 1] = hidden.get(u).outputs();
    }
    layers[layers.length - 1] = network.essences();
    double[] values = new double[Math.toIntExact(count(network))];
    int at = putFolded(hidden.get(0), network.standardiser(), values);
    for (Layer layer : hidden.subList(1, hidden.size())) {
      at = put(layer, values, at);
    }
    put(network.output(), values, at);
    return new MlpcWeights(layers, values);
  }

  /** Refuses, as {@link #of} does. */
  static void check(Network network) {
    Activation activation = network.hidden().activation();
    if (activation != Activation.SIGMOID) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--to mlpc, the model's activation",
          Activation.SIGMOID.optionName() + ", the only one MultilayerPerceptronClassifier has",
          activation.optionName(),
          "train with --set activation=sigmoid, or export to onnx or json");
    }
    if (count(network) > LARGEST) {
      throw Problem.of(
          Problem.Kind.OUTPUT,
          "--to mlpc, weights",
          "at most " + LARGEST + ", as a vector can hold",
          count(network),
          "export to json");
    }
  }

  private static long count(Network network) {
    long count = (long) network.hidden().widths().get(0) * (network.inputFeatures() + 1L);
    for (Layer layer : network.hidden().layers().subList(1, network.hidden().depth())) {
      count += layer.outputs() * (layer.inputs() + 1L);
    }
    return count + network.output().outputs() * (network.output().inputs() + 1L);
  }

  private static int put(Layer layer, double[] values, int at) {
    System.arraycopy(layer.weights(), 0, values, at, layer.weights().length);
    int biases = at + layer.weights().length;
    System.arraycopy(layer.biases(), 0, values, biases, layer.outputs());
    return biases + layer.outputs();
  }

  private static int putFolded(Layer first, Standardiser standardiser, double[] values) {
    int l = first.outputs();
    int biases = l * standardiser.inputFeatures();
    System.arraycopy(first.biases(), 0, values, biases, l);
    int[] kept = standardiser.keptFeatures();
    double[] means = standardiser.means();
    double[] scales = standardiser.scales();
    for (int j = 0; j < kept.length; j++) {
      for (int k = 0; k < l; k++) {
        double weight = first.weight(k, j) / scales[j];
        values[k + l * kept[j]] = weight;
        values[biases + k] -= weight * means[j];
      }
    }
    return biases + l;
  }
}
