package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What is left of Spark's long messages, as they stood in logs. */
class GivenUpTest {
  private static final String ABORTED = "Job aborted due to stage failure: ";

  @Test
  void anExceptionInATask() {
    SparkException failure =
        new SparkException(
            ABORTED
                + "Task 2 in stage 9.0 failed 4 times, most recent failure: Lost task 2.3 in stage"
                + " 9.0 (TID 41) (127.0.0.3 executor 1): java.io.IOException: No space left on"
                + " device\n\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)\n\n"
                + "Driver stacktrace:");
    assertThat(GivenUp.in(new IllegalStateException(failure)))
        .contains(
            new GivenUp(
                4, "127.0.0.3, executor 1", "java.io.IOException: No space left on device", false));
  }

  @Test
  void anExecutorThatDied() {
    SparkException failure =
        new SparkException(
            ABORTED
                + "Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in stage"
                + " 3.0 (TID 9) (10.0.0.7 executor 12): ExecutorLostFailure (executor 12 exited"
                + " caused by one of the running tasks) Reason: Command exited with code 137\n"
                + "Driver stacktrace:");
    GivenUp task = GivenUp.in(failure).orElseThrow();
    assertThat(task.lostExecutors()).isTrue();
    assertThat(task.where()).isEqualTo("10.0.0.7, executor 12");
    assertThat(task.reason()).endsWith("Reason: Command exited with code 137");
  }

  @Test
  void otherFailures() {
    assertThat(GivenUp.in(new SparkException(ABORTED + "Total size of results is too large")))
        .isEmpty();
    assertThat(GivenUp.in(new IllegalStateException("failed 4 times"))).isEmpty();
  }
}
