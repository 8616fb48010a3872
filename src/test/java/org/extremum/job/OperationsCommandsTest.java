package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Command lines of operations.md, whose data and clusters are nowhere: the scripts submit them, and
 * the command knows every argument and option.
 */
class OperationsCommandsTest {
  private static final String SCRIPTS = "submit-scripts/";

  @TempDir Path folder;

  @Test
  void everyCommandIsUnderstood() throws Exception {
    List<String[]> commands = commands();
    assertThat(commands).hasSizeGreaterThan(5);
    for (String[] command : commands) {
      List<String> asked = new ArrayList<>(arguments(command));
      asked.add("--print-config");
      Cli.Result result = Cli.run(asked.toArray(String[]::new));
      assertThat(result.code()).as("%s: %s", String.join(" ", command), result.err()).isZero();
    }
  }

  /** What the job is started with: as it stands, or behind the options of a script. */
  private List<String> arguments(String[] command) throws Exception {
    String script = command[0].substring(SCRIPTS.length());
    String[] arguments = Arrays.copyOfRange(command, 1, command.length);
    return script.equals("extremum")
        ? List.of(arguments)
        : new StandInSpark(Files.createTempDirectory(folder, "stand-in"))
            .submitted(script, arguments)
            .command();
  }

  /** Indented lines that begin with a script, continued lines joined. */
  private static List<String[]> commands() throws Exception {
    String text = Files.readString(Path.of("src/site/markdown/operations.md"));
    try (Stream<String> lines = text.replace("\\\n", " ").lines()) {
      return lines
          .filter(line -> line.startsWith("    " + SCRIPTS))
          .map(line -> line.strip().split("\\s+"))
          .toList();
    }
  }
}
