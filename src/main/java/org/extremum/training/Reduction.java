package org.extremum.training;

import org.extremum.samples.OrderedMerge;
import org.extremum.samples.SampleStore;

/**
 * How the partial results of a pass come together: along the tree of {@link OrderedMerge}, from
 * process to process, or not at all where all samples are in this one.
 *
 * @param partitions of the samples, at least one
 * @param tasks that run at a time, at least one
 * @param sends whether partial results are sent
 */
public record Reduction(int partitions, int tasks, boolean sends) {
  /** That of a store. */
  static Reduction of(SampleStore store) {
    return new Reduction(store.partitions(), store.tasksAtOnce(), store.sendsResults());
  }

  /** All bytes that are sent until the merged result is on the driver. */
  double sent(long bytes) {
    return sends ? (double) bytes * OrderedMerge.sent(partitions, bytes) : 0;
  }

  /**
   * Bytes that are packed, sent and added one after the other, however many tasks run: at every
   * level of the tree those of the task that is busiest, then those that the driver fetches. A
   * level has as many tasks as groups times tiles; those of the last one run a few at a time, since
   * the driver fetches so many tiles in a job.
   *
   * @param bytes of one partial result
   * @param tiles that it is cut into
   */
  double inTurn(long bytes, int tiles) {
    if (!sends) {
      return 0;
    }
    if (bytes <= OrderedMerge.DIRECT_BYTES / partitions) {
      return (double) bytes * partitions;
    }
    double tile = (double) bytes / tiles;
    double inTurn = 0;
    int count = partitions;
    do {
      int groups = OrderedMerge.groups(count);
      long turns =
          groups > 1
              ? turns((long) tiles * groups)
              : (long) (tiles / OrderedMerge.TILES_AT_ONCE) * turns(OrderedMerge.TILES_AT_ONCE)
                  + turns(tiles % OrderedMerge.TILES_AT_ONCE);
      inTurn += turns * Math.min(count, OrderedMerge.FAN_IN) * tile;
      count = groups;
    } while (count > 1);
    return inTurn + bytes;
  }

  private long turns(long ofTasks) {
    return (ofTasks + tasks - 1) / tasks;
  }
}
