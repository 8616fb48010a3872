package org.extremum.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scripts of {@code submit-scripts}, run as users do, with a cluster's folder for a SPARK_HOME. */
record Scripts(StandaloneCluster cluster) {
  private Path in(String name) {
    return cluster.folder().resolve(name);
  }

  /**
   * Starts one.
   *
   * @param name of its logs
   * @param words the script's name, then its arguments
   */
  ClusterProcess start(String name, Map<String, String> environment, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>(words);
    command.set(0, Path.of("submit-scripts", words.get(0)).toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(cluster.folder().toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().putAll(environment);
    return ClusterProcess.start(builder, in("logs"), name);
  }

  /**
   * Starts {@code standalone}. The cluster is on this machine, so all see the same paths; its
   * workers are small.
   *
   * @param name of its logs
   * @param options of the script beside those that every such cluster needs
   * @param command of the job
   */
  ClusterProcess standalone(String name, List<String> options, String... command)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "standalone",
                "--master=" + cluster.masterUrl(),
                "--shared=/",
                "--jar=" + SparkHome.jobJar(),
                "--executor-cores=1",
                "--executor-memory=768m",
                "--executor-overhead=400m",
                "--driver-memory=768m",
                "--driver-overhead=400m",
                "--event-log=" + in("events")));
    words.addAll(options);
    words.addAll(List.of(command));
    return start(
        name,
        Map.of("SPARK_HOME", cluster.folder().toString(), "SPARK_LOCAL_IP", "127.0.0.1"),
        words);
  }
}
