package org.extremum.benchmarks;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.samples.OrderedMerge;

/**
 * What one Moments pass and its solve would take on a cluster that nobody here has, from constants
 * that were measured on this machine. Nothing overlaps in it: an upper estimate.
 *
 * @param passRate operations of the pass that one core does in a second
 * @param mergeRate bytes that one core packs, writes, fetches and adds in a second
 * @param taskSeconds of the driver for one task
 * @param jobSeconds of the driver for one pass, whatever its size
 * @param solveRate operations of a Cholesky factor that the driver does in a second
 */
record CostModel(
    double passRate, double mergeRate, double taskSeconds, double jobSeconds, double solveRate) {
  /** Moments of the tenth and of the rest. */
  private static final int PARTS = 2;

  /** Solves: without the tenth, and with it. */
  private static final int SOLVES = 2;

  /** Executors beyond which no cluster is looked for. */
  private static final int MOST = 1 << 20;

  /** Parts of the cost, with what would lift each. */
  enum Part {
    COMPUTE("compute", "more executors"),
    SCHEDULE("tasks scheduled", "fewer, larger partitions (one for each core)"),
    MERGE(
        "partial results merged",
        "smaller tiles: a level of the tree has as many merging tasks as groups times tiles, and"
            + " all other cores wait; then single precision on the wire, and fewer partitions"),
    COLLECT("result brought to the driver", "a factor computed on the executors, tile by tile"),
    SOLVE("solve on the driver", "more cores for the driver, then a factor on the executors");

    private final String words;
    private final String lift;

    Part(String words, String lift) {
      this.words = words;
      this.lift = lift;
    }

    String words() {
      return words;
    }

    String lift() {
      return lift;
    }
  }

  /**
   * A task for the model.
   *
   * @param samples φ
   * @param features m
   * @param width l
   * @param essences V
   * @param tileBytes the largest partial result that travels in one piece
   */
  record Job(double samples, int features, int width, int essences, long tileBytes) {
    long wireBytes() {
      return PARTS * Moments.bytes(width, essences);
    }

    /** Pieces of a partial result, as {@link MomentsPass#tiles()} has them. */
    long tiles() {
      long triangle = 4L * width * (width + 1L);
      long ranges = (triangle + tileBytes - 1) / tileBytes;
      return wireBytes() <= tileBytes ? 1 : 2L * PARTS * ranges;
    }

    Job withTiles(long bytes) {
      return new Job(samples, features, width, essences, bytes);
    }
  }

  /** Seconds of each part with so many executors of one core, a partition for each. */
  Map<Part, Double> seconds(Job job, int executors) {
    double flops = MomentsPass.flopsOfSample(job.features, java.util.List.of(job.width), 0, 1);
    double cube = Math.pow(job.width, 3) / 3;
    double schedule = jobSeconds + taskSeconds * executors;
    double merge = 0;
    long tiles = job.tiles();
    double tile = (double) job.wireBytes() / tiles;
    int count = executors;
    do {
      int groups = OrderedMerge.groups(count);
      double rounds = Math.ceil((double) tiles * groups / executors);
      merge += rounds * Math.min(count, OrderedMerge.FAN_IN) * tile / mergeRate;
      schedule += taskSeconds * tiles * groups;
      count = groups;
    } while (count > 1);
    Map<Part, Double> seconds = new LinkedHashMap<>();
    seconds.put(Part.COMPUTE, job.samples * flops / (executors * passRate));
    seconds.put(Part.SCHEDULE, schedule);
    seconds.put(Part.MERGE, merge);
    seconds.put(Part.COLLECT, job.wireBytes() / mergeRate);
    seconds.put(Part.SOLVE, SOLVES * cube / solveRate);
    return seconds;
  }

  static double total(Map<Part, Double> seconds) {
    return seconds.values().stream().mapToDouble(s -> s).sum();
  }

  /** What takes most beside the arithmetic that is shared. */
  static Part bottleneck(Map<Part, Double> seconds) {
    return seconds.entrySet().stream()
        .filter(entry -> entry.getKey() != Part.COMPUTE)
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  /** The same with tiles of the power of two of bytes, 1 MiB at least, that takes least time. */
  Job bestTiles(Job job, int executors) {
    Job best = job;
    for (long bytes = job.tileBytes(); bytes >= 1 << 20; bytes /= 2) {
      Job smaller = job.withTiles(bytes);
      if (total(seconds(smaller, executors)) < total(seconds(best, executors))) {
        best = smaller;
      }
    }
    return best;
  }

  /** The least power of two of executors with which less than half of the time is arithmetic. */
  int executorsAtHalf(Job job) {
    int executors = 1;
    while (executors < MOST) {
      Map<Part, Double> seconds = seconds(job, executors);
      if (seconds.get(Part.COMPUTE) < total(seconds) / 2) {
        break;
      }
      executors *= 2;
    }
    return executors;
  }

  /** One row of a table: executors, each part, all of them, share of arithmetic. */
  String row(Job job, int executors) {
    Map<Part, Double> seconds = seconds(job, executors);
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d |", executors));
    seconds.values().forEach(s -> row.append(' ').append(figure(s)).append(" |"));
    double total = total(seconds);
    row.append(
        String.format(
            Locale.ROOT, " %s | %.1f |%n", figure(total), 100 * seconds.get(Part.COMPUTE) / total));
    return row.toString();
  }

  private static String figure(double seconds) {
    return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f" : "%,.0f", seconds);
  }
}
