package org.extremum.job;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The session of one command: the one there is, or a new one that ends with the command. */
record Sessions(SparkSession session, boolean own) implements AutoCloseable {

  /**
   * Opens it. Without a master from anywhere, Spark runs in this JVM on all cores; beyond that
   * Spark's own defaults stand.
   *
   * @param master or null
   * @param debug whether a session that is made here may log
   */
  static Sessions open(String command, String master, boolean debug) {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined()) {
      return new Sessions(running.get(), false);
    }
    SparkConf conf = new SparkConf(true).setIfMissing("spark.app.name", "extremum " + command);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    // Tasks have one core each; a BLAS that starts threads of its own ruins them all.
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (debug) {
      session.sparkContext().setLogLevel("INFO");
    }
    return new Sessions(session, true);
  }

  @Override
  public void close() {
    if (own) {
      session.stop();
    }
  }
}
