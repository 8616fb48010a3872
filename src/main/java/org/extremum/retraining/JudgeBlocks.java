package org.extremum.retraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.training.Snapshot;

/** Judges as blocks of samples, and as arrays of a snapshot. */
final class JudgeBlocks {
  /**
   * Dense products are some thirty times as fast for each number as sparse ones: rows with more
   * stored values than one in so many are made dense.
   */
  private static final int DENSE = 30;

  private JudgeBlocks() {}

  /** The rows in order, in one contiguous partition for each thread. */
  static LocalSampleStore store(List<Judge> rows, int features, int blockSize, int threads) {
    long stored = rows.stream().mapToLong(row -> row.values().length).sum();
    boolean dense = stored * DENSE >= (long) rows.size() * features;
    List<List<SampleBlock>> partitions = new ArrayList<>();
    for (int p = 0; p < threads; p++) {
      int end = (int) ((p + 1L) * rows.size() / threads);
      List<SampleBlock> blocks = new ArrayList<>();
      for (int from = (int) ((long) p * rows.size() / threads); from < end; from += blockSize) {
        List<Judge> some = rows.subList(from, Math.min(end, from + blockSize));
        blocks.add(dense ? dense(some, features, from) : sparse(some, features, from));
      }
      partitions.add(blocks);
    }
    return new LocalSampleStore(features, partitions, threads);
  }

  private static SampleBlock dense(List<Judge> rows, int features, int first) {
    double[] values = new double[rows.size() * features];
    for (int i = 0; i < rows.size(); i++) {
      Judge row = rows.get(i);
      for (int p = 0; p < row.values().length; p++) {
        values[i * features + row.coordinates()[p]] = row.values()[p];
      }
    }
    return SampleBlock.dense(
        features, values, essences(rows), weights(rows), positions(rows.size(), first));
  }

  private static SampleBlock sparse(List<Judge> rows, int features, int first) {
    return SampleBlock.sparse(
        features,
        starts(rows),
        rows.stream().flatMapToInt(row -> IntStream.of(row.coordinates())).toArray(),
        values(rows),
        essences(rows),
        weights(rows),
        positions(rows.size(), first));
  }

  private static int[] starts(List<Judge> rows) {
    int[] starts = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      starts[i + 1] = starts[i] + rows.get(i).values().length;
    }
    return starts;
  }

  private static double[] values(List<Judge> rows) {
    return rows.stream().flatMapToDouble(row -> java.util.Arrays.stream(row.values())).toArray();
  }

  private static int[] essences(List<Judge> rows) {
    return rows.stream().mapToInt(Judge::essence).toArray();
  }

  private static double[] weights(List<Judge> rows) {
    return rows.stream().mapToDouble(Judge::weight).toArray();
  }

  private static long[] positions(int count, int first) {
    return IntStream.range(first, first + count)
        .mapToLong(i -> SampleBlock.position(0, i))
        .toArray();
  }

  static void into(String prefix, Judges judges, Map<String, double[]> arrays) {
    List<Judge> rows = judges.rows();
    arrays.put(prefix + "threshold", Snapshot.halves(new long[] {judges.threshold()}));
    arrays.put(prefix + "keys", Snapshot.halves(rows.stream().mapToLong(Judge::key).toArray()));
    arrays.put(prefix + "batches", rows.stream().mapToDouble(Judge::batch).toArray());
    arrays.put(prefix + "essences", rows.stream().mapToDouble(Judge::essence).toArray());
    arrays.put(prefix + "weights", weights(rows));
    arrays.put(prefix + "sizes", rows.stream().mapToDouble(row -> row.values().length).toArray());
    arrays.put(
        prefix + "coordinates",
        rows.stream()
            .flatMapToDouble(row -> IntStream.of(row.coordinates()).asDoubleStream())
            .toArray());
    arrays.put(prefix + "values", values(rows));
  }

  /**
   * Undoes {@link #into}.
   *
   * @param features of an unstandardised surface
   * @param essences V
   * @param batches numbers are below it
   */
  static Judges of(String prefix, int features, int essences, int batches, Numbers numbers) {
    long[] threshold = numbers.keys(prefix + "threshold");
    long[] keys = numbers.keys(prefix + "keys");
    int count = keys.length;
    int[] batch = numbers.indices(prefix + "batches", count, batches);
    int[] essence = numbers.indices(prefix + "essences", count, essences);
    double[] weights = numbers.of(prefix + "weights", count);
    int[] sizes = numbers.indices(prefix + "sizes", count, features + 1);
    long stored = IntStream.of(sizes).asLongStream().sum();
    int[] coordinates = numbers.indices(prefix + "coordinates", stored, features);
    double[] values = numbers.of(prefix + "values", stored);
    List<Judge> rows = new ArrayList<>();
    for (int i = 0, from = 0; i < count; from += sizes[i++]) {
      rows.add(
          new Judge(
              keys[i],
              batch[i],
              essence[i],
              weights[i],
              java.util.Arrays.copyOfRange(coordinates, from, from + sizes[i]),
              java.util.Arrays.copyOfRange(values, from, from + sizes[i])));
    }
    if (threshold.length != 1) {
      throw Facts.unreadable(prefix + "threshold", "one key", threshold.length);
    }
    return Judges.of(Judges.Limit.USUAL, threshold[0], rows);
  }
}
