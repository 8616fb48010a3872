package org.extremum.linalg;

import java.util.stream.IntStream;

/**
 * Loops over the entries of large matrices, cut into neighbouring ranges: one for each thread that
 * the BLAS has here, so one in a task and all cores in {@link BlasThreads#onAllCores}. No entry may
 * depend on another, so that the cut does not show in the bits.
 */
public final class Ranges {
  /** Entries below which threads cost more than they save. */
  private static final int SMALL = 1 << 15;

  private Ranges() {}

  /** Does its part of a loop. */
  @FunctionalInterface
  public interface Body {
    /** From {@code from} (inclusive) to {@code to} (exclusive). */
    void run(int from, int to);
  }

  /**
   * Runs a loop whose rounds cost about the same.
   *
   * @param count rounds
   * @param each entries that a round looks at
   */
  public static void run(int count, int each, Body body) {
    int threads = Math.min(NativeLibrary.threads(), count);
    if (threads <= 1 || (long) count * each < SMALL) {
      body.run(0, count);
      return;
    }
    IntStream.range(0, threads)
        .parallel()
        .forEach(part -> body.run(cut(count, part, threads), cut(count, part + 1, threads)));
  }

  private static int cut(int count, int part, int threads) {
    return (int) ((long) count * part / threads);
  }
}
