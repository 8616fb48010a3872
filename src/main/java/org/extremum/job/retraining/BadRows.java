package org.extremum.job.retraining;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
            (files, temporary) ->
                file.input()
                    .badRowsAside()
                    .write()
                    .mode(SaveMode.Overwrite)
                    .json(temporary.toString()));
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
   * Removes those of batches that are forgotten: what is forgotten should not lie about. To be
   * called after the commit; what a run that dies here leaves goes when the run is repeated.
   *
   * @param ledger in force
   * @param replaced ids of present batches that took the place of forgotten ones of the same id,
   *     and have no bad rows themselves
   */
  static void forget(Job job, StateDirectory directory, Ledger ledger, Set<String> replaced) {
    Path quarantine = new Path(quarantine(job.request()));
    try {
      for (String id : directory.names(quarantine)) {
        boolean forgotten = ledger.find(id).filter(batch -> !batch.present()).isPresent();
        if (forgotten || replaced.contains(id)) {
          directory.files().delete(new Path(quarantine, id), true);
          job.progress().note("bad rows of the forgotten batch '" + id + "' removed");
        }
      }
    } catch (IOException | RuntimeException e) { // beside a bucket's root there is no folder
      job.warn("bad rows of forgotten batches are still in " + quarantine + ": " + e.getMessage());
    }
  }
}
