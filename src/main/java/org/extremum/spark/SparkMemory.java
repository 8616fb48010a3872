package org.extremum.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.extremum.training.JavaHeap;
import org.extremum.training.MemoryBudget;

/** The memory that a training may plan with, by what Spark was started with. */
public final class SparkMemory {
  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*([0-9]+|\\*)\\s*(?:,.*)?])?");
  private static final long LEAST_OVERHEAD_MIB = 384;

  /** Default of spark.memory.fraction, in which samples are cached. */
  private static final double STORAGE = 0.6;

  /** What Spark keeps for itself. */
  private static final long RESERVED = 300L << 20;

  /**
   * One part in so many of a heap is left to the collector: G1ReservePercent. Other collectors that
   * need room keep more than that apart ({@link OldGeneration}).
   */
  private static final int COLLECTOR = 10;

  private SparkMemory() {}

  /** The budget of {@code context}'s tasks and driver. */
  public static MemoryBudget budget(SparkContext context) {
    SparkConf conf = context.getConf();
    Matcher local = LOCAL.matcher(context.master());
    int cpus = Math.max(1, conf.getInt("spark.task.cpus", 1));
    long own = Runtime.getRuntime().maxMemory();
    double fraction = conf.getDouble("spark.memory.fraction", STORAGE);
    if (local.matches()) {
      int tasks = Math.max(1, cores(local.group(1)) / cpus);
      return local(physical(), own, OldGeneration.here(), tasks, fraction);
    }
    int cores = conf.getInt("spark.executor.cores", unsetCores(context));
    boolean driverInCluster = "cluster".equals(conf.get("spark.submit.deployMode", "client"));
    int tasks = Math.max(1, cores / cpus);
    long executorHeap = conf.getSizeAsMb("spark.executor.memory", "1g") << 20;
    long executor = withOverhead(conf, "executor");
    long executorOld = OldGeneration.estimate(executorHeap, executor, cores, javaOptions(conf));
    return cluster(
        executor,
        tasks,
        driverInCluster ? withOverhead(conf, "driver") : usable(physical()),
        heap(executorHeap, executorOld, fraction, tasks, "raise spark.executor.memory"),
        heap(own, OldGeneration.here(), 0, 1, "raise spark.driver.memory"));
  }

  /**
   * Tasks that run at a time in all processes, about: by cores, which for executors Spark's own
   * default parallelism tells, unless it was set.
   */
  static int tasksAtOnce(SparkContext context) {
    Matcher local = LOCAL.matcher(context.master());
    int cores =
        local.matches()
            ? Math.min(cores(local.group(1)), context.defaultParallelism())
            : context.defaultParallelism();
    return cores / Math.max(1, context.getConf().getInt("spark.task.cpus", 1));
  }

  /** As executors are started with them, the last one winning. */
  private static String javaOptions(SparkConf conf) {
    return conf.get("spark.executor.defaultJavaOptions", "")
        + " "
        + conf.get("spark.executor.extraJavaOptions", "");
  }

  /**
   * A heap of this size.
   *
   * @param old what of it can be filled with what stays ({@link OldGeneration})
   * @param fraction spark.memory.fraction, of the heap whatever its collector; 0 where no samples
   *     are cached
   */
  static JavaHeap heap(long bytes, long old, double fraction, int tasks, String remedy) {
    long all = Math.max(0, bytes - bytes / COLLECTOR - RESERVED);
    long usable = Math.max(0, Math.min(all, old - RESERVED));
    return new JavaHeap(usable, Math.min(usable, (long) (fraction * all)), tasks, remedy);
  }

  /** The budget of passes that the driver makes over so many partitions by itself. */
  static MemoryBudget driver(int partitions) {
    int threads = Math.min(partitions, Runtime.getRuntime().availableProcessors());
    String remedy =
        "give the driver more memory (EXTREMUM_MEMORY, or spark.driver.memory), or leave the samples"
            + " to executors (driverBytes=0)";
    long heap = Runtime.getRuntime().maxMemory();
    return oneProcess(physical(), heap, OldGeneration.here(), threads, 0, remedy, remedy);
  }

  /** What Spark does where spark.executor.cores is not set: one core, or all of a worker. */
  private static int unsetCores(SparkContext context) {
    if (context.master().startsWith("yarn") || context.master().startsWith("k8s")) {
      return 1;
    }
    int executors = Math.max(1, context.statusTracker().getExecutorInfos().length - 1);
    return Math.max(1, context.defaultParallelism() / executors);
  }

  /** All tasks and the driver share one JVM and the machine that it runs on. */
  static MemoryBudget local(long physical, long maxHeap, long old, int tasks, double fraction) {
    return oneProcess(
        physical,
        maxHeap,
        old,
        tasks,
        fraction,
        "give Java a larger heap (EXTREMUM_MEMORY, or spark.driver.memory)",
        "run on a machine with more memory, or fewer tasks at a time (--master local["
            + Math.max(1, tasks / 2)
            + "])");
  }

  private static MemoryBudget oneProcess(
      long physical,
      long maxHeap,
      long old,
      int tasks,
      double fraction,
      String moreHeap,
      String remedy) {
    long all = Math.max(maxHeap, usable(physical));
    return new MemoryBudget(
        all / tasks,
        all,
        heap(maxHeap, old, fraction, tasks, moreHeap),
        heap(maxHeap, old, fraction, 1, moreHeap),
        remedy);
  }

  /** Executors of their own. */
  static MemoryBudget cluster(
      long executor, int tasks, long driver, JavaHeap executorHeap, JavaHeap driverHeap) {
    return new MemoryBudget(
        executor / tasks,
        driver,
        executorHeap,
        driverHeap,
        "raise spark.executor.memoryOverhead or spark.executor.memory (for tasks),"
            + " spark.driver.memory (for the driver), or lower spark.executor.cores, so that fewer"
            + " tasks share an executor");
  }

  /** Memory of an executor or a driver in a container: heap and what may be used beside it. */
  static long withOverhead(SparkConf conf, String of) {
    String memory = "spark." + of + ".memory";
    long heap = conf.getSizeAsMb(memory, "1g");
    String overheadKey = memory + "Overhead";
    long overhead;
    if (conf.contains(overheadKey)) {
      overhead = conf.getSizeAsMb(overheadKey);
    } else {
      double factor = conf.getDouble(memory + "OverheadFactor", 0.1);
      overhead = Math.max(LEAST_OVERHEAD_MIB, (long) (factor * heap));
    }
    return (heap + overhead) << 20;
  }

  /** A tenth is left to the system. */
  private static long usable(long physical) {
    return physical - physical / 10;
  }

  private static int cores(String group) {
    if (group == null) {
      return 1;
    }
    return group.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(group);
  }

  /** Of the machine or the container. */
  private static long physical() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize();
  }
}
