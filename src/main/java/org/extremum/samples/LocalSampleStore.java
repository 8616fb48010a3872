package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Samples in this JVM's memory, passed over in this thread: for tests and tiny data. */
public final class LocalSampleStore implements SampleStore {
  private final int features;
  private final List<List<SampleBlock>> partitions;
  private final BlockTransformation transformation;

  /** A store of the given blocks, one list for each partition (at least one partition). */
  public LocalSampleStore(int features, List<List<SampleBlock>> partitions) {
    this(features, partitions, block -> block);
  }

  private LocalSampleStore(
      int features, List<List<SampleBlock>> partitions, BlockTransformation transformation) {
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("sample store: expected at least one partition, got none");
    }
    this.features = features;
    this.partitions = List.copyOf(partitions);
    this.transformation = transformation;
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
    return new LocalSampleStore(newFeatures, partitions, block -> next.apply(first.apply(block)));
  }
}
