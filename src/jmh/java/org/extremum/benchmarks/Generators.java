package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Rules that samples of any number are made by. */
final class Generators {
  private static final long SEED = 7;

  private Generators() {}

  /** One of each kind. */
  static List<Generator> all() {
    return List.of(
        new Teacher(20, 5, normal(50, 20, 1 / Math.sqrt(20)), normal(5, 50, 1)),
        new Mixture(10, 5, normal(20, 10, 1.5)),
        new Spirals(1.5, 0.15),
        new Xor(10),
        new Shells(5, 4, 0.15));
  }

  /**
   * A Gaussian cloud of deviation 1 for each class.
   *
   * @param spread standard deviation of the centres' coordinates
   */
  static Generator clouds(int features, int essences, double spread) {
    return new Mixture(features, essences, normal(essences, features, spread));
  }

  private static double[][] normal(int rows, int columns, double deviation) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, j -> deviation * random.nextGaussian());
    }
    return values;
  }

  private static void normal(SplittableRandom random, double[] values) {
    Arrays.setAll(values, j -> random.nextGaussian());
  }

  /** The largest output of a network with one hidden layer of tanh on N(0, 1) surfaces. */
  private record Teacher(int features, int essences, double[][] hidden, double[][] output)
      implements Generator {
    @Override
    public String name() {
      return "teacher network";
    }

    @Override
    public int make(long index, SplittableRandom random, double[] surface) {
      normal(random, surface);
      double[] values =
          Arrays.stream(hidden).mapToDouble(w -> Math.tanh(dot(w, surface))).toArray();
      int best = 0;
      for (int v = 1; v < essences; v++) {
        best = dot(output[v], values) > dot(output[best], values) ? v : best;
      }
      return best;
    }

    private static double dot(double[] one, double[] other) {
      double sum = 0;
      for (int j = 0; j < one.length; j++) {
        sum += one[j] * other[j];
      }
      return sum;
    }
  }

  /** Clouds of deviation 1; cloud k is of class k mod V, sample i of class i mod V. */
  private record Mixture(int features, int essences, double[][] centres) implements Generator {
    @Override
    public String name() {
      return "Gaussian mixtures";
    }

    @Override
    public int make(long index, SplittableRandom random, double[] surface) {
      int essence = (int) (index % essences);
      int several = centres.length / essences;
      double[] centre = centres[essence + essences * random.nextInt(several)];
      Arrays.setAll(surface, j -> centre[j] + random.nextGaussian());
      return essence;
    }
  }

  /** Two arms of a spiral in the plane, with noise. */
  private record Spirals(double turns, double noise) implements Generator {
    @Override
    public String name() {
      return "two spirals";
    }

    @Override
    public int features() {
      return 2;
    }

    @Override
    public int essences() {
      return 2;
    }

    @Override
    public int make(long index, SplittableRandom random, double[] surface) {
      int essence = (int) (index % 2);
      double angle = 2 * Math.PI * turns * Math.sqrt(random.nextDouble());
      surface[0] = angle * Math.cos(angle + Math.PI * essence) + noise * random.nextGaussian();
      surface[1] = angle * Math.sin(angle + Math.PI * essence) + noise * random.nextGaussian();
      return essence;
    }
  }

  /** Whether the first two of m coordinates, uniform in [-1, 1], have one sign. */
  private record Xor(int features) implements Generator {
    @Override
    public String name() {
      return "XOR";
    }

    @Override
    public int essences() {
      return 2;
    }

    @Override
    public int make(long index, SplittableRandom random, double[] surface) {
      Arrays.setAll(surface, j -> 2 * random.nextDouble() - 1);
      return surface[0] * surface[1] > 0 ? 1 : 0;
    }
  }

  /** Concentric shells of radius 1, 2, … in m dimensions, with noise along the radius. */
  private record Shells(int features, int essences, double noise) implements Generator {
    @Override
    public String name() {
      return "concentric shells";
    }

    @Override
    public int make(long index, SplittableRandom random, double[] surface) {
      int essence = (int) (index % essences);
      normal(random, surface);
      double norm = Math.sqrt(Arrays.stream(surface).map(x -> x * x).sum());
      double radius = essence + 1 + noise * random.nextGaussian();
      Arrays.setAll(surface, j -> surface[j] * radius / norm);
      return essence;
    }
  }
}
