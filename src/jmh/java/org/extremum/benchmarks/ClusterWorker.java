package org.extremum.benchmarks;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.moments.MomentsPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleStore;
import org.extremum.samples.SurfaceStatistics;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;

/**
 * The driver of a Spark cluster on this machine, executors of one core each in JVMs of their own.
 * Measures the Moments pass over all samples ("pass"), over next to none of them, which leaves
 * packing, sending and merging ("merge"), the same of a layer so narrow that nothing is to be sent
 * ("jobs"), and a pass of very many tasks that do nothing ("tasks").
 */
final class ClusterWorker {
  static final int ESSENCES = 10;

  /** Partitions of "merge" and "jobs". */
  static final int MERGED = 16;

  /** Partitions of "tasks". */
  static final int TASKS = 500;

  private static final int FEW_FEATURES = 2;

  private ClusterWorker() {}

  /** Arguments: executors, width, samples, features, partitions. */
  public static void main(String[] args) throws IOException {
    int executors = Integer.parseInt(args[0]);
    int width = Integer.parseInt(args[1]);
    int samples = Integer.parseInt(args[2]);
    int features = Integer.parseInt(args[3]);
    int partitions = Integer.parseInt(args[4]);
    try (JavaSparkContext context = new JavaSparkContext(conf(executors));
        SparkSampleStore all = store(context, samples, features, partitions, width);
        SparkSampleStore few = store(context, MERGED, FEW_FEATURES, MERGED, width);
        SparkSampleStore none = store(context, 0, FEW_FEATURES, TASKS, width)) {
      for (SparkSampleStore store : List.of(all, few, none)) {
        store.read();
      }
      MomentsPass wide = pass(features, width);
      MomentsPass merged = pass(FEW_FEATURES, width);
      MomentsPass narrow = pass(FEW_FEATURES, FEW_FEATURES);
      var nothing = new SurfaceStatistics.Gathering(FEW_FEATURES);
      Worker.serve(
          question ->
              switch (question) {
                case "pass" -> seconds(all, wide);
                case "merge" -> seconds(few, merged);
                case "jobs" -> seconds(few, narrow);
                case "tasks" -> seconds(none, nothing);
                default -> throw new IllegalArgumentException("question: " + question);
              });
    }
  }

  private static SparkConf conf(int executors) {
    return new SparkConf()
        .setMaster("local-cluster[" + executors + ",1,1536]")
        .setAppName("Scaling benchmark")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.executor.memory", "1536m")
        .set("spark.locality.wait", "300ms") // as the command has it
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
  }

  private static SparkSampleStore store(
      JavaSparkContext context, int samples, int features, int partitions, int width) {
    Generator clouds = Generators.clouds(features, ESSENCES, 0.5);
    var made = new GeneratedSamples(clouds, 0, samples);
    int blockSize = MemoryPlan.blockSize(features, width);
    return new SparkSampleStore(made.blocks(context, partitions, blockSize), features);
  }

  static MomentsPass pass(int features, int width) {
    HiddenStack stack = RandomSamples.stack(features, width, 4);
    return new MomentsPass(stack, ESSENCES, null);
  }

  private static <P extends Serializable> double seconds(SampleStore store, Accumulator<P> pass) {
    long begin = System.nanoTime();
    store.aggregate(pass);
    return (System.nanoTime() - begin) * 1e-9;
  }
}
