package org.extremum.moments;

import java.util.function.Consumer;
import org.extremum.linalg.Matrix;

/**
 * Columns of a small part of the samples, gathered from block to block until there are enough for a
 * SYRK: the square it adds to passes through memory once for each, however few columns there are. A
 * held-out tenth of a block of a thousand took as long as a third of the block.
 */
final class GatheredColumns implements AutoCloseable {
  private static final int MOST_COLUMNS = 512;
  private static final long MOST_BYTES = 64L << 20;

  private final int rows;
  private final int capacity;
  private Matrix gathered; // rows × capacity, null until columns come
  private int count;

  GatheredColumns(int rows) {
    this.rows = rows;
    this.capacity = capacity(rows);
  }

  /** Columns gathered at most; half as many are handed on as they are. */
  private static int capacity(int rows) {
    return (int) Math.max(1, Math.min(MOST_COLUMNS, MOST_BYTES / (8L * rows)));
  }

  /** Bytes of memory. */
  static long bytes(int rows) {
    return 8L * capacity(rows) * rows;
  }

  /**
   * Hands many columns on at once, and few ones later.
   *
   * @param columns copied where they are not handed on
   */
  void add(Matrix columns, Consumer<Matrix> sum) {
    int more = columns.columns();
    if (2 * more >= capacity) {
      sum.accept(columns);
      return;
    }
    if (count + more > capacity) {
      flush(sum);
    }
    if (gathered == null) {
      gathered = Matrix.zeros(rows, capacity);
    }
    gathered.setColumns(count, columns);
    count += more;
  }

  /** Hands on what is gathered. */
  void flush(Consumer<Matrix> sum) {
    if (count > 0) {
      sum.accept(gathered.columns(0, count));
      count = 0;
    }
  }

  @Override
  public void close() {
    if (gathered != null) {
      gathered.close();
    }
  }
}
