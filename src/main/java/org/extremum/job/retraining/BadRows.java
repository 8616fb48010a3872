package org.extremum.job.retraining;

import java.util.List;
import org.apache.spark.sql.SaveMode;
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
        String folder = tools.request().state().replaceAll("/+$", "") + ".quarantine/" + file.id();
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
}
