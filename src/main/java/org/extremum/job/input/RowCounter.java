package org.extremum.job.input;

import org.apache.spark.sql.Row;

/** Follows the rows of one partition and says where each one stands. */
final class RowCounter {
  private Split split;
  private long row;

  /** To be called once for every row, in order. */
  void next(Row at) {
    Split now = Split.of(at);
    row = now.equals(split) ? row + 1 : 0;
    split = now;
  }

  Split split() {
    return split;
  }

  /** Within the split, from 0. */
  long row() {
    return row;
  }
}
