package org.extremum.job.retraining;

import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.extremum.job.Stage;
import org.extremum.job.input.InputFormat;
import org.extremum.training.Progress;

/**
 * One run and what it works with.
 *
 * @param request what is to be done
 * @param asked options that were given, without defaults
 * @param session of Spark
 * @param formats the format of a file
 * @param progress receives steps and notes
 * @param versions of this program and what it runs on
 * @param command around the run
 */
public record Job(
    Request request,
    Map<String, Object> asked,
    SparkSession session,
    Function<String, InputFormat> formats,
    Progress progress,
    Map<String, Object> versions,
    Host command) {
  /** What the command around a run is told, and knows. */
  public interface Host {
    /** What the run is busy with from here on. */
    void enter(Stage stage);

    /** What the program will exit with after a failure. */
    int exitCode(Throwable failure);

    /** A failure in one line. */
    String reason(Throwable failure);
  }

  /** A thing to look at that stops nothing. */
  void warn(String message) {
    progress.warn(message);
  }
}
