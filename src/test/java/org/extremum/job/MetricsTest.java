package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.extremum.spark.RetrainingMetrics;
import org.extremum.spark.RetrainingMetrics.Figure;
import org.extremum.spark.RetrainingPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a retraining are seen through Spark's own metrics system. */
class MetricsTest {
  private static final String PLUGIN = RetrainingPlugin.class.getName();

  @TempDir Path folder;

  @AfterEach
  void forget() {
    RetrainingMetrics.reset();
  }

  @Test
  void aFigureIsNotANumberUntilItIsMeasured() {
    for (Figure figure : Figure.values()) {
      assertThat(RetrainingMetrics.get(figure)).isNaN();
    }
    RetrainingMetrics.set(Figure.PROMOTED, 0);
    assertThat(RetrainingMetrics.get(Figure.PROMOTED)).isZero();
    RetrainingMetrics.reset();
    assertThat(RetrainingMetrics.get(Figure.PROMOTED)).isNaN();
  }

  @Test
  void thePluginIsAddedToThoseOfTheUser() {
    assertThat(plugins(null)).isEqualTo(PLUGIN);
    assertThat(plugins("")).isEqualTo(PLUGIN);
    assertThat(plugins("a.B, c.D")).isEqualTo("a.B,c.D," + PLUGIN);
    assertThat(plugins(PLUGIN + ",a.B")).isEqualTo(PLUGIN + ",a.B");
  }

  private static String plugins(String asked) {
    SparkConf conf = new SparkConf(false);
    if (asked != null) {
      conf.set("spark.plugins", asked);
    }
    return Sessions.withMetrics(conf).get("spark.plugins");
  }

  /**
   * In a JVM of its own, since plugins are started with the session: a sink that writes when a
   * retraining ends, as jobs that are too short to be scraped need, and a scrape while a session
   * lasts.
   */
  @Test
  void gaugesAreInSinksAtTheEndAndInThePrometheusServlet() throws Exception {
    Path sink = Files.createDirectory(folder.resolve("csv"));
    List<String> lines = Files.readAllLines(probe(sink));
    assertThat(lines.stream().filter(line -> !line.startsWith("metrics_")))
        .as(Files.readString(folder.resolve("err")))
        .contains("the user's plugin too", "exit code 0", "status 200");
    assertThat(number(sink, "samples")).isEqualTo(Samples.ROWS);
    assertThat(number(sink, "batches")).isEqualTo(1);
    assertThat(number(sink, "nights")).isEqualTo(1);
    assertThat(number(sink, "accuracy")).isBetween(0.5, 1.0);
    assertThat(number(sink, "logLoss")).isBetween(0.0, 1.0);
    assertThat(number(sink, "promoted")).isEqualTo(1);
    assertThat(number(sink, "seconds")).isPositive();
    assertThat(number(sink, "numericalDrift")).isBetween(0.0, 1e-10);
    assertThat(number(sink, "classMixDrift")).isNaN(); // nothing was there before
    assertThat(scraped(lines, "samples")).isEqualTo("1797.0");
    assertThat(scraped(lines, "accuracy")).isEqualTo("0.9876");
    for (Figure figure : Figure.values()) {
      if (figure != Figure.SAMPLES && figure != Figure.ACCURACY) {
        assertThat(scraped(lines, figure.gauge())).isEqualTo("NaN");
      }
    }
  }

  private static String scraped(List<String> lines, String figure) {
    String name =
        "metrics_probe_driver_plugin_"
            + PLUGIN.replace('.', '_')
            + "_"
            + figure
            + "_Value{type=\"gauges\"} ";
    List<String> found = lines.stream().filter(line -> line.startsWith(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0).substring(name.length());
  }

  /** What a gauge was when the retraining's session ended. */
  private static double number(Path sink, String figure) throws IOException {
    Path file = sink.resolve("retraining.driver.plugin." + PLUGIN + "." + figure + ".csv");
    List<String> lines = Files.readAllLines(file);
    return Double.parseDouble(lines.get(lines.size() - 1).split(",")[1]);
  }

  /** What the probe printed. */
  private Path probe(Path sink) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "@target/classes/org/extremum/job/java-options"));
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dlog4j2.configurationFile=file:conf/log4j2.properties");
    command.add("-Dspark.plugins=" + MetricsProbe.Users.class.getName());
    command.add("-Dspark.ui.port=0");
    command.add("-Dspark.metrics.namespace=retraining");
    String sinks = "-Dspark.metrics.conf.*.sink.";
    String classes = "org.apache.spark.metrics.sink.";
    command.add(sinks + "prometheusServlet.class=" + classes + "PrometheusServlet");
    command.add(sinks + "prometheusServlet.path=/metrics/prometheus");
    command.add(sinks + "csv.class=" + classes + "CsvSink");
    command.add(sinks + "csv.directory=" + sink);
    command.add(sinks + "csv.period=3600");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(MetricsProbe.class.getName());
    Path state = folder.resolve("state");
    String data = Samples.csv(folder).toString();
    command.addAll(
        List.of("retrain", "--state", state.toString(), "--add", data, "--label", "label"));
    command.addAll(List.of("--master", "local[1]", "--set", "hiddenLayers=[20]"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return out;
  }
}
