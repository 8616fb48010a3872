package org.extremum.job;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.RetrainingPlugin;
import scala.Option;

/** The session of one command: the one there is, or a new one that ends with the command. */
record Sessions(SparkSession session, boolean own) implements AutoCloseable {
  private static final String PLUGINS = "spark.plugins";

  /** Set by Spark's workers for what they start. */
  private static final String SECRET_VARIABLE = "_SPARK_AUTH_SECRET";

  /**
   * How long a task waits for the executor that has its samples. A pass works on a block for longer
   * than another executor takes to fetch it: with Spark's three seconds executors stand idle where
   * the first reading left them unequal shares (measured: 1.3 times one executor instead of 1.8).
   */
  private static final String LOCALITY_WAIT = "300ms";

  /**
   * Opens it. Without a master from anywhere, Spark runs in this JVM on all cores; beyond that
   * Spark's own defaults stand.
   *
   * @param master or null
   * @param debug whether a session that is made here may log
   */
  static Sessions open(String command, String master, boolean debug) {
    return open(command, master, debug, new SparkConf(true));
  }

  /**
   * Opens it like {@link #open}, with a retraining's figures among Spark's metrics; a session that
   * is there already shows them only if it was started so.
   */
  static Sessions openWithMetrics(String command, String master, boolean debug) {
    return open(command, master, debug, withMetrics(new SparkConf(true)));
  }

  /** Adds the plugin to those that are asked for. */
  static SparkConf withMetrics(SparkConf conf) {
    Set<String> plugins = new LinkedHashSet<>();
    for (String plugin : conf.get(PLUGINS, "").split(",")) {
      if (!plugin.isBlank()) {
        plugins.add(plugin.strip());
      }
    }
    plugins.add(RetrainingPlugin.class.getName());
    return conf.set(PLUGINS, String.join(",", plugins));
  }

  private static Sessions open(String command, String master, boolean debug, SparkConf conf) {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined()) {
      return new Sessions(running.get(), false);
    }
    conf.setIfMissing("spark.app.name", "extremum " + command);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    takeSecret(conf);
    // Tasks have one core each; a BLAS that starts threads of its own ruins them all.
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    conf.setIfMissing("spark.locality.wait", LOCALITY_WAIT);
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (debug) {
      session.sparkContext().setLogLevel("INFO");
    }
    return new Sessions(session, true);
  }

  /**
   * In cluster deploy mode a standalone cluster tells a driver its secret by the environment, so
   * that it is on no command line, and then asks for it as a setting.
   */
  private static void takeSecret(SparkConf conf) {
    String told = System.getenv(SECRET_VARIABLE);
    if (told != null && conf.getBoolean("spark.authenticate", false)) {
      conf.setIfMissing("spark.authenticate.secret", told);
    }
  }

  @Override
  public void close() {
    if (own) {
      session.stop();
    }
  }
}
