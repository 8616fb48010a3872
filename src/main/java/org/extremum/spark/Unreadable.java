package org.extremum.spark;

import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;

/** Words for saved folders that cannot be read. */
final class Unreadable {
  /** Of what a message repeats from a folder: a folder may be anybody's. */
  private static final int LONGEST = 400;

  private Unreadable() {}

  /** In one line, not endless, and without what a terminal would obey. */
  static String brief(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }

  /** Something in the folder is not as it was written. */
  static Problem damaged(Path folder, String detail) {
    return Problem.because(
        Problem.Kind.UNREADABLE,
        "folder " + folder + ": damaged: " + brief(detail),
        "restore it from a copy or train again");
  }

  /** Reading failed, for a reason that a library names. */
  static Problem damaged(Path folder, String what, Throwable cause) {
    return damaged(folder, what + ": " + oneLine(cause)).causedBy(cause);
  }

  /** What is in the folder is something else. */
  static Problem foreign(Path folder, String expected, Object got, String remedy) {
    return Problem.of(
        Problem.Kind.UNREADABLE, "folder " + folder, expected, brief(String.valueOf(got)), remedy);
  }

  /** The first line of what an exception says, or its name. */
  static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
