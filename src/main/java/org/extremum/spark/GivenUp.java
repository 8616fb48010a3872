package org.extremum.spark;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;

/**
 * A job that Spark gave up since one of its tasks failed as often as {@code spark.task.maxFailures}
 * lets it, which may be once: so it is in one JVM, where the failure itself says more, and wherever
 * it is set so, where executors may die all the same. Spark says all that is known in one long
 * message; this is what of it helps a user.
 *
 * @param times that the task failed
 * @param where host and executor of the last time
 * @param reason the first line of the last failure, in Spark's words
 * @param lostExecutors whether what failed was not the task but the process that ran it
 */
public record GivenUp(int times, String where, String reason, boolean lostExecutors) {
  /** As DAGScheduler and TaskSetManager put it together; the reason may have a stack below it. */
  private static final Pattern WORDS =
      Pattern.compile(
          "failed (\\d+) times, most recent failure: Lost task \\S+ in stage \\S+"
              + " \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\): ([^\\r\\n]*)");

  private static final String LOST_EXECUTOR = "ExecutorLostFailure";

  /** What {@code failure} says of such a task, if it is of one. */
  public static Optional<GivenUp> in(Throwable failure) {
    return TaskFailures.find(failure, SparkException.class)
        .map(Throwable::getMessage)
        .map(WORDS::matcher)
        .filter(Matcher::find)
        .map(
            said ->
                new GivenUp(
                    Integer.parseInt(said.group(1)),
                    said.group(2) + ", executor " + said.group(3),
                    said.group(4).strip(),
                    said.group(4).startsWith(LOST_EXECUTOR)));
  }
}
