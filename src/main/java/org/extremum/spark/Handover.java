package org.extremum.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.samples.SampleBlock;

/**
 * Partial results of tasks that run in the driver's own JVM (master local[…]), handed over as they
 * are: nothing is serialised, compressed, written to disk or read again. All of them are in memory
 * at once.
 *
 * @param <P> the partial result
 */
final class Handover<P extends Serializable> implements AutoCloseable {
  /** Tasks are serialised on their way even in one JVM, so they find the pass by its number. */
  private static final Map<Long, Handover<?>> OPEN = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final AtomicReferenceArray<P> partials; // by partition, null: none yet

  /** Open until it is closed. */
  Handover(int partitions) {
    this.partials = new AtomicReferenceArray<>(partitions);
    OPEN.put(number, this);
  }

  /**
   * One pass.
   *
   * @param task what is done with the blocks of each partition
   * @return the partial results in partition order
   */
  static <P extends Serializable> List<P> over(JavaRDD<SampleBlock> blocks, PartialResult<P> task) {
    try (Handover<P> handover = new Handover<>(blocks.getNumPartitions())) {
      long number = handover.number;
      blocks
          .mapPartitionsWithIndex(
              (index, of) ->
                  Collections.singleton(give(number, index, task.of(index, of))).iterator(),
              false)
          .collect();
      return handover.taken();
    }
  }

  /**
   * Hands over the result of a partition. Of tasks that ran twice the first result stays; the other
   * one has the same bits.
   *
   * @return false when there is no such pass, since it has ended
   */
  static <P extends Serializable> boolean give(long number, int partition, P partial) {
    @SuppressWarnings("unchecked") // a pass's own tasks know its number
    Handover<P> handover = (Handover<P>) OPEN.get(number);
    if (handover == null) {
      return false;
    }
    handover.partials.compareAndSet(partition, null, partial);
    return true;
  }

  /** How many passes are open in this JVM. */
  static int open() {
    return OPEN.size();
  }

  long number() {
    return number;
  }

  /**
   * What was handed over, in partition order.
   *
   * @throws IllegalStateException when a partition's is missing
   */
  List<P> taken() {
    List<P> all = new ArrayList<>(partials.length());
    for (int p = 0; p < partials.length(); p++) {
      P partial = partials.get(p);
      if (partial == null) {
        throw new IllegalStateException(
            "handing over partial results: expected that of partition " + p + ", got none");
      }
      all.add(partial);
    }
    return all;
  }

  /** Results that come from now on are let go. */
  @Override
  public void close() {
    OPEN.remove(number);
  }
}
