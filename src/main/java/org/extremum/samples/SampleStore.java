package org.extremum.samples;

import java.io.Serializable;

/** The port to the samples: blocks in ordered partitions, and one verb over them. */
public interface SampleStore {
  /** Number of coordinates m of a surface, as this store presents it. */
  int features();

  /** Number of partitions; the result's bits depend on it, nothing else of the layout shows. */
  int partitions();

  /** About how many partitions are worked on at a time, for estimates; never for results. */
  default int tasksAtOnce() {
    return 1;
  }

  /** Whether partial results travel from process to process, for estimates; never for results. */
  default boolean sendsResults() {
    return false;
  }

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

  /**
   * The same samples with surfaces that are computed once, in the first pass or before it, and stay
   * in memory for the passes to come: {@link SampleBlock#denseBytes} of it. What memory has no
   * place for, or is lost, is computed again; results have the same bits either way, which are
   * those of a view that computes in every pass.
   */
  KeptSampleStore kept(BlockComputation computation);

  /** How messages name the sample at a position: by its row in the input, counted from 1. */
  default String rowName(long position) {
    int partition = SampleBlock.partitionOf(position);
    String row = "row " + (SampleBlock.rowOf(position) + 1);
    return partition == 0 ? row : row + " of partition " + (partition + 1);
  }

  /** What is done to a block on its way into a pass; the block itself is not modified. */
  @FunctionalInterface
  interface BlockTransformation extends Serializable {
    SampleBlock apply(SampleBlock block);
  }
}
