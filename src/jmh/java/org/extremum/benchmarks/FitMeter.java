package org.extremum.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What a fit moves between tasks and holds in memory, beside what it takes in seconds. */
final class FitMeter {
  private static final String MARKER = "end of what is measured";

  private final JavaSparkContext context;

  FitMeter(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * What was measured, in bytes.
   *
   * @param shuffled written by tasks for other tasks
   * @param results sent by tasks to the driver
   * @param heap largest use of the Java heap, what is no longer needed included
   * @param resident largest resident memory of the process beyond what it had before; NaN where the
   *     system does not say
   */
  record Cost(double shuffled, double results, double heap, double resident) {}

  /** Runs it; all of Spark is in this process, so that tasks' memory is measured with it. */
  Cost measure(Supplier<?> work) {
    Traffic traffic = new Traffic();
    context.sc().addSparkListener(traffic);
    try {
      System.gc();
      heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
      boolean told = Machine.resetPeakResident();
      double before = Machine.residentBytes();
      work.get();
      double resident = told ? Machine.peakResidentBytes() - before : Double.NaN;
      double heap = heapPools().stream().mapToDouble(pool -> pool.getPeakUsage().getUsed()).sum();
      traffic.await(context);
      return new Cost(traffic.shuffled, traffic.results, heap, resident);
    } finally {
      context.sc().removeSparkListener(traffic);
    }
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Sums over all tasks. Events come in their order: a job of our own tells that all are here. */
  private static final class Traffic extends SparkListener {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int marker = -1;
    private double shuffled;
    private double results;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      TaskMetrics metrics = end.taskMetrics();
      if (metrics != null && marker < 0) {
        shuffled += metrics.shuffleWriteMetrics().bytesWritten();
        results += metrics.resultSize();
      }
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      if (MARKER.equals(start.properties().getProperty("spark.job.description"))) {
        marker = start.jobId();
      }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
      if (end.jobId() == marker) {
        ended.countDown();
      }
    }

    void await(JavaSparkContext context) {
      context.sc().setJobDescription(MARKER);
      context.parallelize(List.of(1), 1).count();
      context.sc().setJobDescription(null);
      try {
        if (!ended.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("Spark's events: expected the last job's, got none");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
