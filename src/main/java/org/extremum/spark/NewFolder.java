package org.extremum.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;

/**
 * Writes a folder so that it is complete or absent: into a hidden sibling first, which is verified
 * and then renamed. On file systems that rename in one step (local, HDFS) no reader ever sees half
 * a folder. When an old one is replaced, it is moved aside before and removed after; whoever looks
 * between the two renames sees neither.
 */
final class NewFolder {
  /** Fills the temporary folder and makes sure that what is there is what was meant. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileSystem files, Path folder) throws IOException;
  }

  private final FileSystem files;
  private final Path target;

  private NewFolder(FileSystem files, Path target) {
    this.files = files;
    this.target = target;
  }

  /**
   * Writes {@code content} to {@code path}.
   *
   * @param overwrite replaces a model that is there; anything else that is there is left alone
   * @throws Problem (output) when that cannot be done; then nothing has changed
   */
  static void write(Configuration conf, String path, boolean overwrite, Content content) {
    Path target = new Path(path);
    try {
      FileSystem files = target.getFileSystem(conf);
      Path absolute = files.makeQualified(target);
      new NewFolder(files, absolute).write(overwrite, content);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private void write(boolean overwrite, Content content) throws IOException {
    requireReplaceable(overwrite);
    Path temporary = sibling("writing");
    boolean done = false;
    try {
      if (!files.mkdirs(temporary)) {
        throw new IOException("no folder could be made beside it");
      }
      content.writeTo(files, temporary);
      requireReplaceable(overwrite); // somebody else may have been quicker
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
      old = sibling("replaced");
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
    if (old != null) {
      files.delete(old, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("renaming " + from.getName() + " to " + to.getName() + " was refused");
    }
  }

  private void requireReplaceable(boolean overwrite) throws IOException {
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
    boolean ours =
        there.isDirectory()
            && (files.exists(new Path(target, "metadata")) || files.listStatus(target).length == 0);
    if (!ours) {
      throw Problem.of(
          Problem.Kind.OUTPUT,
          "output " + target,
          "a model folder to overwrite",
          there.isDirectory() ? "a folder that is no model" : "a file",
          "choose another path or remove it yourself");
    }
  }

  private Path sibling(String purpose) {
    return new Path(
        target.getParent(), "." + target.getName() + "." + purpose + "-" + UUID.randomUUID());
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
