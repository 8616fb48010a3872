package org.extremum.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that Spark takes for an installation: {@code jars}, those of the build, and {@code
 * conf}. Beside them work folders and logs of the processes that run from it.
 *
 * <p>Needs what {@code mvn package} leaves in {@code target}.
 */
final class SparkHome {
  private static final Path BUILD = Path.of("target").toAbsolutePath();

  /**
   * What processes log: daemons what they do, all others what goes wrong. Each event is one line:
   * where a trace ended without a line's end, an error line of the command would hang on to it.
   */
  private static final String LOGGING =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.stderr.ref = stderr
      appender.stderr.type = Console
      appender.stderr.name = stderr
      appender.stderr.target = SYSTEM_ERR
      appender.stderr.layout.type = PatternLayout
      appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m %ex{3}{separator( | )}%n
      logger.deploy.name = org.apache.spark.deploy
      logger.deploy.level = info
      logger.hadoop.name = org.apache.hadoop.util.NativeCodeLoader
      logger.hadoop.level = error
      """;

  private final Path folder;

  private SparkHome(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes it anew.
   *
   * @param name of the folder in {@code target/cluster}; it stays there to be looked at
   * @param defaults becomes {@code conf/spark-defaults.conf}
   */
  static SparkHome make(String name, Map<String, String> defaults) throws IOException {
    Path folder = BUILD.resolve("cluster").resolve(name);
    if (Files.exists(folder)) {
      remove(folder);
    }
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("logs"));
    Files.createDirectories(folder.resolve("tmp"));
    Path jars = BUILD.resolve("spark/jars");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(jars + ": expected Spark's jars, got none; run mvn package");
    }
    Files.createSymbolicLink(folder.resolve("jars"), jars);
    Files.writeString(folder.resolve("conf/log4j2.properties"), LOGGING);
    Files.writeString(
        folder.resolve("conf/spark-defaults.conf"),
        defaults.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining()));
    return new SparkHome(folder);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) { // does not follow the link to the jars
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  Path folder() {
    return folder;
  }

  /** The job's jar, as users submit it. */
  static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(BUILD)) {
      return files
          .filter(file -> file.getFileName().toString().matches("extremum-.*-job\\.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      BUILD + ": expected the job's jar, got none; run mvn package"));
    }
  }

  /** Starts a Java program of this installation, its output in {@code logs/NAME.out, .err}. */
  ClusterProcess start(String name, Launch launch) throws IOException {
    List<String> command = new ArrayList<>(launch.wrapper());
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(launch.jvmOptions());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseParallelGC");
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("@" + BUILD.resolve("classes/org/extremum/job/java-options"));
    command.addAll(List.of("-cp", folder.resolve("conf") + ":" + folder.resolve("jars") + "/*"));
    command.addAll(launch.program());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("SPARK_") || key.startsWith("OPENBLAS_"));
    environment.put("SPARK_HOME", folder.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", launch.host());
    environment.putAll(launch.environment());
    return ClusterProcess.start(builder, folder.resolve("logs"), name);
  }

  /**
   * What to start.
   *
   * @param wrapper a command that runs the command after it, or nothing
   * @param jvmOptions of that Java
   * @param host address to listen at
   * @param environment beside what Spark needs; neither Spark's nor OpenBLAS's variables of the
   *     test's own environment are passed on
   * @param program class and arguments
   */
  record Launch(
      List<String> wrapper,
      List<String> jvmOptions,
      String host,
      Map<String, String> environment,
      List<String> program) {}
}
