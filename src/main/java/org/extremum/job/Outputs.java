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
  private static final String MODEL_MARK = "metadata";
  private static final String TABLE_MARK = "_SUCCESS";

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
    NewFolder.check(hadoop, path, overwrite, MODEL_MARK);
  }

  /** Makes sure that a table can be written to {@code path}. */
  void checkTable(String path) {
    NewFolder.check(hadoop, path, overwrite, TABLE_MARK);
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
   * @param write writes it into the folder it is given
   */
  void writeTable(String path, Consumer<String> write) {
    Interruption.writing(
        new Path(path),
        () ->
            NewFolder.write(
                hadoop,
                path,
                overwrite,
                TABLE_MARK,
                (files, folder) -> write.accept(new Path(folder, "rows").toString())));
  }
}
