package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.extremum.samples.Accumulator;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * An accumulator whose tasks let others go first a number of times, keyed by partition and seed, so
 * that they end out of order, and whose tasks and merges fail at their first attempt in some
 * partitions. Outside Spark's tasks it behaves.
 */
final class Faulty<P extends Serializable> extends Delegating<P> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_TURNS = 10_000; // some milliseconds

  private final long seed;

  Faulty(Accumulator<P> inner, long seed) {
    super(inner);
    this.seed = seed;
  }

  private void trouble(int salt) {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return;
    }
    long draw = RowHash.mix(seed + 31L * task.partitionId() + salt);
    if (task.attemptNumber() == 0 && Math.floorMod(draw, 3) == 0) {
      throw new IllegalStateException("failing on purpose, at the first attempt");
    }
    for (long turn = Math.floorMod(draw >>> 8, MOST_TURNS); turn > 0; turn--) {
      Thread.yield();
    }
  }

  @Override
  public Running<P> begin() {
    Running<P> running = inner.begin();
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        running.add(block);
      }

      @Override
      public P finish() {
        trouble(1); // after the work, when a retry does it all again
        return running.finish();
      }

      @Override
      public void close() {
        running.close();
      }
    };
  }

  @Override
  public P merge(P left, P right) {
    trouble(2);
    return inner.merge(left, right);
  }
}
