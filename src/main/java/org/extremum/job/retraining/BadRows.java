package org.extremum.job.retraining;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.extremum.retraining.Batch;
import org.extremum.retraining.Ledger;
import org.extremum.spark.NewFolder;

/** Rows that could not be used, beside the state: what a run adds is added without them. */
final class BadRows {
  private BadRows() {}

  /**
   * Where those of a batch are in {@code STATE.quarantine}, {@code ID-RUN}; empty where there are
   * none. Named for the run too: while it has not committed, the batch that is there may be another
   * one of the same id, with bad rows of its own.
   */
  static String folder(Tools tools, BatchFile file) {
    return file.input().badRows() > 0 ? file.id() + "-" + tools.runId() : "";
  }

  /** Writes those of each batch to its {@link #folder}, if there are any. */
  static void setAside(Tools tools, List<BatchFile> added) {
    long bad = 0;
    for (BatchFile file : added) {
      if (file.input().badRows() > 0) {
        bad += file.input().badRows();
        String folder = quarantine(tools.request()) + "/" + folder(tools, file);
        NewFolder.write(
            tools.directory().conf(),
            folder,
            NewFolder.Kind.TABLE,
            true,
            (files, temporary) -> {
              file.input()
                  .badRowsAside()
                  .write()
                  .mode(SaveMode.Overwrite)
                  .json(temporary.toString());
              tools.writer().requireUndisturbed(); // what takes its place could be another run's
            });
        tools
            .job()
            .progress()
            .note(
                file.input().badRows()
                    + " bad rows of "
                    + file.file()
                    + " with their reasons are in "
                    + folder);
      }
    }
    if (tools.options().quarantinesBadRows()) {
      tools.report().put("badRows", bad);
    }
  }

  private static String quarantine(Request request) {
    return request.state().replaceAll("/+$", "") + ".quarantine";
  }

  /**
   * Removes those that are of no batch which is there: what is forgotten should not lie about, be
   * it that its id was given to others since, nor what was set aside by a run that died before it
   * committed. Whatever else lies there is somebody's own. To be called while the lock is held.
   *
   * @param ledger in force
   * @return what could not be removed, in words
   */
  static List<String> tidy(Job job, StateDirectory directory, Ledger ledger) {
    Path quarantine = new Path(quarantine(job.request()));
    Set<String> needed = ledger.present().stream().map(Batch::aside).collect(Collectors.toSet());
    try {
      for (String name : directory.names(quarantine)) {
        Path folder = new Path(quarantine, name);
        if (!needed.contains(name) && isOwn(directory.files(), folder)) {
          directory.files().delete(folder, true);
          job.progress()
              .note("bad rows under '" + name + "' removed: they are of no batch that is there");
        }
      }
      return List.of();
    } catch (IOException | RuntimeException e) { // beside a bucket's root there is no folder
      return List.of(
          "bad rows of forgotten batches are still in " + quarantine + ": " + e.getMessage());
    }
  }

  /** Written by {@link #setAside}, or left half-written by it. */
  private static boolean isOwn(FileSystem files, Path folder) throws IOException {
    String name = folder.getName();
    return name.startsWith(".") && name.contains(NewFolder.UNFINISHED)
        || files.exists(new Path(folder, "_SUCCESS"));
  }
}
