package org.extremum.linalg;

import java.util.Arrays;

/** Numbers in one Java array, for routines in Java. */
final class HeapStorage extends Storage {
  /** As long as an array can be in every JVM. */
  private static final long MOST = Integer.MAX_VALUE - 8L;

  private final double[] values;
  private final int base;

  private HeapStorage(double[] values, int base) {
    this.values = values;
    this.base = base;
  }

  /**
   * Zeros.
   *
   * @throws OutOfMemoryError when the heap has no memory of 8·count bytes left, or no array is so
   *     long
   */
  static HeapStorage zeros(long count) {
    return new HeapStorage(new double[arrayLength(count)], 0);
  }

  /**
   * As a length of an array.
   *
   * @throws OutOfMemoryError when no array is so long
   */
  static int arrayLength(long count) {
    if (count > MOST) {
      throw new OutOfMemoryError(
          "memory for " + count + " numbers: without native BLAS at most " + MOST + " in a matrix");
    }
    return (int) count;
  }

  /** The array that they are in, from {@link #base()} on. */
  double[] values() {
    return values;
  }

  int base() {
    return base;
  }

  private int place(long index) {
    return Math.toIntExact(base + index);
  }

  @Override
  double get(long index) {
    return values[place(index)];
  }

  @Override
  void set(long index, double value) {
    values[place(index)] = value;
  }

  @Override
  void read(long first, double[] target, int offset, int count) {
    System.arraycopy(values, place(first), target, offset, count);
  }

  @Override
  void write(long first, double[] source, int offset, int count) {
    System.arraycopy(source, offset, values, place(first), count);
  }

  @Override
  void copy(long first, Storage source, long count) {
    HeapStorage from = (HeapStorage) source;
    System.arraycopy(from.values, from.base, values, place(first), Math.toIntExact(count));
  }

  @Override
  void clear(long count) {
    Arrays.fill(values, base, place(count), 0);
  }

  @Override
  HeapStorage from(long first) {
    return first == 0 ? this : new HeapStorage(values, place(first));
  }

  @Override
  void release() {
    // The garbage collector's.
  }
}
