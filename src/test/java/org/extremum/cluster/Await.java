package org.extremum.cluster;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for other processes, which tell nobody when they are there. */
final class Await {
  private static final long PATIENCE_SECONDS = 240;
  private static final long PAUSE_MILLISECONDS = 50;

  private Await() {}

  /**
   * Asks again and again until it is so.
   *
   * @throws AssertionError when it is not so within minutes
   */
  static void until(String what, BooleanSupplier isSo) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain for " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }
}
