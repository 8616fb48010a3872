package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the README shows is run as it stands, in the README's order; only what it
 * writes goes elsewhere. CI runs the first one and the build by themselves.
 */
class ReadmeCommandsTest {
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- (?:ci|cluster): \\S+ -->\\n)?```sh\\n(.*?)```", Pattern.DOTALL);

  /** Trained in CI; here by the test, since what follows needs its model. */
  private static final String FIRST = "<!-- ci: first -->\n";

  @TempDir Path folder;

  @Test
  void theCommandsDoWhatTheySay() throws Exception {
    List<String> commands = commands(Files.readString(Path.of("README.md")));
    assertThat(commands).hasSizeGreaterThan(10);
    for (String command : commands) {
      if (command.startsWith("submit-scripts/extremum ")) {
        requireDone(command);
      } else if (command.startsWith("submit-scripts/")) {
        requireSubmitted(command);
      } else {
        Process shell = new ProcessBuilder("bash", "-euc", command).inheritIO().start();
        assertThat(shell.waitFor()).as(command).isZero();
      }
    }
  }

  private static void requireDone(String command) {
    String[] words = command.split("\\s+");
    Cli.Result result = Cli.run(List.of(words).subList(1, words.length).toArray(String[]::new));
    assertThat(result.code()).as("%s: %s", command, result.err()).isZero();
    assertThat(result.out()).as(command).isNotEmpty();
  }

  /** To a cluster: its command line is made, and the command after it has no unknown argument. */
  private void requireSubmitted(String command) throws Exception {
    String[] words = command.split("\\s+");
    StandInSpark spark = new StandInSpark(Files.createTempDirectory(folder, "stand-in"));
    String script = words[0].substring("submit-scripts/".length());
    List<String> arguments = List.of(words).subList(1, words.length);
    List<String> asked =
        new ArrayList<>(spark.submitted(script, arguments.toArray(String[]::new)).command());
    asked.add("--print-config");
    Cli.Result result = Cli.run(asked.toArray(String[]::new));
    assertThat(result.code()).as("%s: %s", command, result.err()).isZero();
  }

  /** Lines of the README's shell blocks, continued lines joined; writing into this folder. */
  private List<String> commands(String readme) {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(readme);
    while (block.find()) {
      if (block.group(1) == null || block.group(1).equals(FIRST)) {
        block
            .group(2)
            .replace("\\\n", " ")
            .replace("target/", folder + "/")
            .replace("-p target ", "-p " + folder + " ")
            .lines()
            .map(String::strip)
            .forEach(commands::add);
      }
    }
    return commands;
  }
}
