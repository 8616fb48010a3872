package org.extremum.job.input;

import org.apache.spark.sql.SparkSession;

/**
 * The session that a file is read by: where it is small, one that makes no code for its rows. To
 * write, compile and warm that code takes longer than such rows, a third of a second and more.
 */
public final class ReadingSession {
  /** Some thousand rows of a thousand features, as files pack them. */
  private static final long SMALL_BYTES = 4L << 20;

  private ReadingSession() {}

  /**
   * Chooses it.
   *
   * @param session stays as it is; one of the same context is made where the file is small
   * @param path of a file or folder; what is wrong with it shows when it is opened
   */
  public static SparkSession of(SparkSession session, String path) {
    if (!DataFiles.areWithin(SMALL_BYTES, path, session.sparkContext().hadoopConfiguration())) {
      return session;
    }
    SparkSession plain = session.newSession();
    plain.conf().set("spark.sql.codegen.wholeStage", "false");
    plain.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    return plain;
  }
}
