package org.extremum.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * Checkpoints as folders {@code <checkpointDir>/<run>/<kind>-<number>}, each with the {@link
 * SnapshotFiles} of one snapshot. Each is written beside and renamed, so it is complete or absent;
 * one that cannot be read or does not match its digest counts as absent.
 *
 * <p>The folder of the run belongs to the run: whatever is in the way there is removed. Two runs of
 * the same data and options at the same time would remove each other's.
 */
public final class CheckpointFolder implements Checkpoints {
  private final Configuration conf;
  private final Path run;

  /**
   * @param directory of all checkpoints
   * @param run names this run's data and options
   * @throws Problem (output) when no checkpoint could be written there: known before the work
   */
  public CheckpointFolder(Configuration conf, String directory, String run) {
    this.conf = conf;
    this.run = new Path(path(directory), run);
    NewFolder.check(conf, this.run + "/check-0", NewFolder.Kind.CHECKPOINT, true);
  }

  /**
   * The directory of all checkpoints, which need not be there.
   *
   * @throws Problem (output) when it is no path
   */
  public static Path path(String directory) {
    try {
      return new Path(directory);
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT, "checkpointDir: " + e.getMessage(), "name a folder")
          .causedBy(e);
    }
  }

  @Override
  public void save(String kind, int number, Snapshot snapshot) {
    Path folder = new Path(run, kind + "-" + number);
    makeRoom(folder);
    NewFolder.write(
        conf,
        folder.toString(),
        NewFolder.Kind.CHECKPOINT,
        true,
        (files, temporary) -> SnapshotFiles.write(files, temporary, snapshot));
    try {
      FileSystem files = run.getFileSystem(conf);
      for (Numbered earlier : numbered(files, kind)) {
        if (earlier.number < number) {
          files.delete(earlier.folder, true);
        }
      }
    } catch (IOException e) {
      throw cannot("be tidied", e);
    }
  }

  /** Removes what a crash left half-written, and what is no checkpoint where one is to stand. */
  private void makeRoom(Path folder) {
    try {
      FileSystem files = run.getFileSystem(conf);
      for (Path there : there(files)) {
        if (there.getName().contains(NewFolder.UNFINISHED)
            || there.getName().contains(NewFolder.REPLACED)
            || there.getName().equals(folder.getName())
                && !files.exists(new Path(there, SnapshotFiles.FACTS))) {
          files.delete(there, true);
        }
      }
    } catch (IOException e) {
      throw cannot("be tidied", e);
    }
  }

  @Override
  public Optional<Snapshot> latest(String kind) {
    try {
      FileSystem files = run.getFileSystem(conf);
      List<Numbered> there = numbered(files, kind);
      there.sort(Comparator.comparingInt(Numbered::number).reversed());
      for (Numbered candidate : there) {
        Optional<Snapshot> snapshot = read(files, candidate.folder);
        if (snapshot.isPresent()) {
          return snapshot;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw cannot("be read", e);
    }
  }

  /** Empty when it is damaged or of another format: then the work is done again. */
  private static Optional<Snapshot> read(FileSystem files, Path folder) {
    try {
      return Optional.of(SnapshotFiles.read(files, folder));
    } catch (Problem damaged) {
      return Optional.empty();
    }
  }

  @Override
  public void clear() {
    try {
      run.getFileSystem(conf).delete(run, true);
    } catch (IOException e) {
      throw cannot("be removed", e);
    }
  }

  private record Numbered(int number, Path folder) {}

  private List<Numbered> numbered(FileSystem files, String kind) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(kind) + "-(\\d{1,9})");
    List<Numbered> found = new ArrayList<>();
    for (Path there : there(files)) {
      Matcher matcher = name.matcher(there.getName());
      if (matcher.matches()) {
        found.add(new Numbered(Integer.parseInt(matcher.group(1)), there));
      }
    }
    return found;
  }

  private List<Path> there(FileSystem files) throws IOException {
    return files.exists(run)
        ? Arrays.stream(files.listStatus(run)).map(FileStatus::getPath).toList()
        : List.of();
  }

  private Problem cannot(String what, IOException e) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            "checkpoints in " + run + " cannot " + what + ": " + Unreadable.oneLine(e),
            "look at checkpointDir")
        .causedBy(e);
  }
}
