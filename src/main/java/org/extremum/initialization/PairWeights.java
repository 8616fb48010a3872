package org.extremum.initialization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.extremum.initialization.Pool.Point;
import org.extremum.network.Layer;
import org.extremum.samples.KeyedRandom;
import org.extremum.samples.RowHash;

/**
 * Neurons that stand between two samples a, b of different essence: W_k = s·(b - a)/‖b - a‖², b_k =
 * -W_k·(a + b)/2, pairs chosen with probability ∝ 1/‖a - b‖ (method.md 10; Bolager et al. 2023,
 * "Sampling weights of deep neural networks"). Deterministic in the seed and the pool's content.
 */
final class PairWeights {
  /** Candidate pairs drawn for each neuron. */
  private static final int CANDIDATES_PER_NEURON = 50;

  private final List<Point> points = new ArrayList<>();
  private final int[] starts; // V + 1: points of essence v are starts[v]..starts[v+1]-1
  private final Coordinates coordinates;
  private final double scale;
  private final KeyedRandom random;

  /**
   * @param pool rows by essence
   * @param coordinates how pool rows become coordinates of the layer's inputs
   * @param scale s: a neuron's pre-activation goes from -s/2 at a to s/2 at b
   */
  PairWeights(List<List<Point>> pool, Coordinates coordinates, double scale, long seed, int layer) {
    this.coordinates = coordinates;
    this.scale = scale;
    this.random = new KeyedRandom(seed, RowHash.Purpose.CANDIDATE_PAIRS, layer);
    this.starts = new int[pool.size() + 1];
    for (int v = 0; v < pool.size(); v++) {
      points.addAll(pool.get(v));
      starts[v + 1] = points.size();
    }
  }

  /** What a pool row's values mean to the layer. */
  interface Coordinates {
    /** Number of inputs of the layer. */
    int size();

    /** The input that a pool coordinate is, or -1. */
    int position(int poolCoordinate);

    /** The mean subtracted from input {@code k}. */
    double mean(int k);

    /** The unit of input {@code k}. */
    double unit(int k);
  }

  private record Pair(int a, int b, double squaredDistance, double order) {}

  /** A pair of different rows that was drawn, with the draw that its order is made of. */
  private record Drawn(int a, int b, double uniform) {}

  /** A layer of {@code width} neurons. About 50·width distances. */
  Layer draw(int width) {
    List<Pair> chosen = choose(width);
    double[] weights = new double[width * coordinates.size()];
    double[] biases = new double[width];
    for (int k = 0; k < width; k++) {
      Pair pair = chosen.get(k % chosen.size());
      // Too few pairs: they serve again, steeper or flatter, so that neurons differ.
      double s = k < chosen.size() ? scale : scale * (0.5 + random.uniform());
      set(weights, biases, width, k, pair, s);
    }
    return new Layer(width, coordinates.size(), weights, biases);
  }

  private void set(double[] weights, double[] biases, int width, int k, Pair pair, double s) {
    Point a = points.get(pair.a);
    Point b = points.get(pair.b);
    double factor = s / pair.squaredDistance;
    double[] centre = new double[1];
    a.with(
        b,
        (j, va, vb) -> {
          int input = coordinates.position(j);
          if (input >= 0 && va != vb) {
            double unit = coordinates.unit(input);
            double weight = factor * ((vb - va) / unit);
            weights[k + input * width] = weight;
            centre[0] += weight * (((va + vb) / 2 - coordinates.mean(input)) / unit);
          }
        });
    biases[k] = -centre[0];
  }

  /**
   * Up to {@code width} different pairs, by the exponential keys of Efraimidis and Spirakis: the
   * largest values of log(u)/w are a weighted draw without replacement.
   *
   * @throws IllegalArgumentException when no two rows of different essence differ
   */
  private List<Pair> choose(int width) {
    List<Pair> candidates = // distances cost by far the most, and need nothing of each other
        drawn(width).parallelStream()
            .map(this::pair)
            .filter(pair -> pair.squaredDistance > 0)
            .sorted(Comparator.comparingDouble(Pair::order).reversed()) // stable
            .toList();
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          "sampled pairs: expected two rows of different essence that differ, found none");
    }
    return candidates.subList(0, Math.min(width, candidates.size()));
  }

  private List<Drawn> drawn(int width) {
    List<Drawn> all = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long draws = severalEssences() ? (long) CANDIDATES_PER_NEURON * width : 0;
    for (long c = 0; c < draws; c++) {
      int first = random.below(points.size());
      int second = other(first);
      int a = Math.min(first, second);
      int b = Math.max(first, second);
      if (seen.add((long) a << 32 | b) && points.get(a).differs(points.get(b), this::isInput)) {
        all.add(new Drawn(a, b, random.uniform()));
      }
    }
    return all;
  }

  private boolean isInput(int poolCoordinate) {
    return coordinates.position(poolCoordinate) >= 0;
  }

  private Pair pair(Drawn drawn) {
    double squared = squaredDistance(points.get(drawn.a), points.get(drawn.b));
    double order = StrictMath.log(1 - drawn.uniform) * Math.sqrt(squared);
    return new Pair(drawn.a, drawn.b, squared, order);
  }

  private boolean severalEssences() {
    return IntStream.range(1, starts.length).filter(v -> starts[v] > starts[v - 1]).count() > 1;
  }

  /** A point of another essence than {@code first}'s, uniformly. */
  private int other(int first) {
    int v = 0;
    while (starts[v + 1] <= first) {
      v++;
    }
    int own = starts[v + 1] - starts[v];
    int drawn = random.below(points.size() - own);
    return drawn < starts[v] ? drawn : drawn + own;
  }

  private double squaredDistance(Point a, Point b) {
    double[] sum = new double[1];
    a.with(
        b,
        (j, va, vb) -> {
          int input = coordinates.position(j);
          if (input >= 0) {
            double difference = (vb - va) / coordinates.unit(input);
            sum[0] += difference * difference;
          }
        });
    return sum[0];
  }
}
