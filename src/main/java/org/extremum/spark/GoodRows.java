package org.extremum.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** The good rows of one partition with their places; removed rows and bad rows are passed over. */
final class GoodRows implements Iterator<BlockBuilder.Placed> {
  private final RowReader reader;
  private final int partition;
  private final Iterator<Row> rows;
  private final Counts counts;
  private long row;
  private BlockBuilder.Placed next;

  /**
   * What is passed over, beside rows of weight 0; a retried task may count twice.
   *
   * @param bad refused
   * @param invalid removed because of their features
   */
  record Counts(LongAccumulator bad, LongAccumulator invalid) implements Serializable {
    static Counts in(SparkContext context) {
      return new Counts(context.longAccumulator(), context.longAccumulator());
    }
  }

  GoodRows(RowReader reader, int partition, Iterator<Row> rows, Counts counts) {
    this.reader = reader;
    this.partition = partition;
    this.rows = rows;
    this.counts = counts;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      Row candidate = rows.next();
      long place = row++;
      if (reader.isRemoved(candidate)) {
        counts.invalid.add(reader.isWeightless(candidate) ? 0 : 1);
        continue;
      }
      if (reader.fault(candidate, partition, place).isEmpty()) {
        next = new BlockBuilder.Placed(place, reader.reading(candidate));
      } else {
        counts.bad.add(1);
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
