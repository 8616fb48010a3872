package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.extremum.reference.Rows;
import org.extremum.retraining.BatchStatistics;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States of retraining and checkpoints, damaged: refused, absent, or what was written. */
class FuzzedSnapshotTest {
  private static final int COPIES = 300;

  /** A good copy of 60 kB takes 3 MB to read, buffers included. */
  private static final long MOST = 32L << 20;

  private static TrainingState state;
  private static BatchStatistics batch;

  @TempDir Path parent;

  @BeforeAll
  static void make() {
    Rows rows = Rows.random(120, 4, 3, true, 5);
    TrainingState founded =
        States.founded(rows, 3, States.options("hiddenLayers", java.util.List.of(6L, 20L)));
    batch = States.statistics(founded, rows);
    state = States.with(founded, "first", rows).withRun("0123abcd").withScale(2.75);
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private static Snapshot read(Path folder) {
    try {
      return SnapshotFiles.read(files(), hadoop(folder));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertSame(Snapshot a, Snapshot b) {
    assertThat(a.facts().toString()).isEqualTo(b.facts().toString());
    assertThat(a.arrays().keySet()).isEqualTo(b.arrays().keySet());
    a.arrays().forEach((name, values) -> assertThat(values).isEqualTo(b.arrays().get(name)));
  }

  @Test
  void aDamagedStateIsRefusedOrTheSame() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("state"));
    SnapshotFiles.write(files(), hadoop(folder), state.toSnapshot());
    Snapshot good = read(folder);
    FolderBytes bytes = new FolderBytes(folder);
    Map<String, byte[]> whole = FolderBytes.read(folder);
    Map<String, byte[]> plain = FolderBytes.withoutChecksums(whole);
    int refused = 0;
    for (int seed = 0; seed < COPIES; seed++) {
      bytes.become(Mutations.of(seed % 4 == 0 ? whole : plain, seed));
      Optional<Snapshot> read = Loading.of(() -> read(folder), MOST);
      read.ifPresent(snapshot -> assertSame(snapshot, good));
      refused += read.isPresent() ? 0 : 1;
    }
    assertThat(refused).isBetween(200, COPIES - 1);
  }

  @Test
  void aStateThatNobodyWroteIsRefusedOrMakesOne() {
    Snapshot good = state.toSnapshot();
    int refused = 0;
    for (int seed = 0; seed < 10 * COPIES; seed++) {
      Snapshot spoilt = SpoiltFacts.of(good, seed);
      int number = seed;
      Optional<TrainingState> made;
      try {
        made = Loading.of(() -> TrainingState.of(spoilt), MOST);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("damage " + number + ": " + e, e);
      }
      refused += made.isPresent() ? 0 : 1;
    }
    assertThat(refused).isBetween(5 * COPIES, 10 * COPIES - 1);
  }

  @Test
  void aBatchThatNobodyWroteIsRefusedOrMakesOne() {
    Snapshot good = batch.toSnapshot();
    int refused = 0;
    for (int seed = 0; seed < COPIES; seed++) {
      Snapshot spoilt = SpoiltFacts.of(good, seed);
      refused +=
          Loading.of(() -> BatchStatistics.of(spoilt, state.frozen()), MOST).isPresent() ? 0 : 1;
    }
    assertThat(refused).isBetween(COPIES / 2, COPIES - 1);
  }

  @Test
  void aDamagedCheckpointIsAbsentOrTheSame() throws IOException {
    CheckpointFolder checkpoints =
        new CheckpointFolder(new Configuration(), parent.resolve("kept").toString(), "run");
    checkpoints.save("batch", 1, batch.toSnapshot());
    Snapshot good = checkpoints.latest("batch").orElseThrow();
    Path folder = parent.resolve("kept/run/batch-1");
    FolderBytes bytes = new FolderBytes(folder);
    Map<String, byte[]> whole = FolderBytes.withoutChecksums(FolderBytes.read(folder));
    int absent = 0;
    for (int seed = 0; seed < COPIES; seed++) {
      bytes.become(Mutations.of(whole, seed));
      Optional<Snapshot> read = Loading.of(() -> checkpoints.latest("batch"), MOST).orElseThrow();
      read.ifPresent(snapshot -> assertSame(snapshot, good));
      absent += read.isPresent() ? 0 : 1;
    }
    assertThat(absent).isBetween(200, COPIES - 1);
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
    assertThat(Loading.of(() -> read(folder), MOST)).isEmpty();
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
    assertThat(Loading.of(() -> read(folder), 200L << 20)).isEmpty();
  }

  @Test
  void thePointerIsReadAsAPlainFile() throws IOException {
    Files.createDirectory(parent.resolve("current.json"));
    assertThat(Loading.of(() -> pointer(parent), MOST)).isEmpty();
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
      assertThat(Loading.of(() -> pointer(parent), MOST))
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
