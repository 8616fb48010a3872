package org.extremum.spark;

import java.io.Serializable;

/**
 * An immutable object on its way to executors in a broadcast: opened once in each JVM and shared by
 * its tasks.
 */
final class Shipped<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Parcel<T> parcel;
  private transient T value;

  Shipped(T value) {
    this.parcel = Parcel.of(value);
  }

  synchronized T value() {
    if (value == null) {
      value = parcel.open();
    }
    return value;
  }
}
