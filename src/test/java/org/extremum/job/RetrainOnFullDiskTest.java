package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.extremum.spark.ExtremumClassificationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the state directory is full one night, and not the next. */
class RetrainOnFullDiskTest {
  @TempDir Path folder;

  @Test
  void theChampionServesOnAndTheNextNightIsAsUsual() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "2m")) {
      Nights nights = new Nights(folder.resolve("disk"));
      nights.found(nights.batch("monday", 0, 60));
      String champion = served(nights);
      Path tuesday = nights.batch("tuesday", 60, 120);
      disk.fill();
      Cli.Result full = nights.run("--add", tuesday, "--batch-id", "tuesday");
      assertThat(full.code()).as(full.err()).isEqualTo(5);
      assertThat(full.error()).contains("No space left on device");
      assertThat(served(nights)).isEqualTo(champion);
      assertThat(nights.state.resolve("current.json")).content().contains("000001");
      disk.empty();
      nights.good("--add", tuesday, "--batch-id", "tuesday");
      assertThat(nights.state.resolve("current.json")).content().contains("000002");
    }
  }

  private static String served(Nights nights) {
    return ExtremumClassificationModel.load(nights.state.toString()).uid();
  }
}
