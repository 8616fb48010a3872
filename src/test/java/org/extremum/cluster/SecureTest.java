package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.extremum.cluster.StandaloneCluster.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cluster with all that {@code --secure} switches on: models are the same, and who does not know
 * the secret gets nothing.
 */
@OnCluster
class SecureTest {
  private static final Path DATA = Path.of("data").toAbsolutePath();
  private static final String SECRET = "spark.authenticate.secret";
  private static final String WORD = "PLANTED-of-the-cluster";

  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    StandaloneCluster.Builder asked = StandaloneCluster.named("secure").set(SECRET, WORD);
    settings().forEach(asked::set);
    cluster = asked.start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  /** As a node's administrator would append them. */
  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("conf/spark-secure.conf"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 2);
        settings.put(words[0], words[1].strip());
      }
    }
    assertThat(settings).containsEntry("spark.authenticate", "true");
    return settings;
  }

  private static Path in(String name) {
    return cluster.folder().resolve(name);
  }

  private static Submission.Builder training(String model) {
    return cluster.application(
        "train",
        "--data=" + DATA.resolve("digits.csv"),
        "--label=label",
        "--model=" + in(model),
        "--set=hiddenLayers=[1100]", // so wide that Moments are merged by shuffles
        "--set=regParam=0.003",
        "--set=partitions=4");
  }

  /** All that the cluster's processes have written but the file that holds the secret. */
  private static void requireNoSecret() throws IOException {
    Path defaults = in("conf/spark-defaults.conf");
    try (Stream<Path> files = Files.walk(cluster.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(defaults)) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(WORD);
        }
      }
    }
  }

  private static void requireNotOnCommandLines() throws IOException {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      processes.forEach(
          process -> assertThat(ClusterProcess.commandLine(process.pid())).doesNotContain(WORD));
    }
  }

  @Test
  void theSameModelInClientAndClusterDeployMode() throws Exception {
    Path events = in("events"); // Spark lists its settings there
    training("local").inLocalMode(2).run();
    Submission.Builder client = training("client");
    Files.createDirectories(events);
    client.conf("spark.eventLog.enabled", "true").conf("spark.eventLog.dir", events.toString());
    Submission running = client.start();
    Await.until("executors", () -> !cluster.executors().isEmpty() || !running.process().isAlive());
    requireNotOnCommandLines();
    running.requireSuccess();
    Submission remote = training("remote").inClusterMode().start();
    Await.until(
        "a driver on a worker",
        () ->
            cluster.workers().stream().anyMatch(worker -> !worker.drivers().isEmpty())
                || !remote.process().isAlive());
    requireNotOnCommandLines();
    remote.requireSuccess();
    assertThat(remote.driverErr()).doesNotContain("error: ");

    ModelBytes expected = ModelBytes.in(in("local"));
    assertThat(ModelBytes.in(in("client"))).isEqualTo(expected);
    assertThat(ModelBytes.in(in("remote"))).isEqualTo(expected);
    assertThat(events).isNotEmptyDirectory();
    requireNoSecret();
  }

  /** As {@code submit-scripts/new-secret} says: the settings are in the installation's own file. */
  @Test
  void theScriptInClientAndClusterDeployMode() throws Exception {
    Files.createDirectories(in("events"));
    Files.setPosixFilePermissions(
        in("conf/spark-defaults.conf"), PosixFilePermissions.fromString("rw-------"));
    Scripts scripts = new Scripts(cluster);
    for (String mode : List.of("client", "cluster")) {
      ClusterProcess script =
          scripts.standalone(
              "secure-" + mode,
              List.of("--deploy-mode=" + mode, "--secure"),
              "train",
              "--data=" + DATA.resolve("iris.csv"),
              "--label=label",
              "--model=" + in("script-" + mode),
              "--set=hiddenLayers=[100]",
              "--set=partitions=4");
      assertThat(script.exitCode()).as(script.err()).isZero();
    }
    assertThat(ModelBytes.in(in("script-cluster"))).isEqualTo(ModelBytes.in(in("script-client")));
    requireNoSecret();
  }

  @Test
  void whoDoesNotKnowTheSecretGetsNothing() throws Exception {
    Submission.Builder another = training("another").conf(SECRET, "another-one");
    Submission.Builder none =
        training("none")
            .conf("spark.authenticate", "false")
            .conf("spark.network.crypto.enabled", "false");
    // Side by side: each tries for a minute.
    List<Submission> strangers = List.of(another.start(), none.start());
    for (Submission stranger : strangers) {
      assertThat(stranger.exitCode()).as(stranger.driverErr()).isNotZero();
      assertThat(stranger.driverErr()).contains("All masters are unresponsive", "error: ");
    }
    assertThat(in("another")).doesNotExist();
    assertThat(in("none")).doesNotExist();
    assertThat(cluster.executors()).isEmpty();
    requireNoSecret();
  }

  @Test
  void aWorkerThatDoesNotKnowTheSecretIsNoWorker() throws Exception {
    Path conf = Files.createDirectories(in("conf-of-a-stranger"));
    String defaults = Files.readString(in("conf/spark-defaults.conf"));
    Files.writeString(conf.resolve("spark-defaults.conf"), defaults.replace(WORD, "another-one"));
    Worker stranger =
        cluster.launchWorker("127.0.0.9", List.of(), Map.of("SPARK_CONF_DIR", conf.toString()));
    try {
      Await.until(
          "a refusal",
          () ->
              stranger.process().err().contains("Failed to connect to master")
                  || !stranger.process().isAlive());
      assertThat(cluster.hostsAlive()).hasSize(2).doesNotContain("127.0.0.9");
    } finally {
      cluster.killWorker(stranger);
    }
    requireNoSecret();
  }
}
