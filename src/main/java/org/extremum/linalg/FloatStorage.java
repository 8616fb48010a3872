package org.extremum.linalg;

/** {@link Storage} of single precision. */
abstract class FloatStorage {
  /** Copies {@code count} numbers from {@code first} on into {@code target} at {@code offset}. */
  abstract void read(long first, float[] target, int offset, int count);

  /** Overwrites {@code count} numbers from {@code first} on from {@code source}. */
  abstract void write(long first, float[] source, int offset, int count);

  /** The numbers from {@code first} on, shared; they live no longer than this storage does. */
  abstract FloatStorage from(long first);

  /** Gives the memory back, where it does not go by itself. */
  abstract void release();

  /** In a Java array, for routines in Java. */
  static final class Heap extends FloatStorage {
    private final float[] values;
    private final int base;

    private Heap(float[] values, int base) {
      this.values = values;
      this.base = base;
    }

    /**
     * Zeros.
     *
     * @throws OutOfMemoryError when the heap has no memory of 4·count bytes left, or no array is so
     *     long
     */
    static Heap zeros(long count) {
      return new Heap(new float[HeapStorage.arrayLength(count)], 0);
    }

    float[] values() {
      return values;
    }

    int base() {
      return base;
    }

    private int place(long index) {
      return Math.toIntExact(base + index);
    }

    @Override
    void read(long first, float[] target, int offset, int count) {
      System.arraycopy(values, place(first), target, offset, count);
    }

    @Override
    void write(long first, float[] source, int offset, int count) {
      System.arraycopy(source, offset, values, place(first), count);
    }

    @Override
    Heap from(long first) {
      return new Heap(values, place(first));
    }

    @Override
    void release() {
      // The garbage collector's.
    }
  }
}
