package org.extremum.spark;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore.BlockTransformation;

/**
 * Passes with speculation on two hosts (two addresses of the loopback interface, so that Spark
 * takes them for two): a task and a merge that hang until their copies have won. Run in a JVM of
 * its own by {@link SpeculationTest}, which starts the cluster.
 */
final class SpeculationPass {
  private static final int PARTITIONS = 20;

  private SpeculationPass() {}

  /**
   * @param args the cluster's master
   */
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master(args[0])
            .appName("extremum speculation test")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
            .config("spark.scheduler.minRegisteredResourcesRatio", "1")
            .config("spark.cores.max", "2")
            .config("spark.locality.wait", "0")
            .config("spark.speculation", "true")
            .config("spark.speculation.interval", "50ms")
            .config("spark.speculation.quantile", "0.5")
            .getOrCreate();
    AtomicInteger copiesThatWon = new AtomicInteger();
    spark.sparkContext().addSparkListener(new CopiesThatWon(copiesThatWon));
    boolean right;
    try {
      right = passes(JavaSparkContext.fromSparkContext(spark.sparkContext()));
    } finally {
      spark.stop(); // also hands the last events to the listener
    }
    System.out.println("copies that won: " + copiesThatWon.get());
    if (!right || copiesThatWon.get() < 2) {
      throw new AssertionError("results differ, or no copy won");
    }
  }

  private static final class CopiesThatWon extends SparkListener {
    private final AtomicInteger count;

    CopiesThatWon(AtomicInteger count) {
      this.count = count;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().speculative() && end.reason().equals(Success$.MODULE$)) {
        count.incrementAndGet();
      }
    }
  }

  private static boolean passes(JavaSparkContext context) {
    TiledSum sums = new TiledSum(50, 3);
    byte[] expected = Parcel.of(TestBlocks.local(PARTITIONS).aggregate(sums)).bytes();
    List<List<SampleBlock>> partitions = TestBlocks.partitions(PARTITIONS);
    boolean right = true;
    try (SparkSampleStore store =
        new SparkSampleStore(
            context.parallelize(partitions, PARTITIONS).flatMap(List::iterator),
            TestBlocks.FEATURES,
            Merging.BY_EXECUTORS)) {
      store.read();
      BlockTransformation hanging =
          block -> {
            hangAtFirst(2);
            return block;
          };
      double[] byCopyOfATask = store.view(TestBlocks.FEATURES, hanging).aggregate(sums);
      right &= says("a task hangs", expected, byCopyOfATask);
      right &= says("a merge hangs", expected, store.aggregate(new Hanging(sums)));
    }
    return right;
  }

  private static boolean says(String what, byte[] expected, double[] got) {
    boolean same = Arrays.equals(expected, Parcel.of(got).bytes());
    System.out.println(what + ": " + (same ? "same bytes" : "OTHER BYTES"));
    return same;
  }

  /** Ends when Spark kills this attempt because its copy has won. */
  private static void hangAtFirst(int partition) {
    TaskContext task = TaskContext.get();
    while (task.partitionId() == partition
        && task.attemptNumber() == 0
        && !task.isInterrupted()
        && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  /**
   * Hangs in the fifth of the nine tasks (three tiles of three groups) of the first level. The last
   * level has one task to a job: Spark has nothing to compare it with and starts no copy.
   */
  private static final class Hanging extends Delegating<double[]> {
    private static final long serialVersionUID = 1L;

    Hanging(Accumulator<double[]> inner) {
      super(inner);
    }

    @Override
    public double[] merge(double[] left, double[] right) {
      if (TaskContext.get() != null) {
        hangAtFirst(4);
      }
      return super.merge(left, right);
    }
  }
}
