package org.extremum.samples;

import java.io.Serializable;
import java.util.List;

/**
 * A monoid over blocks of samples: what one pass over the data computes. Immutable and
 * serialisable; it is sent to where the blocks are, while running sums are born there.
 *
 * <p>Laws, held by one contract test for every accumulator: merging with the result over no samples
 * changes nothing, merging is associative up to rounding, and the result over blocks equals the
 * merged results over any split of them, up to rounding. Merging is always done in partition order,
 * along {@link OrderedMerge}'s tree, so it need not be commutative.
 *
 * @param <P> the partial result that travels
 */
public interface Accumulator<P extends Serializable> extends Serializable {
  /** What the pass is, for progress lines and job descriptions, such as "moments". */
  String name();

  /** An empty running result, in the task that will feed it. */
  Running<P> begin();

  /**
   * Merges two partial results.
   *
   * @param left the result of earlier partitions; may be modified and returned
   * @param right the result of later partitions; may be consumed
   */
  P merge(P left, P right);

  /** About how many bytes one partial result takes on the wire; decides how it is reduced. */
  default long wireBytes() {
    return 1 << 10;
  }

  /** About how many bytes of working memory one running result takes beside its blocks. */
  default long runningBytes() {
    return wireBytes();
  }

  /**
   * Into how many tiles a partial result is cut for travel; fixed by the accumulator's shape, never
   * by the data. More than one only for results that {@link #merge} tile by tile.
   */
  default int tiles() {
    return 1;
  }

  /**
   * Cuts a partial result into {@link #tiles()} partial results that merge independently.
   *
   * @param whole must not change while tiles are taken from the list
   * @return a list that may cut each tile anew whenever it is asked for, and not be modified
   */
  default List<P> split(P whole) {
    return List.of(whole);
  }

  /**
   * Undoes {@link #split}: the whole result of merged tiles, in order.
   *
   * @param tiles may be modified and consumed
   */
  default P join(List<P> tiles) {
    return tiles.get(0);
  }

  /** A result in the making; used by one thread, closed after {@link #finish()} or on failure. */
  interface Running<P> extends AutoCloseable {
    /** Takes in one block; the block is not modified. */
    void add(SampleBlock block);

    /** The result over all blocks taken in; called once. */
    P finish();

    /** Releases working memory. */
    @Override
    default void close() {}
  }
}
