package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/** A CSV file with a header line and the class in the last column, in memory. */
final class CsvSamples {
  private static final int BLOCK = 256;

  private final SampleBlock all;
  private final int essences;

  private CsvSamples(SampleBlock all, int essences) {
    this.all = all;
    this.essences = essences;
  }

  /** Reads a file; classes are numbered in alphabetical order. */
  static CsvSamples read(Path file) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(line.split(","));
    }
    int m = rows.remove(0).length - 1;
    var names = new ArrayList<>(new TreeSet<>(rows.stream().map(row -> row[m]).toList()));
    double[] values = new double[rows.size() * m];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < m; j++) {
        values[i * m + j] = Double.parseDouble(rows.get(i)[j]);
      }
    }
    int[] labels = rows.stream().mapToInt(row -> names.indexOf(row[m])).toArray();
    return new CsvSamples(Unweighted.block(m, values, labels, i -> i), names.size());
  }

  /** V. */
  int essences() {
    return essences;
  }

  /** φ. */
  int size() {
    return all.size();
  }

  /**
   * The fold of every row: within each class, rows in the order of their keyed hash are dealt out
   * in turn. Equal rows are in one fold.
   */
  int[] folds(int count, long seed) {
    long[] keys =
        IntStream.range(0, size())
            .mapToLong(i -> RowHash.key(seed, RowHash.Purpose.TEST_SPLIT, all.hash(i)))
            .toArray();
    int[] folds = new int[size()];
    int dealt = 0; // goes on from class to class, so that folds are of like size
    for (int v = 0; v < essences; v++) {
      int essence = v;
      int[] order =
          IntStream.range(0, size())
              .filter(i -> all.essence(i) == essence)
              .boxed()
              .sorted(Comparator.comparingLong(i -> keys[i]))
              .mapToInt(i -> i)
              .toArray();
      for (int k = 0; k < order.length; k++) {
        boolean again = k > 0 && keys[order[k]] == keys[order[k - 1]];
        folds[order[k]] = again ? folds[order[k - 1]] : dealt++ % count;
      }
    }
    return folds;
  }

  /** The chosen rows in one block, unstandardised. */
  SampleBlock block(IntPredicate chosen) {
    return all.select(chosen);
  }

  /** A store of the chosen rows, unstandardised. */
  LocalSampleStore store(IntPredicate chosen) {
    SampleBlock rows = block(chosen);
    List<SampleBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += BLOCK) {
      blocks.add(rows.select(IntStream.range(from, Math.min(rows.size(), from + BLOCK)).toArray()));
    }
    return new LocalSampleStore(all.features(), List.of(blocks));
  }
}
