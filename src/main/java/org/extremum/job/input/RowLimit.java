package org.extremum.job.input;

import java.io.Serializable;

/**
 * How many rows a look at an input may bring along to the driver; where there are more, it brings
 * none.
 *
 * @param rows at most
 * @param bytes that their features take, at most
 */
public record RowLimit(long rows, long bytes) implements Serializable {
  /** None are brought. */
  public static final RowLimit NONE = new RowLimit(0, 0);

  /** What each of so many partitions may bring, so that all together keep to this. */
  RowLimit share(int partitions) {
    return new RowLimit(rows / Math.max(1, partitions), bytes / Math.max(1, partitions));
  }

  /** Whether so much is within it. */
  boolean allows(long rows, long bytes) {
    return rows <= this.rows && bytes <= this.bytes;
  }

  /** What is left of it after some were brought. */
  public RowLimit less(RowLimit brought) {
    return new RowLimit(Math.max(0, rows - brought.rows), Math.max(0, bytes - brought.bytes));
  }
}
