package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of retraining and checkpoints, damaged: refused, absent, or what was written. */
class FuzzedSnapshotTest {
  private static final int COPIES = 300;

  @TempDir Path parent;

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  @Test
  void aDamagedStateIsRefusedOrTheSame() throws IOException {
    assertThat(new FuzzedSnapshots(parent).damagedStates(0, COPIES)).isBetween(200, COPIES - 1);
  }

  @Test
  void aStateThatNobodyWroteIsRefusedOrMakesOne() {
    assertThat(new FuzzedSnapshots(parent).spoiltStates(0, 10 * COPIES))
        .isBetween(5 * COPIES, 10 * COPIES - 1);
  }

  @Test
  void aBatchThatNobodyWroteIsRefusedOrMakesOne() {
    assertThat(new FuzzedSnapshots(parent).spoiltBatches(0, COPIES))
        .isBetween(COPIES / 2, COPIES - 1);
  }

  @Test
  void aDamagedCheckpointIsAbsentOrTheSame() throws IOException {
    assertThat(new FuzzedSnapshots(parent).damagedCheckpoints(0, COPIES))
        .isBetween(200, COPIES - 1);
  }

  /** In 96 MB, with other damage than above. */
  @Test
  @Tag("slow")
  void aThousandOfEachInASmallMemory() throws Exception {
    String said =
        SmallJvm.run("96m", parent.resolve("said"), FuzzedSnapshots.class, parent, 10_000, 1000);
    for (String kind :
        List.of("damaged states", "spoilt states", "spoilt batches", "damaged checkpoints")) {
      Matcher refused = Pattern.compile(kind + " (\\d+)").matcher(said);
      assertThat(refused.find()).as(said).isTrue();
      assertThat(Integer.parseInt(refused.group(1))).as(said).isBetween(500, 999);
    }
  }

  /** A file with holes is as long as is said, and takes no room on the disk. */
  @Test
  void arraysThatAreLargerThanTheMemory() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("state"));
    int longest = Integer.MAX_VALUE;
    Files.writeString(
        folder.resolve("snapshot.json"),
        "{\"formatVersion\":1,\"facts\":{},\"arrays\":{\"a\":" + longest + "},\"sha256\":\"\"}");
    try (var file = new java.io.RandomAccessFile(folder.resolve("arrays.bin").toFile(), "rw")) {
      file.setLength(8L * longest);
    }
    assertThat(Loading.of(() -> FuzzedSnapshots.read(folder), FuzzedSnapshots.MOST)).isEmpty();
  }

  @Test
  void aStateOfManyEmptyArraysIsReadInTime() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("state"));
    StringBuilder lengths = new StringBuilder("\"a\":0");
    for (int k = 0; k < 50_000; k++) {
      lengths.append(",\"b").append(k).append("\":0");
    }
    Files.writeString(
        folder.resolve("snapshot.json"),
        "{\"formatVersion\":1,\"facts\":{},\"arrays\":{" + lengths + "},\"sha256\":\"\"}");
    Files.createFile(folder.resolve("arrays.bin"));
    assertThat(Loading.of(() -> FuzzedSnapshots.read(folder), 200L << 20)).isEmpty();
  }

  @Test
  void thePointerIsReadAsAPlainFile() throws IOException {
    Files.createDirectory(parent.resolve("current.json"));
    assertThat(Loading.of(() -> pointer(parent), FuzzedSnapshots.MOST)).isEmpty();
    Files.delete(parent.resolve("current.json"));
    for (String text :
        new String[] {
          "",
          "null",
          "7",
          "[]",
          "{\"formatVersion\":1,\"state\":\"../../etc\",\"champion\":null}",
          "{\"formatVersion\":1,\"state\":\"1\",\"champion\":\"/tmp\"}",
          "{\"formatVersion\":1,\"state\":\"1\",\"champion\":\"a\",\"earlier\":[\"../b\"]}",
          "[".repeat(1_000_000)
        }) {
      Files.writeString(parent.resolve("current.json"), text);
      assertThat(Loading.of(() -> pointer(parent), FuzzedSnapshots.MOST))
          .as(text.substring(0, Math.min(text.length(), 50)))
          .isEmpty();
    }
  }

  private static Pointer.Position pointer(Path directory) {
    try {
      return Pointer.read(files(), hadoop(directory)).orElseThrow();
    } catch (IOException e) {
      throw Problem.because(Problem.Kind.OUTPUT, e.getMessage(), "");
    }
  }
}
