package org.extremum.job;

import java.util.Optional;
import org.extremum.spark.TaskFailures;
import org.extremum.training.Problem;

/** Turns whatever was thrown into one line and an exit code. */
final class ErrorLine {
  private static final int LONGEST = 600;

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
    return Problem.because(stage.kind(), words(root(failure)), stage.remedy()).causedBy(failure);
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
