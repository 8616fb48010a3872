package org.extremum.job.input;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The usable rows of one partition, decoded; the others are passed over. */
final class UsableRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final RowDecoder decoder;
  private final KnownLabels labels;
  private final Map<Split, Long> firstRows; // empty: rows are not numbered
  private final RowCounter counter = new RowCounter();
  private Row next;

  UsableRows(
      Iterator<Row> rows, RowDecoder decoder, KnownLabels labels, Map<Split, Long> firstRows) {
    this.rows = rows;
    this.decoder = decoder;
    this.labels = labels;
    this.firstRows = firstRows;
  }

  @Override
  public boolean hasNext() {
    while (next == null && rows.hasNext()) {
      Row row = rows.next();
      counter.next(row);
      try {
        Decoded decoded = decoder.decode(row);
        labels.check(decoded.label());
        next = row(decoded);
      } catch (BadValue e) {
        continue; // refused or counted by the scan
      }
    }
    return next != null;
  }

  private Row row(Decoded decoded) {
    Double label =
        decoded.label() == null || labels.names().isEmpty()
            ? null
            : Double.valueOf(labels.place(decoded.label()));
    return RowFactory.create(
        decoded.features(), label, decoded.weight(), id(decoded), decoded.validation());
  }

  private String id(Decoded decoded) {
    return decoded.id() != null || firstRows.isEmpty()
        ? decoded.id()
        : String.valueOf(firstRows.get(counter.split()) + counter.row());
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row current = next;
    next = null;
    return current;
  }
}
