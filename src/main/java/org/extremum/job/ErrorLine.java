package org.extremum.job;

import java.util.Optional;
import org.apache.spark.SparkException;
import org.extremum.spark.GivenUp;
import org.extremum.spark.TaskFailures;
import org.extremum.training.Problem;

/** Turns whatever was thrown into one line and an exit code. */
final class ErrorLine {
  private static final int LONGEST = 600;

  private static final String LOST_EXECUTORS =
      "executors die, mostly of too little memory: raise spark.executor.memoryOverhead or let fewer"
          + " tasks share an executor (spark.executor.cores); their stderr on the worker says more";

  private ErrorLine() {}

  /** The problem to report for {@code failure}, which happened while at {@code stage}. */
  static Problem problem(Throwable failure, Stage stage) {
    Optional<Problem> known = TaskFailures.find(failure, Problem.class);
    if (known.isPresent()) {
      return known.get();
    }
    if (TaskFailures.find(failure, OutOfMemoryError.class).isPresent()) {
      return Problem.because(
              Problem.Kind.NO_MODEL,
              "memory: expected the run to fit, got " + words(root(failure)),
              "set EXTREMUM_MEMORY (or spark.driver.memory and spark.executor.memory) higher, or"
                  + " choose a narrower last hidden layer")
          .causedBy(failure);
    }
    Optional<GivenUp> task =
        GivenUp.in(failure).filter(given -> given.times() > 1 || given.lostExecutors());
    if (task.isPresent()) {
      return givenUp(task.get(), root(failure), stage).causedBy(failure);
    }
    return Problem.because(stage.kind(), words(root(failure)), stage.remedy()).causedBy(failure);
  }

  /**
   * Says of a task that failed for good where it did, and why. Where the processes died the run had
   * too little of the cluster, whatever it was reading or writing: no better input would mend it.
   *
   * @param root what was thrown in the task, or Spark's own failure where nothing of it came back
   */
  private static Problem givenUp(GivenUp task, Throwable root, Stage stage) {
    String reason = root instanceof SparkException ? task.reason() : words(root);
    return Problem.of(
        task.lostExecutors() ? Problem.Kind.NO_MODEL : stage.kind(),
        stage.words(),
        "every task to succeed",
        "one that failed " + times(task.times()) + " on " + task.where() + ": " + reason,
        task.lostExecutors() ? LOST_EXECUTORS : stage.remedy());
  }

  private static String times(int times) {
    return times == 1 ? "once," : times + " times, at last";
  }

  /** Spark wraps failures several deep; the innermost one says what happened. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
      root = root.getCause();
    }
    return root;
  }

  private static String words(Throwable t) {
    String message = t.getMessage();
    return message == null
        ? t.getClass().getSimpleName()
        : t.getClass().getSimpleName() + ": " + message;
  }

  /** The text without line breaks, and not endless. */
  static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
