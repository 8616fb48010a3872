package org.extremum.moments;

import java.util.function.Consumer;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;

/**
 * Slopes of chosen rows of one part, gathered over blocks: of a block there are too few of them for
 * a SYRK to run at its speed. 8·{@link #COLUMNS}·l bytes.
 */
final class GatheredSlopes implements AutoCloseable {
  /** Enough for BLAS-3 speed, and half of a usual block. */
  static final int COLUMNS = 512;

  private final Matrix gathered; // l × COLUMNS
  private final double[] column;
  private int count;

  GatheredSlopes(int width) {
    this.gathered = Matrix.zeros(width, COLUMNS);
    this.column = new double[width];
  }

  /**
   * Takes columns, each times a factor.
   *
   * @param slopes l × any number, not modified
   * @param roots one factor for each column
   * @param sum takes them, {@link #COLUMNS} at a time
   */
  void add(Matrix slopes, double[] roots, Consumer<Matrix> sum) {
    for (int i = 0; i < roots.length; i++) {
      if (count == COLUMNS) {
        flush(sum);
      }
      slopes.getColumns(i, 1, column, 0);
      if (roots[i] != 1) {
        for (int k = 0; k < column.length; k++) {
          column[k] *= roots[i];
        }
      }
      gathered.setColumns(count++, 1, column, 0);
    }
  }

  /** Hands on what is left. */
  void flush(Consumer<Matrix> sum) {
    sum.accept(gathered.columns(0, count));
    count = 0;
  }

  /** The product of what is left with itself; for when nothing was handed on. */
  PackedSymmetric product() {
    return PackedSymmetric.ofProduct(gathered.columns(0, count));
  }

  @Override
  public void close() {
    gathered.close();
  }
}
