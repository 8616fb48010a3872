package org.extremum.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.extremum.linalg.BlasThreads;
import org.extremum.samples.BlockComputation;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore.BlockTransformation;

/**
 * The blocks of a partition with other surfaces, each computed when it is asked for: what Spark
 * does not keep is let go block by block.
 */
final class ComputedBlocks implements Iterator<SampleBlock> {
  private final int partition;
  private final Iterator<SampleBlock> blocks;
  private final BlockTransformation transformation;
  private final long expected;
  private final boolean checked;
  private final BlockDigest digest = new BlockDigest();
  private BlockComputation.Running computation; // null: closed

  /**
   * @param digests one for each partition as it was first read, or null
   */
  private ComputedBlocks(
      int partition,
      Iterator<SampleBlock> blocks,
      BlockTransformation transformation,
      long[] digests,
      BlockComputation computation) {
    this.partition = partition;
    this.blocks = blocks;
    this.transformation = transformation;
    this.checked = digests != null;
    this.expected = checked ? digests[partition] : 0;
    this.computation = computation.begin();
    TaskCompletionListener ended = task -> release();
    TaskContext.get().addTaskCompletionListener(ended);
  }

  /**
   * Those of all partitions, computed by tasks.
   *
   * @param blocks as they were read
   * @param transformation of the blocks before that
   * @param digests one for each partition as it was first read, or null
   */
  static JavaRDD<SampleBlock> of(
      JavaRDD<SampleBlock> blocks,
      BlockTransformation transformation,
      long[] digests,
      Broadcast<Shipped<BlockComputation>> shipped) {
    return blocks.mapPartitionsWithIndex(
        (index, of) ->
            new ComputedBlocks(index, of, transformation, digests, shipped.value().value()),
        true);
  }

  /**
   * @throws InputChangedException at the end, when the blocks are not those that were read first
   */
  @Override
  public boolean hasNext() {
    if (blocks.hasNext()) {
      return true;
    }
    release();
    if (checked && expected != digest.value()) {
      throw new InputChangedException(partition);
    }
    return false;
  }

  @Override
  public SampleBlock next() {
    if (computation == null || !blocks.hasNext()) {
      throw new NoSuchElementException("blocks of partition " + partition);
    }
    SampleBlock block = blocks.next();
    digest.add(block);
    BlasThreads.taskStarted();
    try {
      return computation.apply(transformation.apply(block));
    } finally {
      BlasThreads.taskEnded();
    }
  }

  private void release() {
    if (computation != null) {
      computation.close();
      computation = null;
    }
  }
}
