package org.extremum.samples;

import java.io.Serializable;

/**
 * All rows in k parts, every essence dealt out alike, chosen by content: equal rows are in one
 * fold.
 *
 * @param cuts for each essence the ends of the folds in ranges of the key, ascending, the last one
 *     beyond all; V × k
 */
public record KeyedFolds(long seed, RowHash.Purpose purpose, int[][] cuts) implements Serializable {
  /** k; 0 where there are no essences. */
  public int count() {
    return cuts.length == 0 ? 0 : cuts[0].length;
  }

  /** The fold of a row, 0..k-1. */
  public int of(int essence, long rowHash) {
    int bin = KeyHistogram.bin(RowHash.key(seed, purpose, rowHash));
    int fold = 0;
    while (bin >= cuts[essence][fold]) {
      fold++;
    }
    return fold;
  }

  /** The rows of a block that are in a fold. */
  public SampleBlock only(int fold, SampleBlock block) {
    return block.select(i -> of(block.essence(i), block.hash(i)) == fold);
  }

  /** The rows of a block that are in another fold. */
  public SampleBlock allBut(int fold, SampleBlock block) {
    return block.select(i -> of(block.essence(i), block.hash(i)) != fold);
  }
}
