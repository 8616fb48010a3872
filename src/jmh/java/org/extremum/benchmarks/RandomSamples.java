package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.extremum.initialization.HiddenWeights;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/** Blocks and networks of a given shape, for benchmarks that depend on shapes alone. */
final class RandomSamples {
  static final int ESSENCES = 10;
  private static final long SEED = 7;

  private RandomSamples() {}

  /** Surfaces ~ N(0, 1). */
  static SampleBlock block(int features, int size) {
    return block(features, size, ESSENCES);
  }

  /** The same of so many classes. */
  static SampleBlock block(int features, int size, int classes) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = new double[features * size];
    Arrays.setAll(values, k -> random.nextGaussian());
    int[] essences = new int[size];
    Arrays.setAll(essences, i -> i % classes);
    return Unweighted.block(features, values, essences, i -> i);
  }

  /** One hidden layer, gaussian with the given scale. */
  static HiddenStack stack(int features, int width, double scale) {
    return HiddenWeights.gaussian(features, List.of(width), Activation.SIGMOID, scale, true, SEED);
  }

  /** A whole network with random outputs; surfaces are not standardised. */
  static Network network(int features, int width) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] weights = new double[ESSENCES * width];
    Arrays.setAll(weights, k -> random.nextGaussian());
    return new Network(
        Standardiser.none(features),
        stack(features, width, 4),
        new Layer(ESSENCES, width, weights, new double[ESSENCES]));
  }
}
