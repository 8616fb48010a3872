package org.extremum.initialization;

import java.util.ArrayList;
import java.util.List;
import org.extremum.initialization.Pool.Point;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
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
      KeyedRandom random = new KeyedRandom(seed, RowHash.Purpose.WEIGHTS, u);
      int width = widths.get(u);
      double[] weights = new double[Math.multiplyExact(width, below)];
      double[] biases = new double[width];
      double deviation = scale / Math.sqrt(below);
      for (int k = 0; k < weights.length; k++) {
        weights[k] = deviation * random.gaussian();
      }
      for (int k = 0; k < width && biased; k++) {
        biases[k] = scale * random.gaussian();
      }
      layers.add(new Layer(width, below, weights, biases));
      below = width;
    }
    return new HiddenStack(layers, activation);
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
    List<List<Point>> points = pool.byEssence();
    List<Layer> layers = new ArrayList<>();
    for (int u = 0; u < widths.size(); u++) {
      PairWeights.Coordinates inputs =
          u == 0 ? new StandardisedInputs(standardiser) : new PlainInputs(widths.get(u - 1));
      List<List<Point>> seen =
          u == 0 ? points : forward(points, standardiser, new HiddenStack(layers, activation));
      layers.add(new PairWeights(seen, inputs, scale, seed, u).draw(widths.get(u)));
    }
    return new HiddenStack(layers, activation);
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
      java.util.Arrays.fill(positions, -1);
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
