package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Native BLAS on workers that have none of their own, and trainings without any. The workers live
 * in mount namespaces of their own in which every BLAS and LAPACK of the system is empty; this
 * takes the rights of root, and is skipped without.
 */
@OnCluster
class NativeBlasTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hides what the system's linker would find, says what was hidden, runs the command after it. */
  private static final String WITHOUT_BLAS =
      """
      for library in $(ldconfig -p | awk '/blas|lapack/ {print $NF}' | xargs -r readlink -f | sort -u); do
        mount --bind /dev/null "$library" && echo "hidden: $library"
      done
      exec "$@"
      """;

  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(mountsArePossible(), "mount namespaces: expected root and unshare(1)");
    List<String> wrapper = List.of("unshare", "--mount", "sh", "-c", WITHOUT_BLAS, "sh");
    cluster = StandaloneCluster.named("native-blas").workers(0).start();
    cluster.addWorker("127.0.0.2", wrapper, Map.of());
    cluster.addWorker("127.0.0.3", wrapper, Map.of());
  }

  private static boolean mountsArePossible() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such command
    }
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Path in(String name) {
    return cluster.folder().resolve(name);
  }

  private static JsonNode blas(Path model) throws IOException {
    return JSON.readTree(model.resolve("run.json").toFile()).path("blas");
  }

  @Test
  void executorsLoadItFromTheJobsOwnJar() throws Exception {
    Path notes = Files.createDirectories(in("notes"));
    Path cache = in("cold-cache");
    Submission.Builder training = Training.WIDE.on(cluster, in("wide"));
    PluginJar.add(training, LibrariesPlugin.class, in("plugin.jar"));
    training
        .conf(LibrariesPlugin.FOLDER, notes.toString())
        .conf("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.cachedir=" + cache)
        .run();

    List<String> executors = new ArrayList<>();
    List<String> threads = new ArrayList<>();
    try (Stream<Path> files = Files.list(notes)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("executor-")) {
          executors.addAll(Files.readAllLines(file));
        } else {
          threads.add(name);
        }
      }
    }
    System.out.println("libraries of executors: " + executors.stream().distinct().toList());
    assertThat(executors)
        .isNotEmpty()
        .allMatch(library -> library.startsWith(cache + "/extremum-"))
        .anyMatch(library -> library.contains("libopenblas.so"));
    assertThat(threads).as("BLAS threads after tasks").containsExactly("threads-1");
    assertThat(ModelBytes.in(in("wide"))).isEqualTo(Training.WIDE.inLocalMode(cluster));
  }

  private static Submission withoutNative(Training training, String name, String... where)
      throws Exception {
    Submission.Builder application = training.on(cluster, in(name));
    for (String side : where) {
      application.conf(
          "spark." + side + ".extraJavaOptions", "-Dorg.bytedeco.javacpp.platform=none");
    }
    return application.inClusterMode().run();
  }

  private static void requireOneWarning(Submission training) throws IOException {
    assertThat(training.driverErr().lines().filter(line -> line.contains("native BLAS: ")))
        .singleElement()
        .asString()
        .contains("warning: native BLAS: expected the job's own OpenBLAS to load, got '")
        .contains("pure Java");
  }

  @Test
  void withoutNativeCodeJavaDoesTheWork() throws Exception {
    Submission training = withoutNative(Training.EXACT, "java", "driver", "executor");

    requireOneWarning(training);
    assertThat(blas(in("java")).path("implementation").asText()).startsWith("pure Java");
    assertThat(blas(in("java")).path("warning").asText()).isNotEmpty();
    Training.EXACT.inLocalMode(cluster);
    assertThat(accuracy(in("java"))).isEqualTo(accuracy(in("exact-local")));
  }

  @Test
  void theDriverHearsOfExecutorsWithoutNativeCode() throws Exception {
    Submission training = withoutNative(Training.EXACT, "mixed", "executor");

    requireOneWarning(training);
    assertThat(blas(in("mixed")).path("implementation").asText()).startsWith("OpenBLAS");
    assertThat(blas(in("mixed")).path("warning").asText()).isNotEmpty();
  }

  private static double accuracy(Path model) throws IOException {
    return JSON.readTree(model.resolve("run.json").toFile())
        .path("train")
        .path("accuracy")
        .asDouble();
  }
}
