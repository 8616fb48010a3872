package org.extremum.spark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a Java heap can be filled with what stays and with large arrays. With the parallel and
 * the serial collector that is the old generation, two thirds of the heap unless {@code NewRatio}
 * says otherwise: the young one is not lent to it. G1 and the collectors without generations give
 * all of the heap.
 */
final class OldGeneration {
  /** The old generation by the young one, where nothing else is set: the JVM's default. */
  private static final long NEW_RATIO = 2;

  /** Of this much memory and this many processors on, a JVM that is told nothing chooses G1. */
  private static final long SERVER_BYTES = (2048L - 256) << 20;

  private static final int SERVER_PROCESSORS = 2;

  private static final Pattern COLLECTOR =
      Pattern.compile("-XX:\\+Use(Parallel|Serial|G1|Z|Shenandoah|Epsilon)GC");
  private static final Set<String> SPLIT = Set.of("Parallel", "Serial");
  private static final Pattern RATIO = Pattern.compile("-XX:NewRatio=([1-9][0-9]{0,8})");

  private OldGeneration() {}

  /** That of this JVM, by what its collector says. */
  static long here() {
    return most(
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(OldGeneration::pool)
            .toList(),
        Runtime.getRuntime().maxMemory());
  }

  /**
   * A part of a heap.
   *
   * @param max -1 where it has no limit of its own
   */
  record Pool(String name, long max) {
    /** PS Old Gen, G1 Old Gen, Tenured Gen, ZGC Old Generation. */
    boolean old() {
      return name.contains("Old") || name.contains("Tenured");
    }
  }

  private static Pool pool(MemoryPoolMXBean bean) {
    return new Pool(bean.getName(), bean.getUsage().getMax());
  }

  /** That of a heap of these parts; all of it where none is called old. */
  static long most(Collection<Pool> pools, long heap) {
    return pools.stream()
        .filter(Pool::old)
        .mapToLong(Pool::max)
        .filter(max -> max > 0)
        .max()
        .orElse(heap);
  }

  /**
   * An estimate for a JVM that is not running yet. Where its options name no collector, it takes
   * the serial one in a container of one processor or of less than 2 GB or so, else G1. Whether
   * there is a container is not known here: at least this much can be filled.
   *
   * @param heap in bytes
   * @param container bytes that the process may take, heap included
   * @param processors that it may use
   * @param options that it is started with, such as spark.executor.extraJavaOptions
   */
  static long estimate(long heap, long container, int processors, String options) {
    Matcher collector = COLLECTOR.matcher(options);
    boolean split =
        collector.find()
            ? SPLIT.contains(collector.group(1))
            : processors < SERVER_PROCESSORS || container < SERVER_BYTES;
    if (!split) {
      return heap;
    }
    long ratio = NEW_RATIO;
    for (Matcher said = RATIO.matcher(options); said.find(); ) { // the last one counts
      ratio = Long.parseLong(said.group(1));
    }
    return heap / (ratio + 1) * ratio;
  }
}
