package org.extremum.linalg;

import java.lang.ref.Reference;
import java.util.Objects;

/**
 * A dense column-major matrix of single precision, where the routines of {@link Blas} find it; for
 * products that are summed on in double precision ({@link FloatProduct}). Memory as of {@link
 * Matrix}, half as much.
 */
public final class FloatMatrix implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final FloatStorage data;
  private final FloatMatrix parent;

  private FloatMatrix(int rows, int columns, FloatStorage data, FloatMatrix parent) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
    this.parent = parent;
  }

  /**
   * A matrix of zeros.
   *
   * @throws OutOfMemoryError when the system has no memory of 4·rows·columns bytes left
   */
  public static FloatMatrix zeros(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "matrix dimensions: expected non-negative, got " + rows + " x " + columns);
    }
    long count = Math.max(1L, (long) rows * columns);
    return new FloatMatrix(rows, columns, NativeLibrary.kernel().allocateFloats(count), null);
  }

  /** The nearest numbers to those of {@code matrix}, as a new matrix. */
  public static FloatMatrix of(Matrix matrix) {
    FloatMatrix rounded = zeros(matrix.rows(), matrix.columns());
    double[] column = new double[matrix.rows()];
    for (int j = 0; j < matrix.columns(); j++) {
      matrix.getColumns(j, 1, column, 0);
      rounded.setColumn(j, column, 0);
    }
    return rounded;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Copies the first {@code count} entries of column {@code j} into {@code target}. */
  public void getTop(int j, int count, float[] target) {
    checkColumns(j, j + 1);
    Objects.checkFromIndexSize(0, count, rows);
    Objects.checkFromIndexSize(0, count, target.length);
    if (count > 0) {
      data.read((long) j * rows, target, 0, count);
    }
  }

  /** Overwrites column {@code j} by the first numbers of {@code source}. */
  public void setColumn(int j, float[] source) {
    checkColumns(j, j + 1);
    Objects.checkFromIndexSize(0, rows, source.length);
    if (rows > 0) {
      data.write((long) j * rows, source, 0, rows);
    }
  }

  /** Overwrites column {@code j} by the nearest numbers to those of {@code source} from offset. */
  public void setColumn(int j, double[] source, int offset) {
    float[] rounded = new float[rows];
    for (int i = 0; i < rows; i++) {
      rounded[i] = (float) source[offset + i];
    }
    setColumn(j, rounded);
  }

  /** A view of columns {@code from} (inclusive) to {@code to} (exclusive); shares this memory. */
  public FloatMatrix columns(int from, int to) {
    checkColumns(from, to);
    return new FloatMatrix(rows, to - from, data.from((long) from * rows), this);
  }

  FloatStorage storage() {
    return data;
  }

  private void checkColumns(int from, int to) {
    if (from < 0 || to < from || to > columns) {
      throw new IndexOutOfBoundsException(
          "columns " + from + " until " + to + " of a " + rows + " x " + columns + " matrix");
    }
  }

  /** Releases the memory; the matrix and its views must not be used afterwards. */
  @Override
  public void close() {
    if (parent == null) {
      data.release();
    }
    Reference.reachabilityFence(this);
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " matrix of single precision";
  }
}
