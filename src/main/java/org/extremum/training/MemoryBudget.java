package org.extremum.training;

/**
 * Memory that a training may plan with, in bytes.
 *
 * @param task for one running task, off-heap and heap together
 * @param driver for the driver, off-heap and heap together
 * @param remedy how a user raises them, in words
 */
public record MemoryBudget(long task, long driver, String remedy) {
  /** No limit is known. */
  public static final MemoryBudget UNLIMITED =
      new MemoryBudget(Long.MAX_VALUE, Long.MAX_VALUE, "use a machine with more memory");
}
