package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the launcher that need neither a build nor Spark. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("submit-scripts/extremum").toAbsolutePath();

  @TempDir Path elsewhere;

  private record Ended(int code, String text) {}

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(elsewhere.toFile()).environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void isValidBash() throws Exception {
    assertThat(run(Map.of(), "bash", "-n", SCRIPT.toString()).code()).isZero();
  }

  @Test
  void helpsWithoutABuildFromAnywhere() throws Exception {
    Path copy = Files.createDirectories(elsewhere.resolve("copy/submit-scripts"));
    Path alone = Files.copy(SCRIPT, copy.resolve("extremum"));
    Files.copy(SCRIPT.resolveSibling("submission.bash"), copy.resolve("submission.bash"));
    for (String argument : new String[] {"--help", "-h", "help"}) {
      Ended help = run(Map.of(), "bash", alone.toString(), argument);
      assertThat(help.code()).isZero();
      assertThat(help.text()).contains("train").contains("EXTREMUM_MEMORY");
    }
  }

  @Test
  void refusesAnotherSpark() throws Exception {
    Ended none = run(Map.of("SPARK_HOME", elsewhere.toString()), SCRIPT.toString(), "train");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.text()).startsWith("error: SPARK_HOME").contains("expected Spark 4.1");
    assertThat(withCore("spark-core_2.12-3.5.1.jar")).contains("got 2.12-3.5.1");
    assertThat(withCore("spark-core_2.13-4.0.0.jar")).contains("got 2.13-4.0.0");
  }

  private String withCore(String jar) throws IOException, InterruptedException, Exception {
    Path home = Files.createTempDirectory(elsewhere, "spark");
    Files.createFile(Files.createDirectories(home.resolve("jars")).resolve(jar));
    Ended ended = run(Map.of("SPARK_HOME", home.toString()), SCRIPT.toString(), "train");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.text().lines()).hasSize(1);
    return ended.text();
  }
}
