package org.extremum.spark;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore.BlockTransformation;

/**
 * Passes in a cluster of two executor JVMs, with executors that die in the middle of a pass and of
 * a merge. Run in a JVM of its own by {@link ClusterTest}; ends with 0 when all bytes are those of
 * the local store.
 *
 * <p>Speculation is tried by {@link SpeculationPass}: Spark starts no copy of a task on the host
 * that runs it, and all executors of a local cluster are on one.
 */
final class ClusterPass {
  private static final int PARTITIONS = 20;

  private ClusterPass() {}

  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("extremum cluster test")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();
    boolean right = true;
    try {
      right = passes(JavaSparkContext.fromSparkContext(spark.sparkContext()));
    } finally {
      spark.stop();
    }
    if (!right) {
      throw new AssertionError("results differ from the local store's");
    }
  }

  private static boolean passes(JavaSparkContext context) {
    List<List<SampleBlock>> partitions = TestBlocks.partitions(PARTITIONS);
    TiledSum sums = new TiledSum(50, 3);
    byte[] expected = bytes(TestBlocks.local(PARTITIONS).aggregate(sums));
    boolean right = true;
    try (SparkSampleStore store =
        new SparkSampleStore(
            context.parallelize(partitions, PARTITIONS).flatMap(List::iterator),
            TestBlocks.FEATURES,
            Merging.BY_EXECUTORS)) {
      store.read();
      right &= says("plain", expected, bytes(store.aggregate(sums)));
      right &=
          says(
              "an executor dies in the pass",
              expected,
              bytes(store.view(TestBlocks.FEATURES, dyingAt(2)).aggregate(sums)));
      right &=
          says("an executor dies in the merge", expected, bytes(store.aggregate(new Dying(sums))));
    }
    return right;
  }

  private static boolean says(String what, byte[] expected, byte[] got) {
    boolean same = Arrays.equals(expected, got);
    System.out.println(what + ": " + (same ? "same bytes" : "OTHER BYTES"));
    return same;
  }

  private static byte[] bytes(double[] result) {
    return Parcel.of(result).bytes();
  }

  private static boolean isFirstAttempt(int partition) {
    TaskContext task = TaskContext.get();
    return task.partitionId() == partition
        && task.attemptNumber() == 0
        && task.stageAttemptNumber() == 0;
  }

  private static BlockTransformation dyingAt(int partition) {
    return block -> {
      if (isFirstAttempt(partition)) {
        Runtime.getRuntime().halt(1);
      }
      return block;
    };
  }

  /** Halts the executor that merges the second group for the first time. */
  private static final class Dying extends Delegating<double[]> {
    private static final long serialVersionUID = 1L;

    Dying(Accumulator<double[]> inner) {
      super(inner);
    }

    @Override
    public double[] merge(double[] left, double[] right) {
      if (TaskContext.get() != null && isFirstAttempt(1)) {
        Runtime.getRuntime().halt(1);
      }
      return super.merge(left, right);
    }
  }
}
