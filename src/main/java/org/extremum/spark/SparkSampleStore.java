package org.extremum.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.extremum.samples.Accumulator;
import org.extremum.samples.BlockComputation;
import org.extremum.samples.KeptSampleStore;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.OrderedMerge;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * Samples in the memory (and on the disks) of a Spark cluster. A pass gives the bits that {@link
 * org.extremum.samples.LocalSampleStore} gives for the same partitions and blocks, whatever the
 * order, retries, speculation or place of tasks.
 *
 * <p>Holds the persisted blocks until {@link #close()}; views share them. Passes may run in several
 * threads at a time.
 */
public final class SparkSampleStore implements KeptSampleStore {
  private static final BlockTransformation AS_THEY_ARE = block -> block;

  private final JavaSparkContext context;
  private final JavaRDD<SampleBlock> blocks;
  private final int features;
  private final int partitions;
  private final Merging merging;
  private final boolean here; // tasks run in this JVM
  private final boolean persistedHere;
  private final Runnable release; // of what the blocks are made with
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long[] digests; // of the partitions as first read; null before read()
  private volatile StoreSummary summary; // null before read()

  /**
   * A store of the given blocks; persists them (MEMORY_AND_DISK) unless they are persisted already.
   * Computing them again must give the same blocks: {@link #read()} makes sure that this is
   * noticed.
   *
   * @param features coordinates of a surface in these blocks
   */
  public SparkSampleStore(JavaRDD<SampleBlock> blocks, int features) {
    this(blocks, features, Merging.BY_SIZE);
  }

  /** With a place for merging whatever the size of results, for tests. */
  SparkSampleStore(JavaRDD<SampleBlock> blocks, int features, Merging merging) {
    this(blocks, features, merging, StorageLevel.MEMORY_AND_DISK(), () -> {});
  }

  /**
   * @param level at which blocks are persisted that are not yet
   * @param release run once, when they are needed no more
   */
  private SparkSampleStore(
      JavaRDD<SampleBlock> blocks,
      int features,
      Merging merging,
      StorageLevel level,
      Runnable release) {
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.blocks = blocks;
    this.features = features;
    this.partitions = blocks.getNumPartitions();
    this.merging = merging;
    this.release = release;
    this.here = merging == Merging.BY_SIZE && context.sc().isLocal();
    this.persistedHere = blocks.getStorageLevel().equals(StorageLevel.NONE());
    if (persistedHere) {
      blocks.persist(level);
    }
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public int tasksAtOnce() {
    return Math.max(1, Math.min(partitions, SparkMemory.tasksAtOnce(context.sc())));
  }

  @Override
  public boolean sendsResults() {
    return true;
  }

  /**
   * Reads the input into memory, if that has not happened yet, and notes what is there: later
   * passes fail with {@link InputChangedException} should a lost partition be read again as
   * something else.
   */
  public StoreSummary read() {
    checkOpen();
    List<PartitionSummary> read =
        Jobs.run(context, "reading samples", () -> PartitionSummary.of(blocks));
    digests = read.stream().mapToLong(PartitionSummary::digest).toArray();
    summary = PartitionSummary.total(read);
    return summary;
  }

  /** What {@link #read()} found, reading first if that has not happened. */
  public StoreSummary summary() {
    return summary == null ? read() : summary;
  }

  /** Of every partition as it was first read, reading first if that has not happened. */
  public long[] digests() {
    summary();
    return digests.clone();
  }

  /**
   * The same samples in the driver's memory where all blocks take no more than so many bytes, which
   * one job brings, else these. Passes give the same bits either way. The driver's copy outlives
   * {@link #close()}.
   *
   * @param mostBytes 0 for never
   * @throws InputChangedException when the blocks are not those that were read first
   */
  public SampleStore near(long mostBytes) {
    if (partitions == 0 || summary().bytes() > mostBytes) {
      return this;
    }
    List<List<SampleBlock>> brought =
        Jobs.run(
            context, "bringing few samples to the driver", () -> DriverBlocks.of(blocks, digests));
    return new LocalSampleStore(features, brought, Runtime.getRuntime().availableProcessors());
  }

  SparkContext sparkContext() {
    return context.sc();
  }

  Configuration hadoopConfiguration() {
    return context.hadoopConfiguration();
  }

  @Override
  public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
    return aggregate(accumulator, AS_THEY_ARE);
  }

  private <P extends Serializable> P aggregate(
      Accumulator<P> accumulator, BlockTransformation transformation) {
    checkOpen();
    if (partitions == 0) {
      try (Accumulator.Running<P> nothing = accumulator.begin()) {
        return nothing.finish();
      }
    }
    return Jobs.run(context, accumulator.name(), () -> pass(accumulator, transformation));
  }

  private <P extends Serializable> P pass(
      Accumulator<P> accumulator, BlockTransformation transformation) {
    try (Sent<Accumulator<P>> sent = Sent.by(context, accumulator, here)) {
      return merged(accumulator, sent.broadcast(), transformation);
    }
  }

  private <P extends Serializable> P merged(
      Accumulator<P> accumulator,
      Broadcast<Shipped<Accumulator<P>>> shipped,
      BlockTransformation transformation) {
    PartialResult<P> partial = new PartialResult<>(shipped, transformation, digests);
    TreeAggregation<P> tree = new TreeAggregation<>(blocks, partial, accumulator, shipped);
    return switch (merging == Merging.BY_SIZE ? place(accumulator.wireBytes()) : merging) {
      case ON_DRIVER -> tree.collected();
      case IN_PROCESS -> OrderedMerge.all(accumulator, Handover.over(blocks, partial));
      default -> tree.mergedByExecutors();
    };
  }

  /** Where results of so many bytes each are merged. */
  private Merging place(long bytes) {
    if (bytes <= OrderedMerge.DIRECT_BYTES / partitions) {
      return Merging.ON_DRIVER;
    }
    return here && OrderedMerge.fitsTasks(partitions, tasksAtOnce(), bytes)
        ? Merging.IN_PROCESS
        : Merging.BY_EXECUTORS;
  }

  @Override
  public SampleStore view(int newFeatures, BlockTransformation transformation) {
    return new View(newFeatures, transformation);
  }

  @Override
  public KeptSampleStore kept(BlockComputation computation) {
    return kept(computation, AS_THEY_ARE);
  }

  /**
   * In memory alone: what it has no place for is computed again, which takes no longer than reading
   * it from a disk would, and asks for none.
   */
  private KeptSampleStore kept(BlockComputation computation, BlockTransformation transformation) {
    checkOpen();
    Sent<BlockComputation> sent = Sent.by(context, computation, here);
    try {
      return new SparkSampleStore(
          ComputedBlocks.of(blocks, transformation, digests, sent.broadcast()),
          computation.features(),
          merging,
          StorageLevel.MEMORY_ONLY(),
          sent::close);
    } catch (RuntimeException | Error e) {
      sent.close();
      throw e;
    }
  }

  /** Forgets the blocks, once; views of this store end with it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        if (persistedHere) {
          blocks.unpersist(false);
        }
      } finally {
        release.run();
      }
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("sample store: expected an open one, got one that is closed");
    }
  }

  /** The same blocks through a transformation; does not own them. */
  private final class View implements SampleStore {
    private final int viewFeatures;
    private final BlockTransformation transformation;

    View(int viewFeatures, BlockTransformation transformation) {
      this.viewFeatures = viewFeatures;
      this.transformation = transformation;
    }

    @Override
    public int features() {
      return viewFeatures;
    }

    @Override
    public int partitions() {
      return partitions;
    }

    @Override
    public int tasksAtOnce() {
      return SparkSampleStore.this.tasksAtOnce();
    }

    @Override
    public boolean sendsResults() {
      return SparkSampleStore.this.sendsResults();
    }

    @Override
    public <P extends Serializable> P aggregate(Accumulator<P> accumulator) {
      return SparkSampleStore.this.aggregate(accumulator, transformation);
    }

    @Override
    public SampleStore view(int newFeatures, BlockTransformation next) {
      BlockTransformation first = transformation;
      return new View(newFeatures, block -> next.apply(first.apply(block)));
    }

    @Override
    public KeptSampleStore kept(BlockComputation computation) {
      return SparkSampleStore.this.kept(computation, transformation);
    }
  }
}
