package org.extremum.spark;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.extremum.linalg.BlasThreads;

/**
 * Things with buffers for one thread each, lent to calls: their native copies of the weights thus
 * serve call after call. There are never more of them than calls at a time; their memory goes with
 * this object.
 */
final class Lending<T extends AutoCloseable> {
  private final Supplier<T> maker;
  private final Queue<T> idle = new ConcurrentLinkedQueue<>();

  Lending(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Gives a thing to {@code use}, as one task of its JVM. */
  <R> R lend(Function<T, R> use) {
    T thing = idle.poll();
    if (thing == null) {
      thing = maker.get();
    }
    boolean done = false;
    BlasThreads.taskStarted();
    try {
      R result = use.apply(thing);
      done = true;
      return result;
    } finally {
      BlasThreads.taskEnded();
      if (done) {
        idle.add(thing);
      } else {
        closeAfterFailure(thing);
      }
    }
  }

  private void closeAfterFailure(T thing) {
    try {
      thing.close();
    } catch (Exception e) {
      throw new IllegalStateException("buffers: expected to be released, got " + e, e);
    }
  }
}
