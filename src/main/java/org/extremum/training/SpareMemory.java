package org.extremum.training;

import org.extremum.samples.SampleBlock;

/**
 * Memory that a training leaves for what is kept between passes, in all processes where tasks run.
 *
 * @param bytes beside the samples
 */
record SpareMemory(long bytes) {
  /** Nothing is kept. */
  static final SpareMemory NONE = new SpareMemory(0);

  /** The longest Java array. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * What is left of Spark's share of the heap for cached blocks, as far as the rest of the plan has
   * room beside it; half of that room where the samples are the driver's own. What the driver plans
   * with stands for what any process holds meanwhile: in one JVM it is there, and executors hold
   * less while their passes have small results.
   *
   * @param tasksAtOnce in all processes
   */
  static SpareMemory beside(MemoryPlan plan, MemoryBudget budget, int tasksAtOnce) {
    JavaHeap heap = budget.taskHeap();
    long room = Math.max(0, heap.bytes() - plan.driverHeap());
    long most = heap.cache() > 0 ? Math.min(heap.cache(), room) : room / 2;
    double processes = Math.max(1, tasksAtOnce / heap.tasks());
    return new SpareMemory((long) Math.max(0, most * processes - plan.samples()));
  }

  /**
   * Whether so many samples may be kept at other surfaces.
   *
   * @param blockSize samples in a block, which is one array
   */
  boolean holds(long samples, int features, int blockSize) {
    return (long) blockSize * features <= LONGEST_ARRAY
        && SampleBlock.denseBytes(samples, features) <= bytes;
  }
}
