package org.extremum.job.input;

import org.extremum.spark.GivenUp;
import org.extremum.spark.TaskFailures;
import org.extremum.training.Problem;

/** What is said of an input that cannot be used, or that nothing can be learned from. */
final class UnusableInput {
  private UnusableInput() {}

  /** The first bad row, where bad rows are refused. */
  static Problem badRow(Scan scan) {
    return badRow(scan, ", or leave such rows out with --set badRows=quarantine");
  }

  private static Problem badRow(Scan scan, String otherRemedy) {
    UnusableRow row = scan.firstBad();
    long number = scan.firstRows(true).get(row.split()) + row.row();
    String more = scan.badRows() > 1 ? "one of " + scan.badRows() + " bad rows; " : "";
    return Problem.of(
        Problem.Kind.BAD_DATA,
        row.split().file()
            + ", row "
            + number
            + (row.column() == null ? "" : ", column '" + row.column() + "'"),
        row.expected(),
        row.got(),
        more + "mend the row" + otherRemedy);
  }

  /**
   * That files could not be opened as Parquet. Spark reads their footers in tasks: where executors
   * died of it the files are not to blame, and {@code failure} itself is thrown.
   */
  static Problem notParquet(String path, Exception failure) {
    if (GivenUp.in(failure).filter(GivenUp::lostExecutors).isPresent()) {
      throw TaskFailures.<RuntimeException>asItWas(failure);
    }
    return Problem.because(
            Problem.Kind.BAD_DATA,
            path + ": expected Parquet files, got something else or damaged ones",
            "check how they were written, or say --format")
        .causedBy(failure);
  }

  /** Why no row is left. */
  static Problem nothingLeft(String path, Scan scan) {
    if (scan.rows() == 0) {
      return Problem.of(Problem.Kind.BAD_DATA, path, "rows", "none", "check how it was written");
    }
    if (scan.badRows() == 0) {
      return Problem.of(
          Problem.Kind.BAD_DATA,
          path,
          "a row of positive weight",
          scan.weightless() + " of weight 0",
          "check option weightCol");
    }
    return badRow(scan, "").in("no usable row is left");
  }

  /** Refuses what nothing can be learned from; see {@link Input#checkTrainable}. */
  static void requireTrainable(String path, String labelColumn, Scan scan) {
    if (scan.good() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA, path, "at least two samples", "one", "give more data");
    }
    if (scan.labels().size() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          path + ", label column '" + labelColumn + "'",
          "at least two classes",
          "only '" + scan.labels().firstKey() + "'",
          "give samples of another class, or name the right column with --label");
    }
    requireFewLabels(path, labelColumn, scan);
  }

  /** Refuses a label column that holds no classes, such as an id or a measurement. */
  static void requireFewLabels(String path, String labelColumn, Scan scan) {
    if (scan.labels().size() > Scan.MOST_LABELS) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          path + ", label column '" + labelColumn + "'",
          "classes",
          "more than " + Scan.MOST_LABELS + " different values",
          "name the column that holds the class with --label");
    }
  }
}
