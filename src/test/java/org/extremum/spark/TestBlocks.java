package org.extremum.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;

/** The same made-up samples, dealt to any number of partitions, locally or in Spark. */
public final class TestBlocks {
  public static final int FEATURES = 6;
  public static final int ESSENCES = 3;
  public static final int SAMPLES = 300;
  private static final int BLOCK = 16;

  private TestBlocks() {}

  /**
   * Samples in order, about equally many in each partition, in blocks of at most 16, every other
   * one sparse. From 7 partitions on, the fourth is empty. Sizes differ over magnitudes, so that
   * the order of summation shows in the bits.
   */
  public static List<List<SampleBlock>> partitions(int count) {
    List<List<SampleBlock>> partitions = new ArrayList<>();
    int full = count >= 7 ? count - 1 : count;
    int from = 0;
    for (int p = 0, done = 0; p < count; p++) {
      List<SampleBlock> blocks = new ArrayList<>();
      if (count < 7 || p != 3) {
        done++;
        int to = SAMPLES * done / full;
        for (int row = 0; from < to; from += BLOCK, row += BLOCK) {
          blocks.add(block(from, Math.min(to, from + BLOCK), p, row));
        }
        from = to;
      }
      partitions.add(blocks);
    }
    return partitions;
  }

  private static SampleBlock block(int from, int to, int partition, int row) {
    int size = to - from;
    int[] essences = new int[size];
    double[] weights = new double[size];
    long[] positions = new long[size];
    double[] values = new double[size * FEATURES];
    for (int i = 0; i < size; i++) {
      int sample = from + i; // all depends on it alone
      boolean twin = sample % 50 == 49; // the surface of the one before, another essence
      Random random = new Random(twin ? sample - 1 : sample);
      essences[i] = (random.nextInt(ESSENCES) + (twin ? 1 : 0)) % ESSENCES;
      weights[i] = 0.25 + random.nextDouble();
      positions[i] = SampleBlock.position(partition, row + i);
      for (int j = 0; j < FEATURES; j++) {
        values[i * FEATURES + j] =
            random.nextInt(3) == 0
                ? 0
                : Math.exp(3 * random.nextGaussian()) * (j % 2 == 0 ? 1 : -1);
      }
    }
    return (from / BLOCK) % 2 == 0
        ? SampleBlock.dense(FEATURES, values, essences, weights, positions)
        : sparse(values, essences, weights, positions);
  }

  private static SampleBlock sparse(
      double[] dense, int[] essences, double[] weights, long[] positions) {
    int[] starts = new int[essences.length + 1];
    int[] coordinates = new int[dense.length];
    double[] values = new double[dense.length];
    int stored = 0;
    for (int i = 0; i < essences.length; i++) {
      for (int j = 0; j < FEATURES; j++) {
        if (dense[i * FEATURES + j] != 0) {
          coordinates[stored] = j;
          values[stored++] = dense[i * FEATURES + j];
        }
      }
      starts[i + 1] = stored;
    }
    return SampleBlock.sparse(
        FEATURES,
        starts,
        java.util.Arrays.copyOf(coordinates, stored),
        java.util.Arrays.copyOf(values, stored),
        essences,
        weights,
        positions);
  }

  public static LocalSampleStore local(int partitions) {
    return new LocalSampleStore(FEATURES, partitions(partitions));
  }

  /** Not persisted. */
  static JavaRDD<SampleBlock> rdd(int partitions) {
    return TestSpark.context()
        .parallelize(partitions(partitions), partitions)
        .flatMap(blocks -> blocks.iterator());
  }

  /** A store whose results all go by the tree, to be closed. */
  static SparkSampleStore byTree(int partitions) {
    return new SparkSampleStore(rdd(partitions), FEATURES, Merging.BY_EXECUTORS);
  }

  /** A store whose results are all merged on the driver, to be closed. */
  static SparkSampleStore byDriver(int partitions) {
    return new SparkSampleStore(rdd(partitions), FEATURES, Merging.ON_DRIVER);
  }

  /** A store whose results are all handed over by tasks of this JVM, to be closed. */
  static SparkSampleStore inProcess(int partitions) {
    return new SparkSampleStore(rdd(partitions), FEATURES, Merging.IN_PROCESS);
  }
}
