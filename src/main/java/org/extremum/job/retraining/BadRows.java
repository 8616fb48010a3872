package org.extremum.job.retraining;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.extremum.retraining.Ledger;
import org.extremum.spark.NewFolder;

/** Rows that could not be used, beside the state: what a run adds is added without them. */
final class BadRows {
  private BadRows() {}

  /** Writes those of each batch to {@code STATE.quarantine/ID}, if there are any. */
  static void setAside(Tools tools, List<BatchFile> added) {
    long bad = 0;
    for (BatchFile file : added) {
      if (file.input().badRows() > 0) {
        bad += file.input().badRows();
        String folder = quarantine(tools.request()) + "/" + file.id();
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
   * it that its id was given to others since. Whatever else lies there is somebody's own. To be
   * called while the lock is held.
   *
   * @param ledger in force
   * @return what could not be removed, in words
   */
  static List<String> tidy(Job job, StateDirectory directory, Ledger ledger) {
    Path quarantine = new Path(quarantine(job.request()));
    try {
      for (String id : directory.names(quarantine)) {
        Path folder = new Path(quarantine, id);
        boolean needed =
            ledger.find(id).filter(batch -> batch.present() && batch.aside()).isPresent();
        if (!needed && isOwn(directory.files(), folder)) {
          directory.files().delete(folder, true);
          job.progress()
              .note("bad rows under '" + id + "' removed: they are of no batch that is there");
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
