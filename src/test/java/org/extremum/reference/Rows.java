package org.extremum.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;

/**
 * Samples as plain arrays, and blocks and stores made of them.
 *
 * @param surfaces one row for each sample
 * @param essences their classes
 * @param weights ω
 */
public record Rows(double[][] surfaces, int[] essences, double[] weights) {

  /** Normal surfaces, essences in turn, weights 1 or between 1/4 and 2. */
  public static Rows random(int samples, int features, int essences, boolean weighted, long seed) {
    Random random = new Random(seed);
    double[][] surfaces = ByHand.gaussian(random, samples, features, 1);
    int[] y = IntStream.range(0, samples).map(i -> i % essences).toArray();
    double[] w = new double[samples];
    for (int i = 0; i < samples; i++) {
      w[i] = weighted ? 0.25 + 1.75 * random.nextDouble() : 1;
    }
    return new Rows(surfaces, y, w);
  }

  /** The same with about two of three numbers zero and every fifth row zero altogether. */
  public Rows thinned(long seed) {
    Random random = new Random(seed);
    double[][] thin = new double[size()][];
    for (int i = 0; i < size(); i++) {
      thin[i] = surfaces[i].clone();
      for (int j = 0; j < thin[i].length; j++) {
        if (i % 5 == 4 || random.nextInt(3) > 0) {
          thin[i][j] = 0;
        }
      }
    }
    return new Rows(thin, essences, weights);
  }

  public int size() {
    return essences.length;
  }

  public int features() {
    return surfaces[0].length;
  }

  public Rows select(IntPredicate chosen) {
    return at(IntStream.range(0, size()).filter(chosen).toArray());
  }

  /** The rows at the given indices, in that order. */
  public Rows at(int... indices) {
    return new Rows(
        IntStream.of(indices).mapToObj(i -> surfaces[i]).toArray(double[][]::new),
        IntStream.of(indices).map(i -> essences[i]).toArray(),
        IntStream.of(indices).mapToDouble(i -> weights[i]).toArray());
  }

  /** A random order. */
  public Rows shuffled(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    java.util.Collections.shuffle(order, new Random(seed));
    return at(order.stream().mapToInt(Integer::intValue).toArray());
  }

  public Rows withEssences(int[] others) {
    return new Rows(surfaces, others, weights);
  }

  public Rows withWeights(double[] others) {
    return new Rows(surfaces, essences, others);
  }

  /** All samples in one dense block. */
  public SampleBlock dense() {
    return dense(0, size(), 0, 0);
  }

  /** All samples in one sparse block. */
  public SampleBlock sparse() {
    return sparse(0, size(), 0, 0);
  }

  private long[] positions(int from, int to, int partition, int row) {
    return IntStream.range(0, to - from)
        .mapToLong(i -> SampleBlock.position(partition, row + i))
        .toArray();
  }

  private SampleBlock dense(int from, int to, int partition, int row) {
    double[] values = new double[(to - from) * features()];
    for (int i = from; i < to; i++) {
      System.arraycopy(surfaces[i], 0, values, (i - from) * features(), features());
    }
    return SampleBlock.dense(
        features(),
        values,
        Arrays.copyOfRange(essences, from, to),
        Arrays.copyOfRange(weights, from, to),
        positions(from, to, partition, row));
  }

  private SampleBlock sparse(int from, int to, int partition, int row) {
    int[] starts = new int[to - from + 1];
    List<Integer> coordinates = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      for (int j = 0; j < features(); j++) {
        if (surfaces[i][j] != 0) {
          coordinates.add(j);
          values.add(surfaces[i][j]);
        }
      }
      starts[i - from + 1] = values.size();
    }
    return SampleBlock.sparse(
        features(),
        starts,
        coordinates.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        Arrays.copyOfRange(essences, from, to),
        Arrays.copyOfRange(weights, from, to),
        positions(from, to, partition, row));
  }

  /** One partition of dense blocks of at most 64 samples. */
  public LocalSampleStore store() {
    return store(1, 64, false);
  }

  /** Samples in order, dealt to partitions about equally, in blocks of at most the given size. */
  public LocalSampleStore store(int partitions, int blockSize, boolean sparse) {
    List<List<SampleBlock>> blocks = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      int begin = (int) ((long) size() * p / partitions);
      int end = (int) ((long) size() * (p + 1) / partitions);
      List<SampleBlock> own = new ArrayList<>();
      for (int from = begin; from < end; from += blockSize) {
        int to = Math.min(end, from + blockSize);
        own.add(sparse ? sparse(from, to, p, from - begin) : dense(from, to, p, from - begin));
      }
      blocks.add(own);
    }
    return new LocalSampleStore(features(), blocks);
  }
}
