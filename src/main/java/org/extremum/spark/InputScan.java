package org.extremum.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;

/**
 * A second look at an input that has bad rows: counts the rows of every partition, so that the
 * first bad row can be given its number in the whole.
 */
final class InputScan {
  private final List<Part> parts;

  private InputScan(List<Part> parts) {
    this.parts = parts;
  }

  /** One partition: its rows, bad rows, and the first of these. */
  private record Part(long rows, long badRows, ArrayList<BadRow> bad) implements Serializable {}

  /**
   * One pass over the rows.
   *
   * @param most bad rows that are kept of each partition
   */
  static InputScan of(JavaSparkContext context, RowReader reader, JavaRDD<Row> rows, int most) {
    return Jobs.run(
        context,
        "looking for bad rows",
        () ->
            new InputScan(
                rows
                    .mapPartitionsWithIndex(
                        (index, of) -> List.of(Parcel.of(part(reader, index, of, most))).iterator(),
                        false)
                    .collect()
                    .stream()
                    .map(Parcel::open)
                    .toList()));
  }

  private static Part part(RowReader reader, int partition, Iterator<Row> rows, int most) {
    long row = 0;
    long badRows = 0;
    ArrayList<BadRow> bad = new ArrayList<>();
    while (rows.hasNext()) {
      Row candidate = rows.next();
      if (!reader.isRemoved(candidate)) {
        Optional<BadRow> fault = reader.fault(candidate, partition, row);
        if (fault.isPresent()) {
          badRows++;
          if (bad.size() < most) {
            bad.add(fault.get());
          }
        }
      }
      row++;
    }
    return new Part(row, badRows, bad);
  }

  /** How many bad rows there are. */
  long badRows() {
    return parts.stream().mapToLong(Part::badRows).sum();
  }

  /** The bad rows that were kept, in the order of the input. */
  List<BadRow> bad() {
    return parts.stream().flatMap(part -> part.bad().stream()).toList();
  }

  /**
   * What to throw: the first bad row with its number in the whole input, or that there is none any
   * more.
   */
  RuntimeException failure() {
    long badRows = badRows();
    long before = 0;
    for (Part part : parts) {
      if (!part.bad().isEmpty()) {
        BadRow first = part.bad().get(0);
        return new BadRowException(first, before + first.row() + 1, badRows);
      }
      before += part.rows();
    }
    return new InputChangedException(-1);
  }
}
