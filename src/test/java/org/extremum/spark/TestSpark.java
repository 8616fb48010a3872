package org.extremum.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark of a test JVM: two cores, four attempts for each task, no UI, a small limit for
 * what jobs bring to the driver. Started at first use (a start takes some seconds), ended by
 * Spark's own shutdown hook; tests must not stop it and must leave nothing cached.
 */
public final class TestSpark {
  private TestSpark() {}

  private static final class Started {
    static final SparkSession SESSION = start();

    private static SparkSession start() {
      try {
        Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return SparkSession.builder()
          .master("local[2,4]")
          .appName("extremum tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.default.parallelism", "2")
          .config("spark.sql.shuffle.partitions", "3")
          .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse")
          .config("spark.driver.maxResultSize", "64m")
          .getOrCreate();
    }
  }

  public static SparkSession session() {
    return Started.SESSION;
  }

  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }
}
