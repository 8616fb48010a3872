package org.extremum.training;

/**
 * Memory that a training may plan with, in bytes.
 *
 * @param task for one running task, off-heap and heap together
 * @param driver for the driver, off-heap and heap together
 * @param taskHeap the heap that a task shares
 * @param driverHeap the heap of the driver
 * @param remedy how a user raises the first two, in words
 */
public record MemoryBudget(
    long task, long driver, JavaHeap taskHeap, JavaHeap driverHeap, String remedy) {
  /** No limit is known. */
  public static final MemoryBudget UNLIMITED =
      new MemoryBudget(Long.MAX_VALUE, Long.MAX_VALUE, "use a machine with more memory");

  /** Without a limit for the heap. */
  public MemoryBudget(long task, long driver, String remedy) {
    this(task, driver, JavaHeap.UNLIMITED, JavaHeap.UNLIMITED, remedy);
  }
}
