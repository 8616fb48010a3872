package org.extremum.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;

/**
 * Writes a folder, or a file of its own, so that it is complete or absent: into a hidden sibling
 * first, which is verified and then renamed. On file systems that rename in one step (local, HDFS)
 * no reader ever sees half a folder. When an old one is replaced, it is moved aside before and
 * removed after; whoever looks between the two renames, or after a run that died there, finds the
 * old one by {@link #current}.
 */
public final class NewFolder {
  /** Stands in the middle of the name of a hidden sibling that is not finished. */
  public static final String UNFINISHED = ".writing-";

  /** Stands in the middle of the name of a hidden sibling that is being replaced. */
  static final String REPLACED = ".replaced-";

  /**
   * Fills the temporary folder, or makes the temporary file, and makes sure that what is there is
   * what was meant.
   */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileSystem files, Path folder) throws IOException;
  }

  /** What is written; tells an earlier output, which may be replaced, from anything else. */
  public enum Kind {
    MODEL("a model folder", "metadata"),
    TABLE("a folder of rows that was written before", "_SUCCESS"),
    CHECKPOINT("a checkpoint", SnapshotFiles.FACTS),
    STATE("a state of retraining", SnapshotFiles.FACTS),
    /** One plain file, written and replaced like a folder. */
    FILE("a file", null);

    private final String words;
    private final String mark;

    Kind(String words, String mark) {
      this.words = words;
      this.mark = mark;
    }
  }

  private final FileSystem files;
  private final Path target;
  private final Kind kind;
  private final boolean overwrite;

  private NewFolder(Configuration conf, Path path, Kind kind, boolean overwrite)
      throws IOException {
    this.files = path.getFileSystem(conf);
    this.target = files.makeQualified(path);
    this.kind = kind;
    this.overwrite = overwrite;
  }

  /**
   * Writes {@code content} to {@code path}.
   *
   * @param overwrite replaces a folder of that kind; anything else that is there is left alone
   * @throws Problem (output) when that cannot be done; then nothing has changed
   */
  public static void write(
      Configuration conf, String path, Kind kind, boolean overwrite, Content content) {
    try {
      new NewFolder(conf, new Path(path), kind, overwrite).write(content);
    } catch (IOException e) {
      throw cannotWrite(new Path(path), e);
    }
  }

  /**
   * Finds out, before there is something to write, whether it could be.
   *
   * @throws Problem (output) when {@link #write} would be refused
   */
  public static void check(Configuration conf, String path, Kind kind, boolean overwrite) {
    try {
      NewFolder folder = new NewFolder(conf, new Path(path), kind, overwrite);
      folder.requireReplaceable();
      folder.tryParent();
    } catch (IOException e) {
      throw cannotWrite(new Path(path), e);
    }
  }

  /**
   * Where the folder of that path is now: there, or moved aside while it is being replaced.
   *
   * @return {@code path} itself when there is neither
   */
  static Path current(FileSystem files, Path path) throws IOException {
    Path target = files.makeQualified(path);
    if (!files.exists(target)) {
      for (Path replaced : replaced(files, target)) {
        return replaced;
      }
    }
    return path;
  }

  private static List<Path> replaced(FileSystem files, Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null || !files.exists(parent)) {
      return List.of();
    }
    String name = "." + target.getName() + REPLACED;
    return Arrays.stream(files.listStatus(parent, path -> path.getName().startsWith(name)))
        .map(FileStatus::getPath)
        .sorted()
        .toList();
  }

  /** Makes and removes a folder where the output's will stand: rights alone do not tell. */
  private void tryParent() throws IOException {
    Path ancestor = target.getParent();
    while (ancestor.getParent() != null && !files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    Path attempt = new Path(ancestor, sibling(UNFINISHED).getName());
    try {
      if (!files.mkdirs(attempt)) {
        throw new IOException("no folder could be made in " + ancestor);
      }
    } finally {
      removeQuietly(attempt);
    }
  }

  private void write(Content content) throws IOException {
    requireReplaceable();
    Path temporary = sibling(UNFINISHED);
    boolean done = false;
    try {
      if (!files.mkdirs(kind == Kind.FILE ? temporary.getParent() : temporary)) {
        throw new IOException("no folder could be made beside it");
      }
      content.writeTo(files, temporary);
      requireReplaceable(); // somebody else may have been quicker
      moveIn(temporary);
      done = true;
    } finally {
      if (!done) {
        removeQuietly(temporary);
      }
    }
  }

  private void moveIn(Path temporary) throws IOException {
    Path old = null;
    if (files.exists(target)) {
      old = sibling(REPLACED);
      rename(target, old);
    }
    try {
      rename(temporary, target);
    } catch (IOException e) {
      if (old != null) {
        rename(old, target);
      }
      throw e;
    }
    for (Path replaced : replaced(files, target)) { // also of runs that died
      files.delete(replaced, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("renaming " + from.getName() + " to " + to.getName() + " was refused");
    }
  }

  private void requireReplaceable() throws IOException {
    FileStatus there;
    try {
      there = files.getFileStatus(target);
    } catch (FileNotFoundException e) {
      return;
    }
    if (!overwrite) {
      throw Problem.of(
          Problem.Kind.OUTPUT,
          "output " + target,
          "a path where nothing is",
          there.isDirectory() ? "an existing folder" : "an existing file",
          "choose another path or ask to overwrite (write().overwrite(), --overwrite)");
    }
    if (!isReplaceable(there)) {
      throw Problem.of(
          Problem.Kind.OUTPUT,
          "output " + target,
          kind.words + " to overwrite",
          there.isDirectory() ? "another folder" : "a file",
          "choose another path or remove it yourself");
    }
  }

  private boolean isReplaceable(FileStatus there) throws IOException {
    if (kind == Kind.FILE) {
      return !there.isDirectory();
    }
    return there.isDirectory()
        && (files.exists(new Path(target, kind.mark)) || files.listStatus(target).length == 0);
  }

  private Path sibling(String purpose) {
    return new Path(target.getParent(), "." + target.getName() + purpose + UUID.randomUUID());
  }

  /** A failure to clean up must not hide what went wrong before. */
  private void removeQuietly(Path temporary) {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      // The folder's name says that it is unfinished.
    }
  }

  private static Problem cannotWrite(Path target, IOException cause) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            "output " + target + ": cannot be written: " + Unreadable.oneLine(cause),
            "choose a path where you may write and there is room")
        .causedBy(cause);
  }
}
