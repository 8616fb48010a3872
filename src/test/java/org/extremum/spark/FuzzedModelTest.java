package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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

  /** In 96 MB, some 30 of which the classes and Parquet's buffers take. */
  @Test
  @Tag("slow")
  void aThousandDamagedModelsInASmallMemory() throws Exception {
    String said =
        SmallJvm.run("96m", parent.resolve("said"), FuzzedModel.class, folder, COPIES, 1000, MOST);
    Matcher refused = Pattern.compile("refused (\\d+)").matcher(said);
    assertThat(refused.find()).as(said).isTrue();
    assertThat(Integer.parseInt(refused.group(1))).isBetween(500, 999);
  }
}
