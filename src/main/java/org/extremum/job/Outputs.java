package org.extremum.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.NewFolder;

/** Folders and files that a command writes: complete or absent, and only where they may. */
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

  /** Makes sure that a file can be written to {@code path}. */
  void checkFile(String path) {
    NewFolder.check(hadoop, path, NewFolder.Kind.FILE, overwrite);
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

  /** Writes the bytes of a file. */
  @FunctionalInterface
  interface Bytes {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes one file.
   *
   * @return its size in bytes
   */
  long writeFile(String path, Bytes bytes) {
    AtomicLong size = new AtomicLong();
    Interruption.writing(
        new Path(path),
        () ->
            NewFolder.write(
                hadoop,
                path,
                NewFolder.Kind.FILE,
                overwrite,
                (files, temporary) -> {
                  // Without a hidden checksum file beside it where the file system keeps such.
                  FileSystem plain =
                      files instanceof ChecksumFileSystem sums ? sums.getRawFileSystem() : files;
                  try (OutputStream out = plain.create(temporary)) {
                    bytes.writeTo(out);
                  }
                  size.set(plain.getFileStatus(temporary).getLen());
                }));
    return size.get();
  }
}
