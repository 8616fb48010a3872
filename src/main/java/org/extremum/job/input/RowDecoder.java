package org.extremum.job.input;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Takes a row of a {@link RawTable} apart; sent to where the rows are. */
interface RowDecoder extends Serializable {

  /**
   * The row's parts.
   *
   * @throws BadValue for the first thing that makes it unusable
   */
  Decoded decode(Row row) throws BadValue;

  /** The row as it stood in the input, as far as that is known. */
  String raw(Row row);

  /** Coordinates of every vector, or 0 while that is not known. */
  int features();

  /** The same decoder for vectors of the given number of coordinates. */
  RowDecoder withFeatures(int features);

  /** The same decoder, but features that are missing or no finite numbers become NaN. */
  RowDecoder passingMissing();
}
