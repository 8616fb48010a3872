package org.extremum.spark;

import org.apache.spark.Partitioner;
import org.extremum.samples.OrderedMerge;

/**
 * Where a tile of a partial result goes in one level of the merge: keys are (tile, index) in one
 * long, ordered by it, and each group of neighbours of each tile has a partition of its own.
 */
final class TileKeys extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int tiles;
  private final int groups;

  /**
   * @param count partial results of the level, each in {@code tiles} tiles
   */
  TileKeys(int tiles, int count) {
    this.tiles = tiles;
    this.groups = OrderedMerge.groups(count);
  }

  static long key(int tile, int index) {
    return (long) tile << 32 | index;
  }

  static int tile(long key) {
    return (int) (key >>> 32);
  }

  static int index(long key) {
    return (int) key;
  }

  @Override
  public int numPartitions() {
    return Math.multiplyExact(tiles, groups);
  }

  @Override
  public int getPartition(Object key) {
    long k = (Long) key;
    return tile(k) * groups + OrderedMerge.groupOf(index(k));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TileKeys t && t.tiles == tiles && t.groups == groups;
  }

  @Override
  public int hashCode() {
    return 31 * tiles + groups;
  }
}
