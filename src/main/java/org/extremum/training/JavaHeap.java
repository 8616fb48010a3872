package org.extremum.training;

/**
 * The Java heap of a process, as far as a training may plan with it. Sums and factors in the making
 * are outside of it; partial results and merged ones, samples and weights are in it.
 *
 * @param bytes that may be used, what the platform needs left out
 * @param cache the most that cached samples may take of them
 * @param tasks that share them
 * @param remedy how a user raises them, in words
 */
public record JavaHeap(long bytes, long cache, int tasks, String remedy) {
  /** No limit is known. */
  public static final JavaHeap UNLIMITED =
      new JavaHeap(Long.MAX_VALUE, 0, 1, "give Java a larger heap");

  /** What is left to each task beside so many bytes of samples, should all of them be here. */
  long left(long samples) {
    return Math.max(0, bytes - Math.min(cache, samples)) / tasks;
  }
}
