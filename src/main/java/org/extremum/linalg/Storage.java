package org.extremum.linalg;

/**
 * The numbers of a matrix, where the routines of a {@link Kernel} find them: outside the Java heap
 * for native ones. An abstract class and not an interface, since reading one number has to be
 * cheap.
 */
abstract class Storage {
  abstract double get(long index);

  abstract void set(long index, double value);

  /** Copies {@code count} numbers from {@code first} on into {@code target} at {@code offset}. */
  abstract void read(long first, double[] target, int offset, int count);

  /** Overwrites {@code count} numbers from {@code first} on from {@code source}. */
  abstract void write(long first, double[] source, int offset, int count);

  /**
   * Overwrites {@code count} numbers from {@code first} on by the first ones of another storage.
   */
  abstract void copy(long first, Storage source, long count);

  /** Sets the first {@code count} numbers to zero. */
  abstract void clear(long count);

  /** The numbers from {@code first} on, shared; they live no longer than this storage does. */
  abstract Storage from(long first);

  /** Gives the memory back, where it does not go by itself. */
  abstract void release();
}
