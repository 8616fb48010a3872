package org.extremum.samples;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicReference;

/** Another store until this is closed. */
final class KeptUntilClosed implements KeptSampleStore {
  private final AtomicReference<SampleStore> store;
  private final Runnable release;

  /**
   * @param store what is let go
   * @param release run once, then
   */
  KeptUntilClosed(SampleStore store, Runnable release) {
    this.store = new AtomicReference<>(store);
    this.release = release;
  }

  private SampleStore open() {
    SampleStore open = store.get();
    if (open == null) {
      throw new IllegalStateException("kept samples: expected open ones, got some that are closed");
    }
    return open;
  }

  @Override
  public int features() {
    return open().features();
  }

  @Override
  public int partitions() {
    return open().partitions();
  }

  @Override
  public int tasksAtOnce() {
    return open().tasksAtOnce();
  }

  @Override
  public boolean sendsResults() {
    return open().sendsResults();
  }

  @Override
  public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
    return open().aggregate(accumulator);
  }

  @Override
  public SampleStore view(int features, BlockTransformation transformation) {
    return open().view(features, transformation);
  }

  @Override
  public KeptSampleStore kept(BlockComputation computation) {
    return open().kept(computation);
  }

  @Override
  public void close() {
    if (store.getAndSet(null) != null) {
      release.run();
    }
  }
}
