package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.samples.SampleBlock;

/**
 * Samples of any number, made in the tasks that need them: each class a Gaussian cloud around a
 * centre of its own, sample i of class i mod V.
 *
 * @param samples φ
 * @param features m
 * @param essences V
 * @param spread standard deviation of the centres' coordinates; that of a cloud is 1
 */
record ClusteredSamples(int samples, int features, int essences, double spread) {
  private static final long SEED = 7;

  /** In so many partitions of nearly equal size. */
  JavaRDD<SampleBlock> blocks(JavaSparkContext context, int partitions, int blockSize) {
    int count = samples;
    int m = features;
    int v = essences;
    double deviation = spread;
    List<Integer> indices = IntStream.range(0, partitions).boxed().toList();
    return context
        .parallelize(indices, partitions)
        .flatMap(
            p -> {
              ClusteredSamples all = new ClusteredSamples(count, m, v, deviation);
              return all.blocks(p, partitions, blockSize).iterator();
            });
  }

  private List<SampleBlock> blocks(int partition, int partitions, int blockSize) {
    double[][] centres = new double[essences][];
    SplittableRandom random = new SplittableRandom(SEED);
    Arrays.setAll(
        centres,
        k ->
            IntStream.range(0, features)
                .mapToDouble(j -> spread * random.nextGaussian())
                .toArray());
    int from = (int) ((long) samples * partition / partitions);
    int to = (int) ((long) samples * (partition + 1) / partitions);
    List<SampleBlock> blocks = new ArrayList<>();
    for (int first = from; first < to; first += blockSize) {
      blocks.add(block(centres, partition, first, Math.min(to, first + blockSize), first - from));
    }
    return blocks;
  }

  private SampleBlock block(double[][] centres, int partition, int first, int end, int firstRow) {
    int size = end - first;
    double[] values = new double[features * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      SplittableRandom random = new SplittableRandom(SEED + 1 + first + i);
      labels[i] = (first + i) % essences;
      for (int j = 0; j < features; j++) {
        values[i * features + j] = centres[labels[i]][j] + random.nextGaussian();
      }
    }
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    long[] positions =
        IntStream.range(0, size)
            .mapToLong(i -> SampleBlock.position(partition, firstRow + i))
            .toArray();
    return SampleBlock.dense(features, values, labels, weights, positions);
  }
}
