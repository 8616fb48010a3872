package org.extremum.samples;

import java.io.Serializable;

/**
 * Other surfaces computed for blocks, with buffers that serve block after block. Immutable; it is
 * sent to where the blocks are. A block that is computed again must come out with the same bits.
 */
public interface BlockComputation extends Serializable {
  /** Coordinates of a surface that comes out. */
  int features();

  /** Ready for the blocks of one partition, in the task that has them. */
  Running begin();

  /** Used by one thread, and closed when the blocks are done or on failure. */
  interface Running extends AutoCloseable {
    /** The block with its new surfaces, in memory of its own; the block given is not modified. */
    SampleBlock apply(SampleBlock block);

    /** Releases working memory. */
    @Override
    void close();
  }
}
