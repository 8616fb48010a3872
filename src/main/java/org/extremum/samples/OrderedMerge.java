package org.extremum.samples;

import java.io.Serializable;
import java.util.List;

/**
 * The shape of the reduction: groups of {@link #FAN_IN} neighbours, level by level, each merged
 * from left to right. The shape depends on the number of partitions alone, so local and distributed
 * stores round alike.
 */
public final class OrderedMerge {
  /** Neighbours merged at a time: 64 partitions in two levels, 512 in three. */
  public static final int FAN_IN = 8;

  /** Partial results larger than this travel in tiles, so that no task's result comes near 1 GB. */
  public static final long TILE_BYTES = 256L << 20;

  /**
   * Finished tiles that are brought to the driver at a time, so that as many tasks merge: less than
   * the 1 GiB that Spark lets a job's results take when nothing else is set.
   */
  public static final int TILES_AT_ONCE = 3;

  /** Partial results that take no more than this together are merged on the driver. */
  public static final long DIRECT_BYTES = 32L << 20;

  private OrderedMerge() {}

  /**
   * How many results are sent from one place to another until the merged one is on the driver:
   * those of all partitions, and where they are large those of every level of the tree.
   *
   * @param partials of so many partitions, at least one
   * @param bytes of one result
   */
  public static long sent(int partials, long bytes) {
    if (bytes <= DIRECT_BYTES / partials) {
      return partials;
    }
    long sent = partials;
    int level = partials;
    do { // at least one level of merging
      level = groups(level);
      sent += level;
    } while (level > 1);
    return sent;
  }

  /**
   * Whether the results of all partitions at once take no more memory than running tasks are
   * planned with: each its own result and what is being sent of it ({@link #sendingBytes}).
   *
   * @param bytes of one result
   */
  public static boolean fitsTasks(int partitions, int tasks, long bytes) {
    return bytes <= (long) tasks * (bytes + sendingBytes(bytes)) / partitions;
  }

  /** Bytes that a task which sends a result of so many bytes holds of it a second time, at most. */
  public static long sendingBytes(long bytes) {
    return Math.min(bytes, 2 * TILE_BYTES);
  }

  /** Number of groups of a level that has {@code count} partial results. */
  public static int groups(int count) {
    return (count + FAN_IN - 1) / FAN_IN;
  }

  /** The group that partial result {@code index} of a level belongs to. */
  public static int groupOf(int index) {
    return index / FAN_IN;
  }

  /**
   * Merges partial results that are in partition order.
   *
   * @param partials at least one; the list is not modified, its elements may be consumed
   */
  public static <P extends Serializable> P all(Accumulator<P> accumulator, List<P> partials) {
    OrderedMerging<P> merging = new OrderedMerging<>(accumulator, partials.size());
    partials.forEach(merging::add);
    return merging.result();
  }
}
