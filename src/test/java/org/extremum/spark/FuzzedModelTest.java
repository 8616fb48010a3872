package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage by the hundreds: every copy is refused or the same model; memory stays small. */
class FuzzedModelTest {
  private static final int COPIES = 250;

  /** A good copy takes some 3 MB to load. */
  private static final long MOST = 48L << 20;

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void save() throws IOException {
    folder = parent.resolve("model");
    TinyData.classifier().setPrototypes(2).fit(TinyData.clouds()).write().save(folder.toString());
  }

  @Test
  void aDamagedModelIsRefusedOrTheSame() throws IOException {
    assertThat(new FuzzedModel(folder).refused(0, COPIES, MOST)).isBetween(COPIES / 2, COPIES - 1);
  }

  /** In 96 MB, some 30 of which the classes and Parquet's buffers take, and within two minutes. */
  @Test
  @Tag("slow")
  void aThousandDamagedModelsInASmallMemory() throws Exception {
    Path said = parent.resolve("said");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Xmx96m",
                    "@target/classes/org/extremum/job/java-options",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    FuzzedModel.class.getName(),
                    folder.toString(),
                    String.valueOf(COPIES),
                    "1000",
                    String.valueOf(MOST)))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      String text = Files.readString(said);
      assertThat(process.exitValue()).as(text).isZero();
      assertThat(text).doesNotContain("OutOfMemory");
      Matcher refused = Pattern.compile("refused (\\d+)").matcher(text);
      assertThat(refused.find()).as(text).isTrue();
      assertThat(Integer.parseInt(refused.group(1))).isBetween(500, 999);
    } finally {
      process.destroyForcibly();
    }
  }
}
