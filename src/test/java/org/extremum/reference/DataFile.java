package org.extremum.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The project's own data files, last column the label; a missing one fails. */
public final class DataFile {
  private DataFile() {}

  /** Labels become 0..V-1 in alphabetical order of their names. */
  public static Rows read(String name) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of("data", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
    int m = rows.get(0).length - 1;
    List<String> names = rows.stream().map(row -> row[m]).distinct().sorted().toList();
    double[] ones = new double[rows.size()];
    Arrays.fill(ones, 1);
    return new Rows(
        rows.stream()
            .map(row -> Arrays.stream(row, 0, m).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new),
        rows.stream().mapToInt(row -> names.indexOf(row[m])).toArray(),
        ones);
  }
}
