package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.BlasThreads;

/**
 * Samples in this JVM's memory, passed over in this thread: for tests, and for data so few that
 * tasks would take longer to start than to do their work.
 */
public final class LocalSampleStore implements SampleStore {
  private final int features;
  private final List<List<SampleBlock>> partitions;
  private final BlockTransformation transformation;
  private final boolean allCores;

  /** A store of the given blocks, one list for each partition (at least one partition). */
  public LocalSampleStore(int features, List<List<SampleBlock>> partitions) {
    this(features, partitions, block -> block, false);
  }

  private LocalSampleStore(
      int features,
      List<List<SampleBlock>> partitions,
      BlockTransformation transformation,
      boolean allCores) {
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("sample store: expected at least one partition, got none");
    }
    this.features = features;
    this.partitions = List.copyOf(partitions);
    this.transformation = transformation;
    this.allCores = allCores;
  }

  /** The same samples, passed over with all cores for the BLAS: where no task does that. */
  public LocalSampleStore onAllCores() {
    return new LocalSampleStore(features, partitions, transformation, true);
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
    return allCores ? BlasThreads.onAllCores(() -> pass(accumulator)) : pass(accumulator);
  }

  private <P extends Serializable> P pass(Accumulator<P> accumulator) {
    List<P> partials = new ArrayList<>(partitions.size());
    for (List<SampleBlock> partition : partitions) {
      try (Accumulator.Running<P> running = accumulator.begin()) {
        for (SampleBlock block : partition) {
          running.add(transformation.apply(block));
        }
        partials.add(running.finish());
      }
    }
    return OrderedMerge.all(accumulator, partials);
  }

  @Override
  public SampleStore view(int newFeatures, BlockTransformation next) {
    BlockTransformation first = transformation;
    return new LocalSampleStore(
        newFeatures, partitions, block -> next.apply(first.apply(block)), allCores);
  }
}
