package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.extremum.reference.Rows;
import org.extremum.retraining.BatchStatistics;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Snapshot;

/**
 * States of retraining, batches and checkpoints, damaged in many ways. Each is refused as
 * unreadable (a checkpoint: is absent), or is what was written, or, where the damage has a digest
 * that fits, makes a state. Needs no session, so that it also runs in a JVM of its own.
 */
final class FuzzedSnapshots {
  /** A good copy of 60 kB takes 3 MB to read, buffers included. */
  static final long MOST = 32L << 20;

  private final Path parent;
  private final TrainingState state;
  private final BatchStatistics batch;

  FuzzedSnapshots(Path parent) {
    Rows rows = Rows.random(120, 4, 3, true, 5);
    TrainingState founded =
        States.founded(rows, 3, States.options("hiddenLayers", List.of(6L, 20L)));
    this.parent = parent;
    this.batch = States.statistics(founded, rows);
    this.state = States.with(founded, "first", rows).withRun("0123abcd").withScale(2.75);
  }

  /**
   * In a JVM of its own, whose memory is small: says how many of each kind were refused.
   *
   * @param args a folder, the first number of damage, how many
   */
  public static void main(String[] args) throws IOException {
    FuzzedSnapshots all = new FuzzedSnapshots(Path.of(args[0]));
    int first = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    System.out.println("damaged states " + all.damagedStates(first, count));
    System.out.println("spoilt states " + all.spoiltStates(first, count));
    System.out.println("spoilt batches " + all.spoiltBatches(first, count));
    System.out.println("damaged checkpoints " + all.damagedCheckpoints(first, count));
    System.out.println("largest " + Loading.largest());
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  /** Reads the snapshot of a folder. */
  static Snapshot read(Path folder) {
    try {
      return SnapshotFiles.read(files(), hadoop(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireSame(Snapshot read, Snapshot good) {
    assertThat(read.facts().toString()).isEqualTo(good.facts().toString());
    assertThat(read.arrays().keySet()).isEqualTo(good.arrays().keySet());
    read.arrays().forEach((name, values) -> assertThat(values).isEqualTo(good.arrays().get(name)));
  }

  /** How many kinds of damage end in a refusal; what fails says which it was. */
  private static int refused(int first, int count, IntPredicate refuses) {
    return (int)
        IntStream.range(first, first + count)
            .filter(
                seed -> {
                  try {
                    return refuses.test(seed);
                  } catch (AssertionError | RuntimeException | StackOverflowError e) {
                    throw new AssertionError("damage " + seed + ": " + e, e);
                  }
                })
            .count();
  }

  /** Files of a state, changed. */
  int damagedStates(int first, int count) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("state"));
    SnapshotFiles.write(files(), hadoop(folder), state.toSnapshot());
    Snapshot good = read(folder);
    FolderBytes bytes = new FolderBytes(folder);
    Map<String, byte[]> whole = FolderBytes.read(folder);
    Map<String, byte[]> plain = FolderBytes.withoutChecksums(whole);
    return refused(
        first,
        count,
        seed -> {
          bytes.become(Mutations.of(seed % 4 == 0 ? whole : plain, seed));
          Optional<Snapshot> read = Loading.of(() -> read(folder), MOST);
          read.ifPresent(snapshot -> requireSame(snapshot, good));
          return read.isEmpty();
        });
  }

  /** What a state says, changed, as if its digest had been made anew. */
  int spoiltStates(int first, int count) {
    return spoilt(state.toSnapshot(), first, count, TrainingState::of);
  }

  private static int spoilt(Snapshot good, int first, int count, Function<Snapshot, ?> reading) {
    return refused(
        first,
        count,
        seed -> {
          Snapshot spoilt = SpoiltFacts.of(good, seed);
          return Loading.of(() -> reading.apply(spoilt), MOST).isEmpty();
        });
  }

  /** The same of a batch. */
  int spoiltBatches(int first, int count) {
    return spoilt(
        batch.toSnapshot(), first, count, spoilt -> BatchStatistics.of(spoilt, state.frozen()));
  }

  /** Files of a checkpoint, changed: how many are passed over. */
  int damagedCheckpoints(int first, int count) throws IOException {
    CheckpointFolder checkpoints =
        new CheckpointFolder(new Configuration(), parent.resolve("kept").toString(), "run");
    checkpoints.save("batch", 1, batch.toSnapshot());
    Snapshot good = checkpoints.latest("batch").orElseThrow();
    Path folder = parent.resolve("kept/run/batch-1");
    FolderBytes bytes = new FolderBytes(folder);
    Map<String, byte[]> whole = FolderBytes.withoutChecksums(FolderBytes.read(folder));
    return refused(
        first,
        count,
        seed -> {
          bytes.become(Mutations.of(whole, seed));
          Optional<Snapshot> read =
              Loading.of(() -> checkpoints.latest("batch"), MOST).orElseThrow();
          read.ifPresent(snapshot -> requireSame(snapshot, good));
          return read.isEmpty();
        });
  }
}
