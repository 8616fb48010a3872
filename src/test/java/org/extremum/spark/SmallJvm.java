package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, whose heap is small. */
final class SmallJvm {
  private static final int MINUTES = 3;

  private SmallJvm() {}

  /**
   * Runs it to its end, which has to be a good one, in time and without running out of memory.
   *
   * @param heap such as 96m
   * @param said file for what it prints
   * @return what it has printed
   */
  static String run(String heap, Path said, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx" + heap, "@target/classes/org/extremum/job/java-options", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      String text = Files.readString(said);
      assertThat(ended).as("after " + MINUTES + " minutes:\n" + text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      assertThat(text).doesNotContain("OutOfMemory");
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
