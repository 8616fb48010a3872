package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executor loss and Kryo in a cluster of real JVMs; a minute or so. */
@Tag("slow")
class ClusterTest {
  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void lostExecutorsDoNotShow(@TempDir Path home) throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("jars")); // what makes a folder a SPARK_HOME
    Path log = home.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Djava.io.tmpdir=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ClusterPass.class.getName());
    ProcessBuilder cluster = new ProcessBuilder(command).redirectErrorStream(true);
    cluster.redirectOutput(log.toFile());
    cluster.environment().put("SPARK_HOME", home.toString());
    cluster.environment().put("SPARK_SCALA_VERSION", "2.13");
    cluster.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = cluster.start();
    try {
      assertThat(process.waitFor()).as(() -> read(log)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(read(log).lines().filter(line -> line.endsWith(": same bytes"))).hasSize(3);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
