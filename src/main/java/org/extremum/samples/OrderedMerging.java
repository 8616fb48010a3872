package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link OrderedMerge}'s reduction while partial results arrive in partition order: it holds one
 * merged result for each level of the tree, however many partitions there are.
 */
final class OrderedMerging<P extends Serializable> {
  private final Accumulator<P> accumulator;
  private final List<P> merged = new ArrayList<>(); // by level, null: none yet
  private final int[] counts; // of what is merged there

  /**
   * @param partials how many there will be, at least one
   */
  OrderedMerging(Accumulator<P> accumulator, int partials) {
    this.accumulator = accumulator;
    int levels = 1;
    for (int count = partials; count > 1; count = OrderedMerge.groups(count)) {
      levels++;
    }
    this.counts = new int[levels];
    for (int level = 0; level < levels; level++) {
      merged.add(null);
    }
  }

  /** Takes over the next partial result. */
  void add(P partial) {
    add(0, partial);
  }

  private void add(int level, P partial) {
    P before = merged.get(level);
    merged.set(level, before == null ? partial : accumulator.merge(before, partial));
    counts[level]++;
    if (counts[level] == OrderedMerge.FAN_IN) {
      raise(level);
    }
  }

  /** A group is complete: its result is one of the level above. */
  private void raise(int level) {
    P group = merged.set(level, null);
    counts[level] = 0;
    add(level + 1, group);
  }

  /** The result of all, once all were added. */
  P result() {
    int top = counts.length - 1;
    for (int level = 0; level < top; level++) {
      if (counts[level] > 0) {
        raise(level);
      }
    }
    return merged.get(top);
  }
}
