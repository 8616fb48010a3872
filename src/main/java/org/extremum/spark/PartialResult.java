package org.extremum.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.broadcast.Broadcast;
import org.extremum.linalg.BlasThreads;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore.BlockTransformation;

/** What one task of a pass does: feeds the blocks of its partition to the accumulator. */
final class PartialResult<P extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shipped<Accumulator<P>>> shipped;
  private final BlockTransformation transformation;
  private final long[] digests; // one for each partition as it was first read, or null

  PartialResult(
      Broadcast<Shipped<Accumulator<P>>> shipped,
      BlockTransformation transformation,
      long[] digests) {
    this.shipped = shipped;
    this.transformation = transformation;
    this.digests = digests;
  }

  /**
   * The partial result of one partition.
   *
   * @throws InputChangedException when its blocks are not those that were read first
   */
  P of(int partition, Iterator<SampleBlock> blocks) {
    Accumulator<P> accumulator = shipped.value().value();
    BlasThreads.taskStarted();
    try (Accumulator.Running<P> running = accumulator.begin()) {
      BlockDigest digest = new BlockDigest();
      while (blocks.hasNext()) {
        SampleBlock block = blocks.next();
        digest.add(block);
        running.add(transformation.apply(block));
      }
      if (digests != null && digests[partition] != digest.value()) {
        throw new InputChangedException(partition);
      }
      return running.finish();
    } finally {
      BlasThreads.taskEnded();
    }
  }
}
