package org.extremum.job;

import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.NewFolder;

/** Folders that a command writes: complete or absent, and only where they may. */
final class Outputs {
  private final Configuration hadoop;
  private final boolean overwrite;

  /**
   * @param overwrite whether an earlier output of the same kind may be replaced
   */
  Outputs(SparkSession session, boolean overwrite) {
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.overwrite = overwrite;
  }

  /** Makes sure, before hours of work, that a model can be written to {@code path}. */
  void checkModel(String path) {
    NewFolder.check(hadoop, path, NewFolder.Kind.MODEL, overwrite);
  }

  /** Makes sure that a table can be written to {@code path}. */
  void checkTable(String path) {
    NewFolder.check(hadoop, path, NewFolder.Kind.TABLE, overwrite);
  }

  void writeModel(String path, ExtremumClassificationModel model) {
    Interruption.writing(
        new Path(path),
        () -> {
          MLWriter writer = model.write();
          (overwrite ? writer.overwrite() : writer).save(path);
        });
  }

  /**
   * Writes a table.
   *
   * @param write writes it into the folder it is given, which is there and empty
   */
  void writeTable(String path, Consumer<String> write) {
    Interruption.writing(
        new Path(path),
        () ->
            NewFolder.write(
                hadoop,
                path,
                NewFolder.Kind.TABLE,
                overwrite,
                (files, folder) -> write.accept(folder.toString())));
  }
}
