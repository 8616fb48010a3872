package org.extremum.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * The good rows of one partition with their places; rows of weight 0 and bad rows are passed over.
 */
final class GoodRows implements Iterator<BlockBuilder.Placed> {
  private final RowReader reader;
  private final int partition;
  private final Iterator<Row> rows;
  private final LongAccumulator badRows;
  private long row;
  private BlockBuilder.Placed next;

  /**
   * @param badRows counts what is passed over as bad; a retried task may count twice
   */
  GoodRows(RowReader reader, int partition, Iterator<Row> rows, LongAccumulator badRows) {
    this.reader = reader;
    this.partition = partition;
    this.rows = rows;
    this.badRows = badRows;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      Row candidate = rows.next();
      long place = row++;
      if (reader.isRemoved(candidate)) {
        continue;
      }
      if (reader.fault(candidate, partition, place).isEmpty()) {
        next = new BlockBuilder.Placed(place, reader.reading(candidate));
      } else {
        badRows.add(1);
      }
    }
    return next != null;
  }

  @Override
  public BlockBuilder.Placed next() {
    if (!hasNext()) {
      throw new NoSuchElementException("rows of partition " + partition);
    }
    BlockBuilder.Placed current = next;
    next = null;
    return current;
  }
}
