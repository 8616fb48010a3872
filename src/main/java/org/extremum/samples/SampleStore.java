package org.extremum.samples;

import java.io.Serializable;

/** The port to the samples: blocks in ordered partitions, and one verb over them. */
public interface SampleStore {
  /** Number of coordinates m of a surface, as this store presents it. */
  int features();

  /** Number of partitions; the result's bits depend on it, nothing else of the layout shows. */
  int partitions();

  /**
   * One pass over all blocks.
   *
   * @return the merged result, the accumulator's empty result where there are no samples
   */
  <P extends Serializable> P aggregate(Accumulator<P> accumulator);

  /**
   * The same samples seen through a transformation of blocks, applied anew in every pass.
   *
   * @param features coordinates of a surface after the transformation
   */
  SampleStore view(int features, BlockTransformation transformation);

  /** What is done to a block on its way into a pass; the block itself is not modified. */
  @FunctionalInterface
  interface BlockTransformation extends Serializable {
    SampleBlock apply(SampleBlock block);
  }
}
