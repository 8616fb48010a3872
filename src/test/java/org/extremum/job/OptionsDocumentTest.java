package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;
import org.junit.jupiter.api.Test;

/** The committed documents say what the option table says. */
class OptionsDocumentTest {
  private static final Path CONF = Path.of("conf/extremum.conf");
  private static final Path README = Path.of("README.md");

  @Test
  void theConfigurationFileIsThatOfTheTable() throws Exception {
    assertThat(Files.readString(CONF))
        .as("after a change of the option table: %s", OptionsDocument.REGENERATE)
        .isEqualTo(OptionsDocument.hocon());
  }

  @Test
  void theConfigurationFileHoldsAllDefaults() {
    assertThat(Configuration.resolve(CONF.toFile(), List.of(), null).asMap())
        .isEqualTo(TrainingOptions.defaults().asMap());
    TrainingOptions.TABLE.forEach(
        option -> assertThat(OptionsDocument.hocon()).contains("  " + option.key() + " = "));
  }

  @Test
  void theReadmeHasTheTable() throws Exception {
    String readme = Files.readString(README);
    assertThat(readme).contains(OptionsDocument.README_BEGIN);
    assertThat(readme)
        .as("after a change of the option table: %s", OptionsDocument.REGENERATE)
        .isEqualTo(OptionsDocument.intoReadme(readme));
  }

  @Test
  void theReadmeTableHasOneRowForEachOption() {
    assertThat(OptionsDocument.markdown().lines())
        .filteredOn(line -> line.startsWith("| `"))
        .hasSameSizeAs(TrainingOptions.TABLE);
    for (TrainingOption option : TrainingOptions.TABLE) {
      assertThat(OptionsDocument.markdown()).contains("| `" + option.key() + "` |");
    }
  }
}
