package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command submitted to a cluster: it does what it does in one JVM, to the last bit. */
@Tag("cluster")
class SubmitTest {
  private static final Path DATA = Path.of("data").toAbsolutePath();
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = StandaloneCluster.named("submit").start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static Path in(String name) {
    return cluster.folder().resolve(name);
  }

  private static Submission.Builder training(String data, Path model, String... settings) {
    return cluster.application(
        Stream.concat(
                Stream.of(
                    "train", "--data=" + DATA.resolve(data), "--label=label", "--model=" + model),
                Stream.of(settings).map(setting -> "--set=" + setting))
            .toArray(String[]::new));
  }

  @Test
  @Tag("cluster-smoke")
  void irisInClientAndClusterDeployMode() throws Exception {
    String[] exact = {
      "extremum=exact",
      "hiddenLayers=[600]",
      "centres=kmeans",
      "centresPerEssence=1",
      "condition=ideal",
      "partitions=4"
    };
    training("iris.csv", in("iris-local"), exact).inLocalMode(2).run();
    Submission client = training("iris.csv", in("iris-client"), exact).run();
    Submission remote = training("iris.csv", in("iris-cluster"), exact).inClusterMode().run();

    ModelBytes expected = ModelBytes.in(in("iris-local"));
    assertThat(ModelBytes.in(in("iris-client"))).isEqualTo(expected);
    assertThat(ModelBytes.in(in("iris-cluster"))).isEqualTo(expected);
    assertThat(client.driverOut()).contains("model");
    assertThat(remote.driverOut()).contains("model");
    assertThat(remote.process().out()).as("written where the driver ran").isEmpty();
  }

  /** Wide enough for Moments that executors merge by shuffles. */
  @Test
  void digitsWeakenedIsScoredAlike() throws Exception {
    String[] weakened = {"hiddenLayers=[1100]", "partitions=4"};
    training("digits.csv", in("digits-local"), weakened).inLocalMode(2).run();
    training("digits.csv", in("digits-client"), weakened).run();
    assertThat(ModelBytes.in(in("digits-client"))).isEqualTo(ModelBytes.in(in("digits-local")));

    String[] evaluate = {
      "evaluate", "--model=" + in("digits-local"), "--data=" + DATA.resolve("digits.csv"), "--json"
    };
    String scores = cluster.application(evaluate).inLocalMode(2).run().driverOut();
    assertThat(scores).contains("\"accuracy\"");
    assertThat(cluster.application(evaluate).run().driverOut()).isEqualTo(scores);

    predict("predicted-local").inLocalMode(2).run();
    predict("predicted-cluster").inClusterMode().run();
    assertThat(rows(in("predicted-cluster"))).isEqualTo(rows(in("predicted-local"))).hasSize(1798);
  }

  private static Submission.Builder predict(String output) {
    return cluster.application(
        "predict",
        "--model=" + in("digits-local"),
        "--data=" + DATA.resolve("digits.csv"),
        "--output=" + in(output));
  }

  private static List<String> rows(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> rows = new java.util.ArrayList<>();
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("part-")).sorted().toList()) {
        rows.addAll(Files.readAllLines(file));
      }
      return rows;
    }
  }
}
