package org.extremum.job.input;

import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

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
   * @param session stays as it is; where the file is small one of the same context is made, with
   *     the settings that it has now
   * @param path of a file or folder; what is wrong with it shows when it is opened
   */
  public static SparkSession of(SparkSession session, String path) {
    if (!DataFiles.areWithin(SMALL_BYTES, path, session.sparkContext().hadoopConfiguration())) {
      return session;
    }
    SparkSession plain = alike(session);
    plain.conf().set("spark.sql.codegen.wholeStage", "false");
    plain.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    return plain;
  }

  /**
   * A new session knows the settings of the context only: what was set in this one (case of names,
   * time zone, ANSI, anything of the user's) is set there again, and unset.
   */
  private static SparkSession alike(SparkSession session) {
    SparkSession fresh = session.newSession();
    Map<String, String> wanted = CollectionConverters.asJava(session.conf().getAll());
    Map<String, String> there = CollectionConverters.asJava(fresh.conf().getAll());
    RuntimeConfig conf = fresh.conf();
    wanted.forEach(
        (key, value) -> {
          if (!value.equals(there.get(key))) {
            ifMayChange(() -> conf.set(key, value));
          }
        });
    there.keySet().stream()
        .filter(key -> !wanted.containsKey(key))
        .forEach(key -> ifMayChange(() -> conf.unset(key)));
    return fresh;
  }

  /**
   * A static setting stands among a session's own where its builder was given it; it is the
   * context's all the same, and Spark refuses to change it.
   */
  private static void ifMayChange(Runnable change) {
    try {
      change.run();
    } catch (Exception e) { // AnalysisException is checked, and not declared
      if (!(e instanceof AnalysisException)) {
        throw e;
      }
    }
  }
}
