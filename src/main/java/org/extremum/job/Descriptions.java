package org.extremum.job;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Names the jobs of a piece of work, for progress lines and the Spark UI. */
public final class Descriptions {
  private static final String KEY = "spark.job.description";

  private Descriptions() {}

  /** Does {@code work}; its jobs show as "extremum: {@code what}". */
  public static <T> T during(SparkSession session, String what, Supplier<T> work) {
    String before = session.sparkContext().getLocalProperty(KEY);
    session.sparkContext().setLocalProperty(KEY, "extremum: " + what);
    try {
      return work.get();
    } finally {
      session.sparkContext().setLocalProperty(KEY, before);
    }
  }
}
