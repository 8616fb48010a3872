package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** An object in a broadcast of its own, for jobs that run until this is closed. */
final class Sent<T extends Serializable> implements AutoCloseable {
  private final Shipped<T> parcel;
  private final Broadcast<Shipped<T>> broadcast;

  private Sent(Shipped<T> parcel, Broadcast<Shipped<T>> broadcast) {
    this.parcel = parcel;
    this.broadcast = broadcast;
  }

  /**
   * Sends.
   *
   * @param here whether the jobs' tasks run in this JVM
   */
  static <T extends Serializable> Sent<T> by(JavaSparkContext context, T value, boolean here) {
    Shipped<T> parcel = here ? Shipped.here(value) : new Shipped<>(value);
    try {
      return new Sent<>(parcel, context.broadcast(parcel));
    } catch (RuntimeException | Error e) {
      parcel.close();
      throw e;
    }
  }

  Broadcast<Shipped<T>> broadcast() {
    return broadcast;
  }

  /** The parcel in any case: of a context that was stopped nothing is destroyed. */
  @Override
  public void close() {
    try (parcel) {
      broadcast.destroy();
    }
  }
}
