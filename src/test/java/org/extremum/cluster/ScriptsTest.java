package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts {@code local} and {@code standalone}, run as users do. */
@OnCluster
class ScriptsTest {
  private static final Path DATA = Path.of("data").toAbsolutePath();
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = StandaloneCluster.named("scripts").start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static Path in(String name) {
    return cluster.folder().resolve(name);
  }

  private static ClusterProcess standalone(String mode, String... command) throws IOException {
    List<String> options = List.of("--deploy-mode=" + mode);
    return new Scripts(cluster).standalone(mode + "-" + command[0], options, command);
  }

  private static String[] training(Path data, Path model) {
    return new String[] {
      "train",
      "--data=" + data,
      "--label=label",
      "--model=" + model,
      "--set=hiddenLayers=[100]",
      "--set=partitions=4"
    };
  }

  private static void requireSuccess(ClusterProcess process) throws InterruptedException {
    assertThat(process.exitCode()).as(process.err()).isZero();
  }

  @Test
  void theSameModelFromOneProcessAndFromTheCluster() throws Exception {
    Files.createDirectories(in("events"));
    Path iris = DATA.resolve("iris.csv");
    List<String> local = new ArrayList<>(List.of("local", "--cores=2", "--driver-memory=1g"));
    local.addAll(List.of(training(iris, in("local"))));
    requireSuccess(new Scripts(cluster).start("local", Map.of(), local));
    requireSuccess(standalone("client", training(iris, in("client"))));
    ClusterProcess remote = standalone("cluster", training(iris, in("remote")));
    requireSuccess(remote);

    ModelBytes expected = ModelBytes.in(in("local"));
    assertThat(ModelBytes.in(in("client"))).isEqualTo(expected);
    assertThat(ModelBytes.in(in("remote"))).isEqualTo(expected);
    assertThat(remote.err()).doesNotContain("error: ");
    assertThat(in("events")).isNotEmptyDirectory();
  }

  @Test
  void exitCodesAsFarAsTheClusterTellsThem() throws Exception {
    Files.createDirectories(in("events"));
    Path bad = in("bad.csv");
    Files.writeString(bad, "a,label\n1,x\nno,y\n");
    ClusterProcess client = standalone("client", training(bad, in("none")));
    assertThat(client.exitCode()).as(client.err()).isEqualTo(3);
    assertThat(client.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);

    ClusterProcess remote = standalone("cluster", training(bad, in("none")));
    assertThat(remote.exitCode()).as(remote.err()).isEqualTo(1);
    assertThat(remote.err()).contains("error: train: expected exit code 0 of the driver, got 1");
    assertThat(in("none")).doesNotExist();
  }
}
