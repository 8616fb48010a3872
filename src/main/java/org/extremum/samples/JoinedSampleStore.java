package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Several stores seen as one, in their order; a pass over it is a pass over each. Does not own
 * them.
 */
public final class JoinedSampleStore implements SampleStore {
  private final List<SampleStore> parts;

  /**
   * @param parts at least one, of as many features
   */
  public JoinedSampleStore(List<? extends SampleStore> parts) {
    if (parts.stream().mapToInt(SampleStore::features).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "joined stores: expected at least one, of as many features, got "
              + parts.stream().map(SampleStore::features).toList());
    }
    this.parts = List.copyOf(parts);
  }

  @Override
  public int features() {
    return parts.get(0).features();
  }

  @Override
  public int partitions() {
    return parts.stream().mapToInt(SampleStore::partitions).sum();
  }

  @Override
  public boolean sendsResults() {
    return parts.stream().anyMatch(SampleStore::sendsResults);
  }

  @Override
  public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
    return OrderedMerge.all(
        accumulator, parts.stream().map(part -> part.aggregate(accumulator)).toList());
  }

  @Override
  public SampleStore view(int newFeatures, BlockTransformation transformation) {
    return new JoinedSampleStore(
        parts.stream().map(part -> part.view(newFeatures, transformation)).toList());
  }

  @Override
  public KeptSampleStore kept(BlockComputation computation) {
    List<KeptSampleStore> kept = new ArrayList<>();
    try {
      parts.forEach(part -> kept.add(part.kept(computation)));
    } catch (RuntimeException | Error e) {
      closeAll(kept);
      throw e;
    }
    return new KeptUntilClosed(new JoinedSampleStore(kept), () -> closeAll(kept));
  }

  /** All of them, whatever one may say; the first failure is thrown. */
  private static void closeAll(List<KeptSampleStore> stores) {
    RuntimeException first = null;
    for (KeptSampleStore store : stores) {
      try {
        store.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
