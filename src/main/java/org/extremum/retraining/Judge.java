package org.extremum.retraining;

import java.io.Serializable;
import java.util.Comparator;
import org.extremum.samples.SampleBlock;

/**
 * A held-out row: unstandardised, by its non-zero coordinates.
 *
 * @param key of its content
 * @param batch number of the batch that it came with
 * @param essence its class
 * @param weight ω, class factor and decay included
 * @param coordinates ascending; not to be modified
 * @param values one for each; not to be modified
 */
record Judge(long key, int batch, int essence, double weight, int[] coordinates, double[] values)
    implements Serializable {
  /**
   * By key; rows of equal content by batch and essence, so that lists are the same whatever they
   * were merged of.
   */
  static final Comparator<Judge> ORDER =
      Comparator.comparingLong(Judge::key)
          .thenComparingInt(Judge::batch)
          .thenComparingInt(Judge::essence)
          .thenComparingDouble(Judge::weight);

  static Judge of(SampleBlock block, int row, long key) {
    int[] count = new int[1];
    block.forEachNonZero(row, (coordinate, value) -> count[0]++);
    int[] coordinates = new int[count[0]];
    double[] values = new double[count[0]];
    int[] at = new int[1];
    block.forEachNonZero(
        row,
        (coordinate, value) -> {
          coordinates[at[0]] = coordinate;
          values[at[0]++] = value;
        });
    return new Judge(key, 0, block.essence(row), block.weight(row), coordinates, values);
  }

  /** The same row of another batch, its weight multiplied. */
  Judge in(int number, double factor) {
    return new Judge(key, number, essence, weight * factor, coordinates, values);
  }

  /** About what it takes in memory. */
  long bytes() {
    return bytes(values.length);
  }

  /** The same of a row of so many non-zero coordinates. */
  static long bytes(int stored) {
    return 12L * stored + 64;
  }
}
