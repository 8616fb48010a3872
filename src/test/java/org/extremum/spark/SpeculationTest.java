package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speculative copies of tasks, in a standalone cluster of five JVMs; a minute or so. */
@Tag("slow")
class SpeculationTest {
  private static final String MASTER = "org.apache.spark.deploy.master.Master";
  private static final String WORKER = "org.apache.spark.deploy.worker.Worker";

  @TempDir Path home;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stop() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void copiesOfSlowTasksDoNotShow() throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("jars")); // what makes a folder a SPARK_HOME
    int port = freePort();
    String url = "spark://127.0.0.1:" + port;
    start("master", MASTER, "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0");
    for (String host : List.of("127.0.0.1", "127.0.0.2")) { // two addresses: two hosts to Spark
      start(
          host, WORKER, "--host", host, "--cores", "1", "--memory", "1g", "--webui-port", "0", url);
    }
    Process pass = start("pass", SpeculationPass.class.getName(), url);
    Path log = home.resolve("pass");
    assertThat(pass.waitFor()).as(() -> read(log)).isZero();
    assertThat(read(log).lines().filter(line -> line.endsWith(": same bytes"))).hasSize(2);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private Process start(String name, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Djava.io.tmpdir=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(home.resolve(name).toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_WORKER_DIR", home.resolve("work").toString());
    builder.environment().remove("SPARK_LOCAL_IP");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
