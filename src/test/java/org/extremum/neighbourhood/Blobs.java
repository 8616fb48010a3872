package org.extremum.neighbourhood;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;

/** Samples in heaps far from each other, and what tests ask of samples. */
final class Blobs {
  private Blobs() {}

  /**
   * Heaps of the given size and standard deviation 1 whose middles are about 40·√m apart; heaps
   * belong to the essences in turn, rows stand in random order.
   */
  static Rows of(int heaps, int size, int features, int essences, long seed) {
    Random random = new Random(seed);
    double[][] middles = ByHand.gaussian(random, heaps, features, 30);
    double[][] surfaces = ByHand.gaussian(random, heaps * size, features, 1);
    int[] y = new int[heaps * size];
    double[] w = new double[heaps * size];
    for (int i = 0; i < surfaces.length; i++) {
      int heap = i % heaps;
      y[i] = heap % essences;
      w[i] = 0.5 + random.nextDouble();
      for (int j = 0; j < features; j++) {
        surfaces[i][j] += middles[heap][j];
      }
    }
    return new Rows(surfaces, y, w).shuffled(seed);
  }

  static long[] counts(Rows rows, int essences) {
    long[] counts = new long[essences];
    Arrays.stream(rows.essences()).forEach(y -> counts[y]++);
    return counts;
  }

  /** All samples one essence. */
  static Rows together(Rows rows) {
    return rows.withEssences(new int[rows.size()]);
  }

  /** Indices of the rows that are central. */
  static int[] central(Rows rows, CentralSamples samples) {
    SampleBlock block = rows.dense();
    return IntStream.range(0, rows.size())
        .filter(i -> samples.contains(block.essence(i), block.hash(i)))
        .toArray();
  }

  static TreeSet<Long> hashes(Rows rows) {
    SampleBlock block = rows.dense();
    TreeSet<Long> hashes = new TreeSet<>();
    IntStream.range(0, rows.size()).forEach(i -> hashes.add(block.hash(i)));
    return hashes;
  }

  /** Every row as often as its weight says, each of weight 1. */
  static Rows repeated(Rows rows) {
    int[] indices =
        IntStream.range(0, rows.size())
            .flatMap(i -> IntStream.generate(() -> i).limit((long) rows.weights()[i]))
            .toArray();
    double[] ones = new double[indices.length];
    Arrays.fill(ones, 1);
    return rows.at(indices).withWeights(ones);
  }

  /** Weights 1, 2 or 3 by turns. */
  static Rows wholeWeights(Rows rows) {
    return rows.withWeights(IntStream.range(0, rows.size()).mapToDouble(i -> 1 + i % 3).toArray());
  }
}
