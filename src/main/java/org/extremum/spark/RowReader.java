package org.extremum.spark;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Reads rows of (features, label where there is one, weight where there is one), with checks. */
final class RowReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final InputColumns columns;
  private final int features;
  private final int essences;
  private final Invalid invalid;

  /** What becomes of rows without features, or with such as are no finite numbers. */
  enum Invalid {
    /** They are bad rows. */
    REFUSED,
    /** They are removed before everything. */
    REMOVED,
    /** Values that are no finite numbers pass as they are; rows without features are bad rows. */
    PASSED
  }

  /**
   * @param features size that every vector must have
   * @param essences labels must be below it; 0: any label
   */
  RowReader(InputColumns columns, int features, int essences, Invalid invalid) {
    this.columns = columns;
    this.features = features;
    this.essences = essences;
    this.invalid = invalid;
  }

  /** Whether the row is removed before everything, and not looked at further. */
  boolean isRemoved(Row row) {
    return isWeightless(row) || invalid == Invalid.REMOVED && isInvalid(row);
  }

  private static boolean isInvalid(Row row) {
    return row.isNullAt(0) || row.get(0) instanceof Vector vector && !Reading.isFinite(vector);
  }

  /** Whether the row has weight zero. */
  boolean isWeightless(Row row) {
    return columns.hasWeight()
        && row.get(columns.weightIndex()) instanceof Number weight
        && weight.doubleValue() == 0;
  }

  /** What is wrong with a row that is not removed. */
  Optional<BadRow> fault(Row row, int partition, long number) {
    BadRow fault = surfaceFault(row, partition, number);
    if (fault == null && columns.hasLabel()) {
      fault = labelFault(row.get(columns.labelIndex()), partition, number);
    }
    if (fault == null && columns.hasWeight()) {
      fault = weightFault(row.get(columns.weightIndex()), partition, number);
    }
    return Optional.ofNullable(fault);
  }

  /** A row without fault. */
  Reading reading(Row row) {
    return new Reading(
        (Vector) row.get(0),
        columns.hasLabel() ? ((Number) row.get(columns.labelIndex())).intValue() : -1,
        columns.hasWeight() ? ((Number) row.get(columns.weightIndex())).doubleValue() : 1);
  }

  private BadRow surfaceFault(Row row, int partition, long number) {
    String column = columns.features();
    if (!(row.get(0) instanceof Vector vector)) {
      return new BadRow(partition, number, column, -1, "", "a vector", "null");
    }
    if (vector.size() != features) {
      return new BadRow(
          partition, number, column, -1, "", features + " features", vector.size() + " features");
    }
    if (invalid == Invalid.PASSED) {
      return null;
    }
    int[] at = {-1};
    double[] got = new double[1];
    Reading.forEachStored(
        vector,
        (coordinate, value) -> {
          if (!Double.isFinite(value) && at[0] < 0) {
            at[0] = coordinate;
            got[0] = value;
          }
        });
    return at[0] < 0
        ? null
        : new BadRow(
            partition,
            number,
            column,
            at[0],
            columns.featureName(at[0]),
            "a finite number",
            Double.toString(got[0]));
  }

  private BadRow labelFault(Object label, int partition, long number) {
    double value = label instanceof Number given ? given.doubleValue() : Double.NaN;
    double limit = essences > 0 ? essences : Integer.MAX_VALUE;
    if (value >= 0 && value < limit && value == Math.rint(value)) {
      return null;
    }
    String expected =
        essences > 0 ? "an integer from 0 to " + (essences - 1) : "an integer from 0 on";
    return new BadRow(partition, number, columns.label(), -1, "", expected, String.valueOf(label));
  }

  private BadRow weightFault(Object weight, int partition, long number) {
    double value = weight instanceof Number given ? given.doubleValue() : Double.NaN;
    return value > 0 && Double.isFinite(value)
        ? null
        : new BadRow(
            partition,
            number,
            columns.weight(),
            -1,
            "",
            "a finite weight of at least 0",
            String.valueOf(weight));
  }
}
