package org.extremum.benchmarks;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.samples.SampleBlock;

/**
 * Samples of any number, made block by block in the tasks that need them; sample i is the same
 * whatever the partitions.
 *
 * @param generator the rule
 * @param first i of the first: those of a test are others than those of the training
 * @param samples φ
 */
record GeneratedSamples(Generator generator, long first, int samples) {
  private static final long SEED = 8;

  /** In so many partitions of nearly equal size. */
  JavaRDD<SampleBlock> blocks(JavaSparkContext context, int partitions, int blockSize) {
    GeneratedParts parts = new GeneratedParts(generator, first, samples, partitions, blockSize);
    List<Integer> indices = IntStream.range(0, partitions).boxed().toList();
    return context.parallelize(indices, partitions).flatMap(parts::blocks);
  }

  /** What travels to the tasks. */
  private record GeneratedParts(
      Generator generator, long first, int samples, int partitions, int blockSize)
      implements Serializable {
    Iterator<SampleBlock> blocks(int partition) {
      int from = (int) ((long) samples * partition / partitions);
      int to = (int) ((long) samples * (partition + 1) / partitions);
      int count = (to - from + blockSize - 1) / blockSize;
      return IntStream.range(0, count)
          .mapToObj(
              k -> {
                int begin = from + k * blockSize;
                return block(partition, begin, Math.min(to, begin + blockSize), begin - from);
              })
          .iterator();
    }

    private SampleBlock block(int partition, int begin, int end, int firstRow) {
      int size = end - begin;
      int m = generator.features();
      double[] values = new double[m * size];
      double[] surface = new double[m];
      int[] essences = new int[size];
      for (int i = 0; i < size; i++) {
        long index = first + begin + i;
        essences[i] = generator.make(index, new SplittableRandom(SEED + index), surface);
        System.arraycopy(surface, 0, values, i * m, m);
      }
      double[] weights = new double[size];
      Arrays.fill(weights, 1);
      long[] positions =
          IntStream.range(0, size)
              .mapToLong(i -> SampleBlock.position(partition, firstRow + i))
              .toArray();
      return SampleBlock.dense(m, values, essences, weights, positions);
    }
  }
}
