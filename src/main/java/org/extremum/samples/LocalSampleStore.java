package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.extremum.linalg.BlasThreads;

/**
 * Samples in this JVM's memory: for tests, and for data so small that sending results about would
 * take longer than making them. Each partition is passed over by one thread with one BLAS thread,
 * as in a Spark task, so a pass gives the same bits.
 */
public final class LocalSampleStore implements SampleStore {
  private final int features;
  private final List<List<SampleBlock>> partitions;
  private final int threads;
  private final boolean allCores;
  private final BlockTransformation transformation;

  /** A store of the given blocks, one list for each partition (at least one partition). */
  public LocalSampleStore(int features, List<List<SampleBlock>> partitions) {
    this(features, partitions, 1);
  }

  /**
   * A store that passes over so many partitions at a time. An interrupt of the calling thread ends
   * a pass in a {@link CancellationException}, the interrupt flag set.
   *
   * @param threads with 1, the calling thread does all
   */
  public LocalSampleStore(int features, List<List<SampleBlock>> partitions, int threads) {
    this(features, List.copyOf(partitions), threads, false, block -> block);
  }

  private LocalSampleStore(
      int features,
      List<List<SampleBlock>> partitions,
      int threads,
      boolean allCores,
      BlockTransformation transformation) {
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("sample store: expected at least one partition, got none");
    }
    this.features = features;
    this.partitions = partitions;
    this.threads = Math.min(threads, partitions.size());
    this.allCores = allCores;
    this.transformation = transformation;
  }

  /**
   * The same samples, passed over by the calling thread with all cores for the BLAS: where no task
   * does that, and bits need not be those of tasks.
   */
  public LocalSampleStore onAllCores() {
    return new LocalSampleStore(features, partitions, 1, true, transformation);
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
  public int tasksAtOnce() {
    return threads;
  }

  @Override
  public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
    OrderedMerging<P> merging = new OrderedMerging<>(accumulator, partitions.size());
    if (threads == 1) {
      for (List<SampleBlock> partition : partitions) {
        merging.add(
            allCores
                ? BlasThreads.onAllCores(() -> fed(accumulator, partition))
                : partial(accumulator, partition));
      }
    } else {
      inThreads(accumulator, merging);
    }
    return merging.result();
  }

  /** Never more partial results at a time than threads, beside those that are merged. */
  private <P extends Serializable> void inThreads(
      Accumulator<P> accumulator, OrderedMerging<P> merging) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<P>> running = new ArrayList<>();
      for (int p = 0; p < partitions.size() + threads; p++) {
        if (p >= threads) {
          merging.add(running.set(p - threads, null).get());
        }
        if (p < partitions.size()) {
          List<SampleBlock> partition = partitions.get(p);
          running.add(pool.submit(() -> partial(accumulator, partition)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException(accumulator.name() + ": interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure; // an accumulator declares no others
  }

  private <P extends Serializable> P partial(
      Accumulator<P> accumulator, List<SampleBlock> partition) {
    BlasThreads.taskStarted();
    try {
      return fed(accumulator, partition);
    } finally {
      BlasThreads.taskEnded();
    }
  }

  private <P extends Serializable> P fed(Accumulator<P> accumulator, List<SampleBlock> partition) {
    try (Accumulator.Running<P> running = accumulator.begin()) {
      for (SampleBlock block : partition) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException(accumulator.name() + ": interrupted");
        }
        running.add(transformation.apply(block));
      }
      return running.finish();
    }
  }

  @Override
  public SampleStore view(int newFeatures, BlockTransformation next) {
    BlockTransformation first = transformation;
    return new LocalSampleStore(
        newFeatures, partitions, threads, allCores, block -> next.apply(first.apply(block)));
  }
}
