package org.extremum.retraining;

import java.io.Serializable;
import java.util.Arrays;
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
   * By key; rows of equal content by batch and essence, so that lists are the same whatever they were
   * merged of.
   */
  static final Comparator<Judge> ORDER =
      Comparator.comparingLong(Judge::key)
          .thenComparingInt(Judge::batch)
          .thenComparingInt(Judge::essence)
          .thenComparingDouble(Judge::weight);

  static Judge of(SampleBlock block, int row, long key) {
    int[] coordinates = new int[8];
    double[] values = new double[8];
    Stored stored = new Stored(coordinates, values);
    block.forEachNonZero(row, stored::add);
    return new Judge(
        key, 0, block.essence(row), block.weight(row), stored.coordinates(), stored.values());
  }

  /** The same row of another batch, its weight multiplied. */
  Judge in(int number, double factor) {
    return new Judge(key, number, essence, weight * factor, coordinates, values);
  }

  /** About what it takes in memory. */
  long bytes() {
    return 12L * values.length + 64;
  }

  /** Coordinates in the making. */
  private static final class Stored {
    private int[] coordinates;
    private double[] values;
    private int count;

    Stored(int[] coordinates, double[] values) {
      this.coordinates = coordinates;
      this.values = values;
    }

    void add(int coordinate, double value) {
      if (count == values.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      coordinates[count] = coordinate;
      values[count++] = value;
    }

    int[] coordinates() {
      return Arrays.copyOf(coordinates, count);
    }

    double[] values() {
      return Arrays.copyOf(values, count);
    }
  }
}
