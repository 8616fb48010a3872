package org.extremum.linalg;

import java.lang.ref.Reference;
import java.util.Objects;

/**
 * A dense column-major matrix outside the Java heap, so that native routines work on it in place
 * (in the heap where these cannot be loaded).
 *
 * <p>Memory is released by {@link #close()}, or when the matrix becomes unreachable. A view made by
 * {@link #columns(int, int)} shares the memory of its parent and keeps it alive; closing a view
 * does nothing. Not thread-safe for writing.
 */
public final class Matrix implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final Storage data;
  private final Matrix parent;

  private Matrix(int rows, int columns, Storage data, Matrix parent) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
    this.parent = parent;
  }

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException when a dimension is negative
   * @throws OutOfMemoryError when the system has no memory of 8·rows·columns bytes left
   */
  public static Matrix zeros(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "matrix dimensions: expected non-negative, got " + rows + " x " + columns);
    }
    long count = Math.max(1L, (long) rows * columns);
    return new Matrix(rows, columns, NativeLibrary.kernel().allocate(count), null);
  }

  /** A matrix of the given rows (each of the same length), copied. */
  public static Matrix ofRows(double[]... rows) {
    Matrix matrix = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != matrix.columns) {
        throw new IllegalArgumentException(
            "matrix row " + i + ": expected " + matrix.columns + " values, got " + rows[i].length);
      }
      for (int j = 0; j < matrix.columns; j++) {
        matrix.set(i, j, rows[i][j]);
      }
    }
    return matrix;
  }

  /** A rows × columns matrix of column-major values, copied. */
  public static Matrix ofColumnMajor(int rows, int columns, double[] values) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "matrix values: expected " + (long) rows * columns + ", got " + values.length);
    }
    Matrix matrix = zeros(rows, columns);
    matrix.setColumns(0, columns, values, 0);
    return matrix;
  }

  /** The identity of the given order. */
  public static Matrix identity(int order) {
    Matrix matrix = zeros(order, order);
    for (int i = 0; i < order; i++) {
      matrix.set(i, i, 1);
    }
    return matrix;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Number of entries, rows·columns. */
  public long size() {
    return (long) rows * columns;
  }

  /** Entry (i, j); no bounds check beyond the whole storage's. */
  public double get(int i, int j) {
    return data.get(i + (long) j * rows);
  }

  /** Sets entry (i, j); no bounds check beyond the whole storage's. */
  public void set(int i, int j, double value) {
    data.set(i + (long) j * rows, value);
  }

  /**
   * Copies {@code count} whole columns from {@code first} on into {@code target} at {@code offset}.
   */
  public void getColumns(int first, int count, double[] target, int offset) {
    checkColumns(first, first + count);
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, count), target.length);
    if (rows > 0 && count > 0) {
      data.read((long) first * rows, target, offset, Math.multiplyExact(rows, count));
    }
  }

  /** Copies the first {@code count} entries of column {@code j} into {@code target}. */
  void getTop(int j, int count, double[] target, int offset) {
    checkColumns(j, j + 1);
    Objects.checkFromIndexSize(0, count, rows);
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count > 0) {
      data.read((long) j * rows, target, offset, count);
    }
  }

  /**
   * Overwrites {@code count} whole columns from {@code first} on from {@code source} at {@code
   * offset}.
   */
  public void setColumns(int first, int count, double[] source, int offset) {
    checkColumns(first, first + count);
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, count), source.length);
    if (rows > 0 && count > 0) {
      data.write((long) first * rows, source, offset, Math.multiplyExact(rows, count));
    }
  }

  /**
   * Overwrites the columns from {@code first} on by all columns of {@code source}, outside the
   * heap.
   *
   * @param source as many rows as this; not modified, must not overlap the columns written
   */
  public void setColumns(int first, Matrix source) {
    if (source.rows != rows) {
      throw new IllegalArgumentException(
          "columns to copy: expected " + rows + " rows, got a " + source);
    }
    checkColumns(first, first + source.columns);
    if (source.size() > 0) {
      data.copy((long) first * rows, source.data, source.size());
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(this);
    }
  }

  /** Column {@code j}, copied. */
  public double[] column(int j) {
    double[] values = new double[rows];
    getColumns(j, 1, values, 0);
    return values;
  }

  /** All values in column-major order, copied. */
  public double[] toArray() {
    double[] values = new double[Math.toIntExact(size())];
    getColumns(0, columns, values, 0);
    return values;
  }

  /** A view of columns {@code from} (inclusive) to {@code to} (exclusive); shares this memory. */
  public Matrix columns(int from, int to) {
    checkColumns(from, to);
    return new Matrix(rows, to - from, data.from((long) from * rows), this);
  }

  /** An independent copy. */
  public Matrix copy() {
    Matrix copy = zeros(rows, columns);
    copy.data.copy(0, data, size());
    Reference.reachabilityFence(this);
    return copy;
  }

  /** The transpose, as a new matrix. */
  public Matrix transpose() {
    Matrix transposed = zeros(columns, rows);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        transposed.set(j, i, get(i, j));
      }
    }
    return transposed;
  }

  /** Sets every entry to zero. */
  public void clear() {
    data.clear(size());
    Reference.reachabilityFence(this);
  }

  /** The numbers in column-major order, for the routines of this package. */
  Storage storage() {
    return data;
  }

  /**
   * The numbers from entry {@code offset} (column-major) on; this must stay reachable meanwhile.
   */
  Storage storage(long offset) {
    return data.from(offset);
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
  }

  @Override
  public String toString() {
    return rows + " x " + columns + " matrix";
  }
}
