package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
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
    inOrder(accumulator.name(), partition -> fed(accumulator, partition), merging::add);
    return merging.result();
  }

  /** Works on each partition; what comes of them is taken in their order. */
  private <R> void inOrder(String name, Function<List<SampleBlock>, R> work, Consumer<R> taken) {
    if (threads > 1) {
      inThreads(name, work, taken);
      return;
    }
    for (List<SampleBlock> partition : partitions) {
      taken.accept(
          allCores ? BlasThreads.onAllCores(() -> work.apply(partition)) : asTask(work, partition));
    }
  }

  /** Never more results at a time than threads, beside those that were taken. */
  private <R> void inThreads(String name, Function<List<SampleBlock>, R> work, Consumer<R> taken) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<R>> running = new ArrayList<>();
      for (int p = 0; p < partitions.size() + threads; p++) {
        if (p >= threads) {
          taken.accept(running.set(p - threads, null).get());
        }
        if (p < partitions.size()) {
          List<SampleBlock> partition = partitions.get(p);
          running.add(pool.submit(() -> asTask(work, partition)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = cancelled(name);
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static CancellationException cancelled(String name) {
    return new CancellationException(name + ": interrupted");
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure; // an accumulator declares no others
  }

  private static <R> R asTask(Function<List<SampleBlock>, R> work, List<SampleBlock> partition) {
    BlasThreads.taskStarted();
    try {
      return work.apply(partition);
    } finally {
      BlasThreads.taskEnded();
    }
  }

  private <P extends Serializable> P fed(Accumulator<P> accumulator, List<SampleBlock> partition) {
    try (Accumulator.Running<P> running = accumulator.begin()) {
      each(accumulator.name(), partition, running::add);
      return running.finish();
    }
  }

  /** The blocks of a partition as they are seen, until this thread is interrupted. */
  private void each(String name, List<SampleBlock> partition, Consumer<SampleBlock> use) {
    for (SampleBlock block : partition) {
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled(name);
      }
      use.accept(transformation.apply(block));
    }
  }

  @Override
  public SampleStore view(int newFeatures, BlockTransformation next) {
    BlockTransformation first = transformation;
    return new LocalSampleStore(
        newFeatures, partitions, threads, allCores, block -> next.apply(first.apply(block)));
  }

  /** Computed at once. */
  @Override
  public KeptSampleStore kept(BlockComputation computation) {
    List<List<SampleBlock>> kept = new ArrayList<>(partitions.size());
    inOrder("keeping", partition -> computed(computation, partition), kept::add);
    return new KeptUntilClosed(
        new LocalSampleStore(computation.features(), kept, threads, allCores, block -> block),
        () -> {});
  }

  private List<SampleBlock> computed(BlockComputation computation, List<SampleBlock> partition) {
    List<SampleBlock> blocks = new ArrayList<>(partition.size());
    try (BlockComputation.Running running = computation.begin()) {
      each("keeping", partition, block -> blocks.add(running.apply(block)));
    }
    return blocks;
  }
}
