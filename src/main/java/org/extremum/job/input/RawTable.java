package org.extremum.job.input;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * An input as Spark reads it, before anything is parsed. Each row holds the columns' cells, then
 * the text of a line that could not be taken apart (or null), then the file the row stands in and
 * the offset of its split, by which rows are counted.
 *
 * @param path as the user gave it
 * @param columns names as in the input; none for LibSVM, whose single cell is the line
 * @param types of the cells
 * @param rows columns.size() + 3 cells each
 */
record RawTable(
    String path,
    InputFormat format,
    List<String> columns,
    List<DataType> types,
    Dataset<Row> rows) {
  /** Rows looked at to tell what a column holds. */
  static final int HEAD = 1000;

  SparkSession session() {
    return rows.sparkSession();
  }

  /** Where the text of a broken line stands in a row. */
  int brokenAt() {
    return types.size();
  }

  /** The first rows, enough to tell what the columns hold. */
  List<Row> head() {
    return Arrays.asList(rows.takeAsList(HEAD).toArray(Row[]::new));
  }

  /** Whether cells are texts that may hold numbers, rather than typed. */
  boolean isText() {
    return format == InputFormat.CSV || format == InputFormat.JSON;
  }
}
