package org.extremum.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.extremum.samples.Standardiser;

/** Networks of any shape, for tests that need no training. */
public final class RandomNetwork {
  private RandomNetwork() {}

  /** All features kept, shifted and scaled; sigmoid layers of the given widths. */
  public static Network of(int features, int essences, int... widths) {
    Random random = new Random(11);
    int[] kept = new int[features];
    double[] mean = new double[features];
    double[] scale = new double[features];
    for (int j = 0; j < features; j++) {
      kept[j] = j;
      mean[j] = random.nextGaussian();
      scale[j] = 0.5 + random.nextDouble();
    }
    List<Layer> layers = new ArrayList<>();
    int below = features;
    for (int width : widths) {
      layers.add(layer(width, below, random));
      below = width;
    }
    return new Network(
        new Standardiser(features, kept, mean, scale),
        new HiddenStack(layers, Activation.SIGMOID),
        layer(essences, below, random));
  }

  private static Layer layer(int outputs, int inputs, Random random) {
    return new Layer(
        outputs,
        inputs,
        random.doubles((long) outputs * inputs, -1, 1).toArray(),
        random.doubles(outputs, -1, 1).toArray());
  }
}
