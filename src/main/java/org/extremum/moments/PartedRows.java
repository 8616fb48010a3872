package org.extremum.moments;

import org.extremum.samples.SampleBlock;

/**
 * A block's rows in the order of the parts of the data that they belong to, and in each part those
 * first whose gradients are summed. Otherwise they stay in their order.
 */
final class PartedRows {
  /** Which part a row belongs to, 0 on. */
  @FunctionalInterface
  interface Parts {
    int of(int essence, long rowHash);
  }

  /** Rows from..to of the ordered block are of one part. */
  @FunctionalInterface
  interface Visitor {
    void visit(int part, int from, int to);
  }

  private final int[] order; // of rows, by their places in the block
  private final int[] ends; // of group 2p, part p's chosen rows, and of 2p + 1, its others

  private PartedRows(int[] order, int[] ends) {
    this.order = order;
    this.ends = ends;
  }

  /**
   * @param count number of parts
   */
  static PartedRows of(SampleBlock block, int count, Parts parts, GradientRows chosen) {
    int[] group = new int[block.size()];
    int[] ends = new int[2 * count];
    for (int i = 0; i < group.length; i++) {
      int essence = block.essence(i);
      long hash = block.hash(i);
      group[i] = 2 * parts.of(essence, hash) + (chosen.contains(essence, hash) ? 0 : 1);
      ends[group[i]]++;
    }
    for (int g = 1; g < ends.length; g++) {
      ends[g] += ends[g - 1];
    }
    int[] order = new int[group.length];
    int[] next = ends.clone();
    for (int i = group.length - 1; i >= 0; i--) { // from the end of each group: stable
      order[--next[group[i]]] = i;
    }
    return new PartedRows(order, ends);
  }

  /** The block's rows in this order. */
  SampleBlock of(SampleBlock block) {
    return block.select(order);
  }

  int from(int part) {
    return part == 0 ? 0 : ends[2 * part - 1];
  }

  int to(int part) {
    return ends[2 * part + 1];
  }

  int chosenTo(int part) {
    return ends[2 * part];
  }

  /** Whether the gradient of a row is summed, by its place in this order. */
  boolean isChosen(int place) {
    int group = 0;
    while (ends[group] <= place) {
      group++;
    }
    return group % 2 == 0;
  }

  /** All rows of each part. */
  void forEachPart(Visitor visitor) {
    for (int p = 0; 2 * p < ends.length; p++) {
      visitor.visit(p, from(p), to(p));
    }
  }

  /** The rows whose gradients are summed, of each part that has any. */
  void forEachChosen(Visitor visitor) {
    for (int p = 0; 2 * p < ends.length; p++) {
      if (from(p) < chosenTo(p)) {
        visitor.visit(p, from(p), chosenTo(p));
      }
    }
  }
}
