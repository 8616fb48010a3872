package org.extremum.job.input;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.extremum.samples.RowHash;
import org.extremum.spark.VectorHash;

/**
 * What one look at every row of an input found: classes, bad rows, how many rows each split has,
 * and a fingerprint of the content that does not depend on order or format.
 */
final class Scan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bad rows kept for messages, of each partition; the rest is only counted. */
  private static final int KEPT = 20;

  /** A label with more names than this is no class. */
  static final int MOST_LABELS = 10_000;

  private final TreeMap<Split, Long> rows = new TreeMap<>();
  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final TreeMap<String, Double> weights = new TreeMap<>();
  private final ArrayList<UnusableRow> bad = new ArrayList<>();
  private long badRows;
  private long good;
  private long weightless;
  private long incomplete;
  private int features;
  private long sum;
  private long mixedSum;

  /**
   * Looks at the rows of one partition.
   *
   * @param brought receives those that are usable
   */
  static Scan of(
      Iterator<Row> partition, RowDecoder decoder, KnownLabels known, BroughtRows brought) {
    Scan scan = new Scan();
    RowCounter counter = new RowCounter();
    while (partition.hasNext()) {
      Row row = partition.next();
      counter.next(row);
      scan.rows.merge(counter.split(), 1L, Long::sum);
      try {
        Decoded decoded = decoder.decode(row);
        known.check(decoded.label());
        scan.add(decoded);
        brought.add(decoded);
      } catch (BadValue e) {
        scan.addBad(
            new UnusableRow(counter.split(), counter.row(), e.column(), e.expected(), e.got()));
      }
    }
    return scan;
  }

  private void addBad(UnusableRow row) {
    badRows++;
    if (bad.size() < KEPT) {
      bad.add(row);
    }
  }

  private void add(Decoded decoded) {
    features = Math.max(features, decoded.features().size());
    incomplete += VectorCells.isComplete(decoded.features()) ? 0 : 1;
    if (decoded.weight() == 0) {
      weightless++;
      return;
    }
    good++;
    if (decoded.label() != null && labels.size() <= MOST_LABELS) {
      labels.merge(decoded.label(), 1L, Long::sum);
      weights.merge(decoded.label(), decoded.weight(), Double::sum);
    }
    long print = fingerprint(decoded);
    sum += print;
    mixedSum += RowHash.mix(print ^ 0x5851F42D4C957F2DL); // a second sum: 128 bits in all
  }

  private static long fingerprint(Decoded decoded) {
    long print = VectorHash.of(decoded.features());
    if (decoded.label() != null) {
      for (byte b : decoded.label().getBytes(StandardCharsets.UTF_8)) {
        print = RowHash.mix(print + b);
      }
    }
    return RowHash.mix(print ^ Double.doubleToLongBits(decoded.weight()));
  }

  /** Takes in what was found in later partitions. */
  Scan add(Scan later) {
    later.rows.forEach((split, count) -> rows.merge(split, count, Long::sum));
    later.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
    later.weights.forEach((label, weight) -> weights.merge(label, weight, Double::sum));
    bad.addAll(later.bad);
    badRows += later.badRows;
    good += later.good;
    weightless += later.weightless;
    incomplete += later.incomplete;
    features = Math.max(features, later.features);
    sum += later.sum;
    mixedSum += later.mixedSum;
    return this;
  }

  /** Usable rows of a weight that is not zero. */
  long good() {
    return good;
  }

  long badRows() {
    return badRows;
  }

  /** Usable rows of weight zero. */
  long weightless() {
    return weightless;
  }

  /** Rows, of any weight, with features that are missing, where such are let pass. */
  long incomplete() {
    return incomplete;
  }

  /** All rows, bad ones among them. */
  long rows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The largest number of coordinates met. */
  int features() {
    return features;
  }

  /** Names of the labels with their rows, by name. */
  SortedMap<String, Long> labels() {
    return labels;
  }

  /** Sums of the weights of each label's rows. */
  Map<String, Double> weights() {
    return weights;
  }

  /** 32 hexadecimal digits over features, labels and weights of all good rows. */
  String fingerprint() {
    return String.format("%016x%016x", sum, mixedSum);
  }

  /** The first bad row of the input; there must be one. */
  UnusableRow firstBad() {
    List<UnusableRow> ordered = new ArrayList<>(bad);
    ordered.sort(
        java.util.Comparator.comparing(UnusableRow::split).thenComparing(UnusableRow::row));
    return ordered.get(0);
  }

  /** The number of the row that each split begins with, from 1, by file or in the whole input. */
  TreeMap<Split, Long> firstRows(boolean byFile) {
    TreeMap<Split, Long> firsts = new TreeMap<>();
    String file = null;
    long next = 1;
    for (var entry : rows.entrySet()) {
      if (byFile && !entry.getKey().file().equals(file)) {
        next = 1;
        file = entry.getKey().file();
      }
      firsts.put(entry.getKey(), next);
      next += entry.getValue();
    }
    return firsts;
  }
}
