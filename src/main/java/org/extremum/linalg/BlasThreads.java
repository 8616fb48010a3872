package org.extremum.linalg;

import java.util.function.Supplier;

/**
 * Shares the cores of one JVM between tasks (one BLAS thread each) and the driver's own solves (all
 * cores, but only while no task runs here: oversubscription is ruinous, a factor of ten and more).
 */
public final class BlasThreads {
  private static final Object LOCK = new Object();
  private static int tasks;
  private static int solves;

  private BlasThreads() {}

  /** To be called when a task of this JVM starts to use BLAS; balanced by {@link #taskEnded()}. */
  public static void taskStarted() {
    synchronized (LOCK) {
      tasks++;
      if (tasks == 1) {
        NativeLibrary.setThreads(1);
      }
    }
  }

  /** Balances {@link #taskStarted()}. */
  public static void taskEnded() {
    synchronized (LOCK) {
      tasks--;
    }
  }

  /**
   * Runs a solve with all cores, or with one thread while tasks or other solves run in this JVM.
   */
  public static <T> T onAllCores(Supplier<T> solve) {
    synchronized (LOCK) {
      solves++;
      if (tasks == 0 && solves == 1) {
        NativeLibrary.setThreads(driverThreads());
      }
    }
    try {
      return solve.get();
    } finally {
      synchronized (LOCK) {
        solves--;
        if (solves == 0) {
          NativeLibrary.setThreads(1);
        }
      }
    }
  }

  /** Threads of a solve on an otherwise idle driver. */
  public static int driverThreads() {
    return Runtime.getRuntime().availableProcessors();
  }
}
