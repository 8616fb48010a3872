package org.extremum.job;

import java.io.PrintStream;

/**
 * Where a command's words go: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether a person watches {@code err}, so that lines may be updated in place
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

  /** Something worth knowing that stops nothing, in one line. */
  public void note(String message) {
    err.println("note: " + ErrorLine.oneLine(message));
  }

  /** A result that asks for attention, in one line. */
  public void warn(String message) {
    err.println("warning: " + ErrorLine.oneLine(message));
  }
}
