package org.extremum.spark;

import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/** A digest of blocks in their order: contents, essences, weights, positions, block boundaries. */
final class BlockDigest {
  private long state;

  void add(SampleBlock block) {
    int size = block.size();
    state = RowHash.mix(state + size);
    for (int i = 0; i < size; i++) {
      long essence = RowHash.mix(Double.doubleToLongBits(block.weight(i)) + block.essence(i));
      state = RowHash.mix(state ^ block.hash(i) ^ RowHash.mix(block.position(i) + essence));
    }
  }

  long value() {
    return state;
  }
}
