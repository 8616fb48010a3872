package org.extremum.job.input;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A stretch of a file that one task reads at a time. Rows are counted within it; its first row's
 * number follows from the splits before it in the file.
 *
 * @param file name
 * @param offset of its beginning, in bytes
 */
record Split(String file, long offset) implements Serializable, Comparable<Split> {
  /** The split that a row of a {@link RawTable} comes from. */
  static Split of(Row row) {
    int places = row.size();
    return new Split(row.getString(places - 2), row.getLong(places - 1));
  }

  @Override
  public int compareTo(Split other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }
}
