package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures that nobody foresaw, in the form of all errors. */
class ErrorLineTest {
  private static SparkException failed(int times, String reason, Throwable cause) {
    return new SparkException(
        "Job aborted due to stage failure: Task 2 in stage 9.0 failed "
            + times
            + " times, most recent failure: Lost task 2.3 in stage 9.0 (TID 41) (host7 executor 1): "
            + reason
            + "\nDriver stacktrace:",
        cause);
  }

  private static String line(Throwable failure, Stage stage) {
    return line(failure, stage, stage.kind());
  }

  private static String line(Throwable failure, Stage stage, Problem.Kind kind) {
    Problem problem = ErrorLine.problem(failure, stage);
    assertThat(problem.kind()).isEqualTo(kind);
    return ErrorLine.oneLine(problem.getMessage());
  }

  @Test
  void aTaskThatFailedForGood() {
    Throwable cause = new IllegalStateException("no such thing\nat all");
    assertThat(line(failed(4, "java.lang.IllegalStateException: no", cause), Stage.TRAINING))
        .isEqualTo(
            "training: expected every task to succeed, got one that failed 4 times, at last on"
                + " host7, executor 1: IllegalStateException: no such thing at all; run with"
                + " --debug to see where it happened");
  }

  /** Neither the input nor the output is to blame, whatever was being done. */
  @ParameterizedTest
  @EnumSource(Stage.class)
  void executorsThatDied(Stage stage) {
    String reason =
        "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command"
            + " exited with code 137";
    assertThat(line(failed(4, reason, null), stage, Problem.Kind.NO_MODEL))
        .startsWith(stage.words() + ": expected every task to succeed, got one that failed 4 times")
        .contains("code 137; executors die, mostly of too little memory: raise spark.executor.m")
        .doesNotContain("Driver stacktrace");
  }

  /** Where the cluster's settings say so: spark.task.maxFailures=1. */
  @ParameterizedTest
  @EnumSource(Stage.class)
  void executorsThatDiedWhereNoTaskIsTriedTwice(Stage stage) {
    assertThat(line(failed(1, "ExecutorLostFailure (x)", null), stage, Problem.Kind.NO_MODEL))
        .contains("got one that failed once, on host7, executor 1: ExecutorLostFailure (x); exec");
  }

  @Test
  void inOneProcessATaskIsTriedOnce() {
    assertThat(line(failed(1, "x", new IllegalStateException("no")), Stage.WRITING))
        .isEqualTo("IllegalStateException: no; check rights and free space at the output");
  }

  @Test
  void aProblemOfATaskIsTheProblem() {
    Problem problem = Problem.because(Problem.Kind.BAD_DATA, "row 7", "mend it");
    assertThat(ErrorLine.problem(failed(4, "x", problem), Stage.TRAINING)).isSameAs(problem);
  }
}
