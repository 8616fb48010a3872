package org.extremum.job.retraining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.AtomicFile;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.NewFolder;
import org.extremum.spark.Pointer;
import org.extremum.spark.SnapshotFiles;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * What one run changes in the directory, under its lock. State, version, batches and manifest are
 * written where nothing refers to them; {@link #commit} then swaps the pointer, which puts all of
 * them in force in one step. A run that dies before has changed nothing; what it left is written
 * over by the next one or removed by {@link #tidy}.
 */
public final class StateWriter {
  private final StateDirectory directory;
  private final FileSystem files;
  private final Path path;
  private final Lock lock;
  private final Optional<Pointer.Position> before;
  private final List<Path> written = Collections.synchronizedList(new ArrayList<>());
  private String state;
  private String version;
  private boolean committed;

  /**
   * @param lock of the same directory, held
   */
  public StateWriter(StateDirectory directory, Lock lock) {
    this.directory = directory;
    this.files = directory.files();
    this.path = directory.path();
    this.lock = lock;
    this.before = directory.position();
  }

  /** What was in force when this run began. */
  public Optional<Pointer.Position> before() {
    return before;
  }

  /** The id that the new state has or will have. */
  public String nextState() {
    return StateDirectory.next(before);
  }

  /**
   * Writes the new state; not in force yet.
   *
   * @throws Problem (output) when it cannot be written
   */
  public void writeState(Snapshot snapshot) {
    Path folder = Pointer.state(path, nextState());
    write(folder, snapshot);
    state = nextState();
  }

  /**
   * Writes what a batch adds by itself. One of the same content that is there whole stays: it may
   * be one that the state in force refers to.
   *
   * @param content digest or other text of all that the statistics depend on: the rows and the
   *     frozen parts
   * @throws Problem (output) when it cannot be written
   */
  public void writeBatch(String id, String content, Snapshot statistics) {
    if (!isWhole(id, content)) {
      write(directory.batchFolder(id, content), statistics);
    }
  }

  private boolean isWhole(String id, String content) {
    try {
      return directory.batch(id, content).isPresent();
    } catch (Problem damaged) {
      return false;
    }
  }

  private void write(Path folder, Snapshot snapshot) {
    NewFolder.write(
        directory.conf(),
        folder.toString(),
        NewFolder.Kind.STATE,
        true,
        (to, temporary) -> {
          SnapshotFiles.write(to, temporary, snapshot);
          requireUndisturbed(); // what takes its place could be another run's
        });
    written.add(folder);
  }

  /** Adds files to a model's folder. */
  @FunctionalInterface
  public interface Addition {
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Writes and verifies a model folder; not in force yet. It takes its place whole, and only while
   * the lock is this run's: a run that was given up for dead may be at the very same version, which
   * the one that followed it has put in force.
   *
   * @param beside what else goes into the folder
   * @throws Problem (output) when it cannot be written or read back; (locked) as {@link #commit}
   */
  public void writeVersion(String id, ExtremumClassificationModel model, Addition beside) {
    StateDirectory.requireId("version id", id);
    if (before.isPresent() && before.get().names(id)) {
      throw new IllegalArgumentException("version " + id + " is in force already");
    }
    requireUndisturbed();
    Path folder = Pointer.version(path, id);
    NewFolder.write(
        directory.conf(),
        folder.toString(),
        NewFolder.Kind.MODEL,
        true,
        (to, temporary) -> {
          model.write().overwrite().save(temporary.toString());
          beside.writeTo(temporary);
          requireUndisturbed();
        });
    written.add(folder);
    version = id;
  }

  /**
   * Writes a run's manifest: before {@link #commit}, so that a run that is in the ledger has one
   * whenever it died.
   *
   * @throws Problem (output) when it cannot be written
   */
  public void writeManifest(String runId, Map<String, ?> manifest) {
    Path file = directory.manifestFile(runId);
    try {
      AtomicFile.replace(files, file, Status.bytes(manifest));
    } catch (IOException e) {
      throw cannot("written", file, e);
    }
  }

  /**
   * Puts the state that was written in force, and the version if it is promoted.
   *
   * @param promoted whether the version that was written becomes the champion
   * @param keepVersions how many champions are kept, this one included
   * @return what is in force now
   * @throws Problem (locked) when the lock has been lost or another run has committed; (output)
   *     when the pointer cannot be replaced. Then what was in force still is
   */
  public Pointer.Position commit(boolean promoted, int keepVersions) {
    if (state == null || promoted && version == null) {
      throw new IllegalStateException("commit: expected a state (and a version) to be written");
    }
    Pointer.Position from = before.orElse(new Pointer.Position(state, null, List.of()));
    Pointer.Position next =
        promoted ? from.promoted(state, version, keepVersions) : from.advanced(state);
    force();
    swap(next);
    return next;
  }

  /** The pointer must not reach the disk before what it names. */
  private void force() {
    for (Path folder : written) {
      try {
        AtomicFile.force(files, folder);
      } catch (IOException e) {
        throw cannot("forced to the disk", folder, e);
      }
    }
  }

  /**
   * Puts {@code next} in force, in one step.
   *
   * @throws Problem (locked) or (output) as {@link #commit}
   */
  void swap(Pointer.Position next) {
    requireUndisturbed();
    Pointer.swap(files, path, next);
    committed = true;
  }

  /**
   * Makes sure that the lock is this run's and that what was in force when it began still is.
   *
   * @throws Problem (locked) when not
   */
  void requireUndisturbed() {
    lock.requireHeld();
    Optional<Pointer.Position> now = directory.position();
    if (!now.equals(before)) {
      throw Problem.of(
          Problem.Kind.LOCKED,
          Pointer.FILE + " in " + path,
          before.map(Pointer.Position::toString).orElse("none"),
          now.map(Pointer.Position::toString).orElse("none"),
          "another run has committed meanwhile; run again");
    }
  }

  /**
   * Removes what nothing refers to: states but the current one and its predecessor, versions but
   * the champion and those that can be gone back to, batches and manifests of no use, and what
   * crashed runs have left half-written. To be run at the beginning and after {@link #commit}.
   *
   * @param keptBatches ids of the batches whose statistics are kept, each with its content as in
   *     {@link #writeBatch}
   * @param runs ids of the runs that have committed
   * @return what could not be removed, in words; it does no harm but takes room
   * @throws Problem (locked) when the lock has been lost and this run has not committed
   */
  public List<String> tidy(Collection<Map.Entry<String, String>> keptBatches, Set<String> runs) {
    return tidy(keptBatches, runs, List::of);
  }

  /**
   * The same, and what nothing refers to elsewhere. Without the lock nothing is removed anywhere:
   * it may be what the run needs that holds it now.
   *
   * @param elsewhere removes that; returns what could not be removed, in words
   */
  List<String> tidy(
      Collection<Map.Entry<String, String>> keptBatches,
      Set<String> runs,
      Supplier<List<String>> elsewhere) {
    try {
      lock.requireHeld();
    } catch (Problem lost) {
      if (committed) {
        return List.of("what is not needed any more was left: " + lost.getMessage());
      }
      throw lost;
    }
    List<String> left = new ArrayList<>(elsewhere.get());
    tidy(keptBatches, runs, left);
    return left;
  }

  private void tidy(
      Collection<Map.Entry<String, String>> keptBatches, Set<String> runs, List<String> left) {
    Optional<Pointer.Position> now = directory.position();
    Set<String> states = new HashSet<>();
    now.ifPresent(
        position -> {
          states.add(position.state());
          states.add(StateDirectory.predecessor(position.state()));
        });
    Set<String> batches = new HashSet<>();
    keptBatches.forEach(
        batch -> batches.add(StateDirectory.batchName(batch.getKey(), batch.getValue())));
    remove(Pointer.STATES, name -> !states.contains(name), left);
    remove(Pointer.VERSIONS, name -> now.isEmpty() || !now.get().names(name), left);
    remove(StateDirectory.BATCHES, name -> !batches.contains(name), left);
    remove(StateDirectory.RUNS, name -> !runs.contains(name.replaceFirst("\\.json$", "")), left);
    remove("", StateWriter::isUnfinished, left);
  }

  /** A contender for the lock that misses such a file has lost anyway. */
  private static boolean isUnfinished(String name) {
    return name.startsWith(".")
        && (name.contains(NewFolder.UNFINISHED) || name.contains(Lock.TAKEOVER));
  }

  private void remove(String folder, Predicate<String> unneeded, List<String> left) {
    Path in = folder.isEmpty() ? path : directory.file(folder);
    try {
      for (String name : directory.names(in)) {
        if (unneeded.test(name) && !files.delete(new Path(in, name), true)) {
          left.add(new Path(in, name) + " cannot be removed");
        }
      }
    } catch (IOException e) {
      left.add("what is not needed in " + in + " cannot be removed: " + e.getMessage());
    }
  }

  private static Problem cannot(String done, Path what, IOException e) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            what + ": cannot be " + done + ": " + e.getMessage(),
            "look at rights and free space; what was in force still is")
        .causedBy(e);
  }
}
