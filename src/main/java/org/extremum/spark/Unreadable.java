package org.extremum.spark;

import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;

/** Words for saved folders that cannot be read. */
final class Unreadable {
  private Unreadable() {}

  /** Something in the folder is not as it was written. */
  static Problem damaged(Path folder, String detail) {
    return Problem.because(
        Problem.Kind.UNREADABLE,
        "folder " + folder + ": damaged: " + detail,
        "restore it from a copy or train again");
  }

  /** Reading failed, for a reason that a library names. */
  static Problem damaged(Path folder, String what, Throwable cause) {
    return damaged(folder, what + ": " + oneLine(cause)).causedBy(cause);
  }

  /** What is in the folder is something else. */
  static Problem foreign(Path folder, String expected, Object got, String remedy) {
    return Problem.of(Problem.Kind.UNREADABLE, "folder " + folder, expected, got, remedy);
  }

  /** The first line of what an exception says, or its name. */
  static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
