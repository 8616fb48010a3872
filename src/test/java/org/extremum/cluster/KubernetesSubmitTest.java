package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The script {@code kubernetes} with Spark's own client for it, in cluster deploy mode: the driver
 * that an API server is asked for. Nothing runs it here.
 */
@OnCluster
class KubernetesSubmitTest {
  /** What Spark needs for Kubernetes beside the jars of the build. */
  private static final Pattern PART =
      Pattern.compile(
          "(spark-kubernetes_|kubernetes-|vertx-|zjsonpatch-|snakeyaml-|gson-"
              + "|jackson-dataformat-yaml-|jackson-datatype-jsr310-).*\\.jar");

  /** Stays there to be looked at. */
  private static final Path HOME = Path.of("target/cluster/kubernetes").toAbsolutePath();

  @BeforeAll
  static void makeAnInstallation() throws IOException {
    Path jars = Files.createDirectories(HOME.resolve("jars"));
    try (Stream<Path> old = Files.list(jars)) {
      for (Path link : old.toList()) {
        Files.delete(link);
      }
    }
    Path build = Path.of("target/spark/jars").toAbsolutePath();
    try (Stream<Path> all = Files.list(build)) {
      for (Path jar : all.toList()) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      Path link = jars.resolve(Path.of(entry).getFileName());
      if (PART.matcher(link.getFileName().toString()).matches() && Files.notExists(link)) {
        Files.createSymbolicLink(link, Path.of(entry));
      }
    }
  }

  private static ClusterProcess submit(StandInApiServer api) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of("submit-scripts/kubernetes").toAbsolutePath().toString(),
            "--master=" + api.url(),
            "--image=registry.example.org/extremum:1",
            "--namespace=ml",
            "--service-account=spark",
            "--claim=extremum-state:/state",
            "--deploy-mode=cluster",
            "--executor-overhead=5g",
            "retrain",
            "--state=/state/digits",
            "--add=s3a://bucket/a b.parquet");
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", HOME.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("KUBECONFIG", HOME.resolve("no-config").toString());
    return ClusterProcess.start(builder, HOME, "submission");
  }

  @Test
  void theDriverIsAskedForAsMeant() throws Exception {
    try (StandInApiServer api = new StandInApiServer(0)) {
      ClusterProcess script = submit(api);
      assertThat(script.exitCode()).as(script.err()).isZero();
      JsonNode driver = api.sent("Pod").at("/spec/containers/0");
      assertThat(driver.path("image").asText()).isEqualTo("registry.example.org/extremum:1");
      assertThat(texts(driver.path("args")))
          .endsWith(
              "--class",
              "org.extremum.job.Main",
              "local:///opt/extremum/extremum-job.jar",
              "retrain",
              "--state=/state/digits",
              "--add=s3a://bucket/a b.parquet");
      assertThat(driver.at("/resources/limits/memory").asText())
          .as("4g and 2g")
          .isEqualTo("6144Mi");
      assertThat(driver.path("volumeMounts").toString()).contains("\"/state\"");
      JsonNode pod = api.sent("Pod").path("spec");
      assertThat(pod.path("serviceAccountName").asText()).isEqualTo("spark");
      assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
      assertThat(pod.path("volumes").toString()).contains("\"claimName\":\"extremum-state\"");
      assertThat(api.sent("ConfigMap").at("/data/spark.properties").asText().lines())
          .contains(
              "spark.executorEnv.OPENBLAS_NUM_THREADS=1",
              "spark.executor.memory=7g",
              "spark.executor.memoryOverhead=5g");
    }
  }

  private static Stream<String> texts(JsonNode array) {
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(i -> array.path(i).asText());
  }

  @Test
  void theExitCodeIsTheDrivers() throws Exception {
    for (int code : List.of(4, 75)) {
      try (StandInApiServer api = new StandInApiServer(code)) {
        ClusterProcess script = submit(api);
        assertThat(script.exitCode()).as(script.err()).isEqualTo(code);
        assertThat(script.err())
            .contains("error: retrain: expected exit code 0 of the driver, got " + code);
      }
    }
  }
}
