package org.extremum.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code retrain} in a process of its own, which can be stopped and killed. */
final class RetrainProcess {
  private final Process process;
  private final Path errors;
  private final FileTime started = FileTime.from(Instant.now());

  private RetrainProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts it.
   *
   * @param errors file that receives what it says
   * @param arguments of the command
   */
  static RetrainProcess start(Path errors, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "@target/classes/org/extremum/job/java-options",
                "-Dlog4j2.configurationFile=file:conf/log4j2.properties",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.extremum.job.Main",
                "retrain",
                "--master=local[2]"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    return new RetrainProcess(process, errors);
  }

  FileTime started() {
    return started;
  }

  /** Waits for its end and returns the exit code. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits for its end, but not longer. */
  boolean endsWithin(long milliseconds) throws InterruptedException {
    return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Holds it where it is, until {@link #resume}. */
  void pause() throws Exception {
    signal("-STOP");
  }

  void resume() throws Exception {
    signal("-CONT");
  }

  private void signal(String name) throws Exception {
    int code = new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill " + name + " ended with " + code);
    }
  }

  String said() throws IOException {
    return Files.readString(errors, StandardCharsets.UTF_8);
  }
}
