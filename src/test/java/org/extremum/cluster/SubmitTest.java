package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command submitted to a cluster: it does what it does in one JVM, to the last bit. */
@OnCluster
class SubmitTest {
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

  @Test
  @Tag("cluster-smoke")
  void trainingInClientAndClusterDeployMode() throws Exception {
    ModelBytes expected = Training.EXACT.inLocalMode(cluster);
    Submission client = Training.EXACT.on(cluster, in("client")).run();
    Submission remote = Training.EXACT.on(cluster, in("cluster")).inClusterMode().run();

    assertThat(ModelBytes.in(in("client"))).isEqualTo(expected);
    assertThat(ModelBytes.in(in("cluster"))).isEqualTo(expected);
    assertThat(client.driverOut()).contains(in("client").toString());
    assertThat(remote.driverOut()).contains(in("cluster").toString());
    assertThat(remote.process().out()).as("written where the driver ran").isEmpty();
  }

  @Test
  void trainingWithMomentsByShuffles() throws Exception {
    Training.WIDE.on(cluster, in("wide")).inClusterMode().run();
    assertThat(ModelBytes.in(in("wide"))).isEqualTo(Training.WIDE.inLocalMode(cluster));
  }

  @Test
  void scoring() throws Exception {
    Training.EXACT.inLocalMode(cluster);
    String[] evaluate = {
      "evaluate", "--model=" + in("exact-local"), "--data=" + Training.data("iris.csv"), "--json"
    };
    String scores = cluster.application(evaluate).inLocalMode(2).run().driverOut();
    assertThat(scores).contains("\"accuracy\"");
    assertThat(cluster.application(evaluate).run().driverOut()).isEqualTo(scores);

    predict("predicted-local").inLocalMode(2).run();
    predict("predicted-cluster").inClusterMode().run();
    assertThat(rows(in("predicted-cluster"))).isEqualTo(rows(in("predicted-local"))).hasSize(151);
  }

  private static Submission.Builder predict(String output) {
    return cluster.application(
        "predict",
        "--model=" + in("exact-local"),
        "--data=" + Training.data("iris.csv"),
        "--output=" + in(output));
  }

  private static List<String> rows(Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("part-")) {
          rows.addAll(Files.readAllLines(file));
        }
      }
    }
    return rows;
  }
}
