package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * A stand-in for the launcher that writes down what it was called with, prints two lines and ends
 * with the exit code of its environment; and the schedules that call it.
 */
final class StandIn {
  private static final Path SCHEDULES = Path.of("submit-scripts/schedules").toAbsolutePath();

  private final LocalDate begun = LocalDate.now();
  private final Path folder;
  private final Path called;
  private final Path launcher;

  /** What came of a command; both streams in one. */
  record Ended(int code, String text) {}

  StandIn(Path folder) throws IOException {
    this.folder = folder;
    called = folder.resolve("called");
    launcher = folder.resolve("extremum");
    Files.writeString(
        launcher,
        """
        #!/usr/bin/env bash
        printf '%%s\\n' "$@" > '%s'
        echo 'a summary'
        echo 'error: the last line' >&2
        exit "${STAND_IN_CODE:-0}"
        """
            .formatted(called));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  /** The program itself. */
  String launcher() {
    return launcher.toString();
  }

  boolean wasCalled() {
    return Files.exists(called);
  }

  /** A schedule. */
  static Path file(String name) {
    return SCHEDULES.resolve(name);
  }

  /** Skips the test where a program is not on this machine. */
  static void assumeThere(String program) {
    boolean there =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    assumeTrue(there, program + " is not on this machine");
  }

  /** Runs a command in the folder. */
  Ended run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile()).environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  /** The last call was a retraining of this state, with options that the command takes. */
  void requireRetraining(String state, String... rest) throws IOException {
    List<String> arguments = Files.readAllLines(called);
    List<String> expected = new ArrayList<>(List.of("retrain", "--state", state));
    expected.addAll(List.of(rest));
    assertThat(arguments).isEqualTo(expected);
    requireTaken(arguments);
    Files.delete(called);
  }

  /** Fails unless the command takes the arguments, the first of which is its name. */
  static void requireTaken(List<String> arguments) {
    assertThat(arguments.get(0)).isEqualTo("retrain");
    Console console = new Console(System.out, System.err, false);
    new CommandLine(new RetrainCommand(console))
        .parseArgs(arguments.subList(1, arguments.size()).toArray(String[]::new));
  }

  /** The day that the last call was for, its last argument: yesterday, be it midnight meanwhile. */
  String yesterday() throws IOException {
    List<String> arguments = Files.readAllLines(called);
    LocalDate day = LocalDate.parse(arguments.get(arguments.size() - 1));
    assertThat(day).isBetween(begun.minusDays(1), LocalDate.now().minusDays(1));
    return day.toString();
  }
}
