package org.extremum.job.input;

import org.apache.spark.sql.SparkSession;
import org.extremum.job.Meanwhile;

/** An input that is opened while this thread is busy with something else. */
public final class TableAhead implements AutoCloseable {
  private final String path;
  private final Meanwhile<RawTable> table;

  private TableAhead(String path, Meanwhile<RawTable> table) {
    this.path = path;
    this.table = table;
  }

  /** Begins to open it; what is wrong with it shows where {@link Input#open} takes it up. */
  public static TableAhead of(SparkSession session, String path, InputFormat format) {
    return new TableAhead(
        path, Meanwhile.begin("opening " + path, () -> TableReader.open(session, path, format)));
  }

  /** The input's path. */
  public String path() {
    return path;
  }

  RawTable table() {
    return table.result();
  }

  /** Waits until nothing goes on any more. */
  @Override
  public void close() {
    table.close();
  }
}
