package org.extremum.spark;

import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** What jobs of this project are called, for progress lines and the Spark UI. */
public final class Descriptions {
  /** Spark's name of the property of a thread's jobs. */
  static final String KEY = "spark.job.description";

  /** Tells our jobs from those of whoever shares the session. */
  private static final String OURS = "extremum: ";

  private Descriptions() {}

  /** How a pass or another piece of work is shown. */
  static String of(String what) {
    return OURS + what;
  }

  /** What a job of ours does, by its properties; empty for others'. */
  public static Optional<String> in(Properties job) {
    return Optional.ofNullable(job.getProperty(KEY))
        .filter(description -> description.startsWith(OURS))
        .map(description -> description.substring(OURS.length()));
  }

  /** Does {@code work}; its jobs show as that, but for those that say what they are themselves. */
  public static <T> T during(SparkSession session, String what, Supplier<T> work) {
    String before = session.sparkContext().getLocalProperty(KEY);
    session.sparkContext().setLocalProperty(KEY, of(what));
    try {
      return work.get();
    } finally {
      session.sparkContext().setLocalProperty(KEY, before);
    }
  }
}
