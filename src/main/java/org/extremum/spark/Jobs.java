package org.extremum.spark;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs Spark jobs under a description that users see, and hands their failures on in our terms. */
final class Jobs {
  private Jobs() {}

  /**
   * Runs {@code work}, whose jobs show as "extremum: {@code what}"; the description of before is
   * put back, the job group is not touched.
   *
   * <p>An interrupt of this thread cancels the jobs that were started here and ends in a {@link
   * CancellationException}, the thread's interrupt flag set. An exception of this project thrown in
   * a task is thrown as it was there, Spark's report attached as suppressed.
   */
  static <T> T run(JavaSparkContext context, String what, Callable<T> work) {
    String before = context.getLocalProperty(Descriptions.KEY);
    String tag = "extremum-" + UUID.randomUUID();
    context.addJobTag(tag);
    context.setJobDescription(Descriptions.of(what));
    try {
      return work.call();
    } catch (InterruptedException e) {
      context.cancelJobsWithTag(tag, "interrupted");
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException(Descriptions.of(what) + ": interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } catch (Exception e) {
      throw TaskFailures.rethrown(e);
    } finally {
      context.setLocalProperty(Descriptions.KEY, before);
      context.removeJobTag(tag);
    }
  }
}
