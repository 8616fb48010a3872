package org.extremum.spark;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds what was thrown in a task. Spark serialises a task's exception with its causes, brings it
 * to the driver and makes it the cause of the SparkException that fails the job, unless it could
 * not be serialised: then only its text is left.
 */
public final class TaskFailures {
  private static final String OURS = "org.extremum.";

  private TaskFailures() {}

  /** The first throwable of type {@code wanted} in {@code failure} or among its causes. */
  public static <X extends Throwable> Optional<X> find(Throwable failure, Class<X> wanted) {
    return first(failure, wanted::isInstance).map(wanted::cast);
  }

  /**
   * Throws what went wrong in a task, if it is an exception of this project, else {@code failure}
   * itself, checked or not (Spark's own are checked and undeclared). Declared to return so that a
   * caller may write {@code throw}.
   */
  static RuntimeException rethrown(Exception failure) {
    Throwable ours =
        first(
                failure,
                t -> t instanceof RuntimeException && t.getClass().getName().startsWith(OURS))
            .orElse(failure);
    if (ours != failure) {
      ours.addSuppressed(new SparkReport(failure));
    }
    throw TaskFailures.<RuntimeException>asItWas(ours);
  }

  private static Optional<Throwable> first(Throwable failure, Predicate<Throwable> wanted) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (wanted.test(t)) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  /**
   * Throws {@code cause} itself, checked or not, where nothing is declared. Declared to return so
   * that a caller may write {@code throw}.
   */
  @SuppressWarnings("unchecked")
  public static <X extends Throwable> X asItWas(Throwable cause) throws X {
    throw (X) cause;
  }

  /** Spark's words about the failed job, without a cycle of causes. */
  private static final class SparkReport extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SparkReport(Throwable failure) {
      super(failure.toString());
      setStackTrace(failure.getStackTrace());
    }
  }
}
