package org.extremum.training;

/**
 * Something the user can mend, in one line: what, where, expected, got, remedy. The kind decides
 * the command's exit code (README.md).
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as the exit codes sort it. */
  public enum Kind {
    /** A wrong or unknown option or argument. */
    USAGE(2),
    /** The data cannot be trained or scored on. */
    BAD_DATA(3),
    /** The training ended without a model. */
    NO_MODEL(4),
    /** Something could not be written, or exists already. */
    OUTPUT(5),
    /** A model or state cannot be read. */
    UNREADABLE(6),
    /** Another run holds the lock, or has taken it over. */
    LOCKED(75);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  private Problem(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * A problem with a value: {@code what: expected …, got …; remedy}.
   *
   * @param what the thing and where it stands, such as "label column 'y', row 17"
   */
  public static Problem of(Kind kind, String what, String expected, Object got, String remedy) {
    return new Problem(
        kind, what + ": expected " + expected + ", got " + got + "; " + remedy, null);
  }

  /** A problem that is no single value: {@code message; remedy}. */
  public static Problem because(Kind kind, String message, String remedy) {
    return new Problem(kind, message + "; " + remedy, null);
  }

  /** The same problem, saying first where it stands, such as a file and a line. */
  public Problem in(String where) {
    Problem problem = new Problem(kind, where + ": " + getMessage(), getCause());
    problem.setStackTrace(getStackTrace());
    return problem;
  }

  /** The same problem, with what caused it. */
  public Problem causedBy(Throwable cause) {
    Problem problem = new Problem(kind, getMessage(), cause);
    problem.setStackTrace(getStackTrace());
    return problem;
  }

  public Kind kind() {
    return kind;
  }
}
