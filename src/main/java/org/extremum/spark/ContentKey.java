package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.Partitioner;
import org.extremum.samples.RowHash;

/**
 * What a row is sorted by where its place in the input means nothing: its content. Rows of equal
 * keys are equal (up to collisions of 64-bit hashes with equal essence and weight), so their order
 * does not matter. Not a record: Kryo, where it is set, cannot fill those.
 */
final class ContentKey implements Serializable, Comparable<ContentKey> {
  private static final long serialVersionUID = 1L;

  private final long hash;
  private final int essence;
  private final double weight;
  private final int stored; // values: a dense and a sparse row of equal content are told apart

  ContentKey(Reading reading) {
    this.hash = reading.hash();
    this.essence = reading.essence();
    this.weight = reading.weight();
    this.stored = reading.surface().numActives();
  }

  @Override
  public int compareTo(ContentKey other) {
    int order = Long.compare(hash, other.hash);
    if (order == 0) {
      order = Integer.compare(essence, other.essence);
    }
    if (order == 0) {
      order = Double.compare(weight, other.weight);
    }
    return order != 0 ? order : Integer.compare(stored, other.stored);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentKey key && compareTo(key) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  /** Spreads rows over partitions by their surfaces' hashes. */
  static final class ByHash extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int count;

    ByHash(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (int) Long.remainderUnsigned(RowHash.mix(((ContentKey) key).hash), count);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByHash byHash && byHash.count == count;
    }

    @Override
    public int hashCode() {
      return count;
    }
  }
}
