package org.extremum.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** The good rows of one partition with their places; rows of weight 0 are passed over. */
final class GoodRows implements Iterator<BlockBuilder.Placed> {
  private final RowReader reader;
  private final int partition;
  private final Iterator<Row> rows;
  private final boolean skipBad;
  private long row;
  private BlockBuilder.Placed next;

  /**
   * @param skipBad passes over bad rows, else they are thrown as {@link BadRowException}
   */
  GoodRows(RowReader reader, int partition, Iterator<Row> rows, boolean skipBad) {
    this.reader = reader;
    this.partition = partition;
    this.rows = rows;
    this.skipBad = skipBad;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      Row candidate = rows.next();
      long place = row++;
      if (reader.isRemoved(candidate)) {
        continue;
      }
      Optional<BadRow> fault = reader.fault(candidate, partition, place);
      if (fault.isEmpty()) {
        next = new BlockBuilder.Placed(place, reader.reading(candidate));
      } else if (!skipBad) {
        throw new BadRowException(fault.get());
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
