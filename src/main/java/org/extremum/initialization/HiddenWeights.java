package org.extremum.initialization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.initialization.Pool.Point;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.samples.KeyedRandom;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/** Draws the hidden layers; deterministic in the seed (method.md 10). */
public final class HiddenWeights {
  private HiddenWeights() {}

  /**
   * W ~ N(0, s²/l_{u-1}), b ~ N(0, s²).
   *
   * @param inputs m
   * @param widths l_1..l_{n-1}
   * @param biased whether neurons have a bias
   */
  public static HiddenStack gaussian(
      int inputs,
      List<Integer> widths,
      Activation activation,
      double scale,
      boolean biased,
      long seed) {
    List<Layer> layers = new ArrayList<>();
    int below = inputs;
    for (int u = 0; u < widths.size(); u++) {
      layers.add(gaussianLayer(below, widths.get(u), scale, biased, seed, u));
      below = widths.get(u);
    }
    return new HiddenStack(layers, activation);
  }

  /**
   * One layer of {@link #gaussian}, for inputs of about unit size.
   *
   * @param layer which one, from 0; part of the key of the draw
   */
  public static Layer gaussianLayer(
      int inputs, int width, double scale, boolean biased, long seed, int layer) {
    KeyedRandom random = new KeyedRandom(seed, RowHash.Purpose.WEIGHTS, layer);
    double[] weights = new double[Math.multiplyExact(width, inputs)];
    double[] biases = new double[width];
    double deviation = scale / Math.sqrt(inputs);
    for (int k = 0; k < weights.length; k++) {
      weights[k] = deviation * random.gaussian();
    }
    for (int k = 0; k < width && biased; k++) {
      biases[k] = scale * random.gaussian();
    }
    return new Layer(width, inputs, weights, biases);
  }

  /**
   * The same layers with more {@link #gaussian} neurons in the last, drawn by a seed of their own.
   */
  public static HiddenStack widenedGaussian(
      HiddenStack stack, int width, double scale, boolean biased, long seed) {
    int last = stack.depth() - 1;
    int before = stack.width();
    int inputs = stack.layers().get(last).inputs();
    return withWiderLast(
        stack,
        gaussianLayer(inputs, width - before, scale, biased, RowHash.mix(seed + before), last));
  }

  /**
   * The same layers with more {@link #pairs} neurons in the last, drawn by a seed of their own.
   *
   * @throws IllegalArgumentException when no two rows of different essence differ
   */
  public static HiddenStack widenedPairs(
      HiddenStack stack, int width, Pool pool, Standardiser standardiser, double scale, long seed) {
    int last = stack.depth() - 1;
    int before = stack.width();
    HiddenStack below =
        last == 0 ? null : new HiddenStack(stack.layers().subList(0, last), stack.activation());
    return withWiderLast(
        stack,
        pairLayer(pool, standardiser, below, width - before, scale, RowHash.mix(seed + before)));
  }

  /** Neurons of both in one layer, those that were there first. */
  private static HiddenStack withWiderLast(HiddenStack stack, Layer more) {
    int last = stack.depth() - 1;
    Layer first = stack.layers().get(last);
    int width = first.outputs() + more.outputs();
    double[] weights = new double[Math.multiplyExact(width, first.inputs())];
    for (int j = 0; j < first.inputs(); j++) {
      System.arraycopy(first.weights(), j * first.outputs(), weights, j * width, first.outputs());
      System.arraycopy(
          more.weights(), j * more.outputs(), weights, j * width + first.outputs(), more.outputs());
    }
    double[] biases = Arrays.copyOf(first.biases(), width);
    System.arraycopy(more.biases(), 0, biases, first.outputs(), more.outputs());
    List<Layer> layers = new ArrayList<>(stack.layers());
    layers.set(last, new Layer(width, first.inputs(), weights, biases));
    return new HiddenStack(layers, stack.activation());
  }

  /**
   * Neurons between pairs of the pool's rows; in deeper layers between what the layers below make
   * of these rows.
   *
   * @param pool unstandardised rows
   * @throws IllegalArgumentException when no two rows of different essence differ
   */
  public static HiddenStack pairs(
      Pool pool,
      Standardiser standardiser,
      List<Integer> widths,
      Activation activation,
      double scale,
      long seed) {
    List<Layer> layers = new ArrayList<>();
    for (int width : widths) {
      HiddenStack below = layers.isEmpty() ? null : new HiddenStack(layers, activation);
      layers.add(pairLayer(pool, standardiser, below, width, scale, seed));
    }
    return new HiddenStack(layers, activation);
  }

  /**
   * @param below the layers below, null for the first layer
   */
  private static Layer pairLayer(
      Pool pool, Standardiser standardiser, HiddenStack below, int width, double scale, long seed) {
    List<List<Point>> points = pool.byEssence();
    PairWeights.Coordinates inputs =
        below == null ? new StandardisedInputs(standardiser) : new PlainInputs(below.width());
    List<List<Point>> seen = below == null ? points : forward(points, standardiser, below);
    return new PairWeights(seen, inputs, scale, seed, below == null ? 0 : below.depth())
        .draw(width);
  }

  /** h^[u] of the pool's rows. */
  private static List<List<Point>> forward(
      List<List<Point>> points, Standardiser standardiser, HiddenStack below) {
    List<List<Point>> images = new ArrayList<>();
    try (ForwardPass forward = new ForwardPass(below)) {
      for (List<Point> essence : points) {
        List<Point> image = new ArrayList<>();
        for (Point point : essence) {
          forward.run(block(point, standardiser), false);
          try (Matrix h = forward.values()) {
            image.add(Point.of(h.column(0)));
          }
        }
        images.add(image);
      }
    }
    return images;
  }

  private static SampleBlock block(Point point, Standardiser standardiser) {
    return SampleBlock.sparse(
            standardiser.inputFeatures(),
            new int[] {0, point.values().length},
            point.coordinates(),
            point.values(),
            new int[] {0},
            new double[] {1},
            new long[] {0})
        .standardised(standardiser);
  }

  private record StandardisedInputs(int[] positions, double[] means, double[] units)
      implements PairWeights.Coordinates {
    StandardisedInputs(Standardiser standardiser) {
      this(positions(standardiser), standardiser.means(), standardiser.scales());
    }

    private static int[] positions(Standardiser standardiser) {
      int[] positions = new int[standardiser.inputFeatures()];
      Arrays.fill(positions, -1);
      int[] kept = standardiser.keptFeatures();
      for (int k = 0; k < kept.length; k++) {
        positions[kept[k]] = k;
      }
      return positions;
    }

    @Override
    public int size() {
      return means.length;
    }

    @Override
    public int position(int poolCoordinate) {
      return positions[poolCoordinate];
    }

    @Override
    public double mean(int k) {
      return means[k];
    }

    @Override
    public double unit(int k) {
      return units[k];
    }
  }

  private record PlainInputs(int size) implements PairWeights.Coordinates {
    @Override
    public int position(int poolCoordinate) {
      return poolCoordinate;
    }

    @Override
    public double mean(int k) {
      return 0;
    }

    @Override
    public double unit(int k) {
      return 1;
    }
  }
}
