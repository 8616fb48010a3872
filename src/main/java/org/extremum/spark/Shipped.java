package org.extremum.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An immutable object on its way to executors in a broadcast: opened once in each JVM and shared by
 * its tasks. Close it when the broadcast has been destroyed, or could not be.
 */
final class Shipped<T extends Serializable> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** What stays in this JVM, by its number. */
  private static final Map<Long, Object> HERE = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Parcel<T> parcel; // null: it is here
  private final long number;
  private transient T value;

  Shipped(T value) {
    this(Parcel.of(value), 0, null);
  }

  private Shipped(Parcel<T> parcel, long number, T value) {
    this.parcel = parcel;
    this.number = number;
    this.value = value;
  }

  /**
   * For tasks that run in this JVM (master local[…]): a number travels, not a copy. Packing,
   * compressing and opening the weights of 4000 neurons for each pass took longer than some passes.
   */
  static <T extends Serializable> Shipped<T> here(T value) {
    long number = NUMBERS.incrementAndGet();
    HERE.put(number, value);
    return new Shipped<>(null, number, value);
  }

  /** How many objects stay in this JVM for tasks. */
  static int staying() {
    return HERE.size();
  }

  @SuppressWarnings("unchecked") // put there under this number
  synchronized T value() {
    if (value == null) {
      value = parcel == null ? (T) HERE.get(number) : parcel.open();
      if (value == null) {
        throw new IllegalStateException(
            "broadcast " + number + ": expected it in this JVM, got nothing; it was closed");
      }
    }
    return value;
  }

  @Override
  public void close() {
    HERE.remove(number);
  }
}
