package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's figures are those of the benchmarks. */
class ReadmeBenchmarksTest {
  @Test
  void theReadmeHasTheFiguresOfTheBenchmarks() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String benchmarks = Files.readString(Path.of("src/site/markdown/benchmarks.md"));

    assertThat(readme)
        .as("after a measurement: %s", ReadmeBenchmarks.REGENERATE)
        .isEqualTo(ReadmeBenchmarks.intoReadme(readme, benchmarks))
        .contains("| digits | ");
  }
}
