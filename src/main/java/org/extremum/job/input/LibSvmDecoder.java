package org.extremum.job.input;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;

/** Decodes lines of {@code label index:value index:value … # comment}, indices from 1. */
record LibSvmDecoder(int features, boolean missingPass) implements RowDecoder {
  @Override
  public Decoded decode(Row row) throws BadValue {
    String line = row.getString(0).split("#", 2)[0].trim();
    String[] parts = line.split("\\s+");
    double label = Cells.number("label", parts[0]);
    int[] indices = new int[parts.length - 1];
    double[] values = new double[parts.length - 1];
    int kept = 0;
    int previous = 0;
    for (int p = 1; p < parts.length; p++) {
      int colon = parts[p].indexOf(':');
      int index = index(parts[p], colon);
      if (index <= previous) {
        throw new BadValue(null, "ascending indices from 1", Cells.shown(parts[p]));
      }
      if (features > 0 && index > features) {
        throw new BadValue(null, "at most " + features + " features", "index " + index);
      }
      previous = index;
      double value = Cells.feature("index " + index, parts[p].substring(colon + 1), missingPass);
      if (value != 0) {
        indices[kept] = index - 1;
        values[kept++] = value;
      }
    }
    int size = features > 0 ? features : previous;
    return new Decoded(
        Vectors.sparse(size, Arrays.copyOf(indices, kept), Arrays.copyOf(values, kept)),
        Cells.name(label),
        1,
        null,
        false);
  }

  private static int index(String part, int colon) throws BadValue {
    try {
      return Integer.parseInt(part.substring(0, Math.max(0, colon)));
    } catch (NumberFormatException e) {
      throw new BadValue(null, "index:value", Cells.shown(part));
    }
  }

  @Override
  public String raw(Row row) {
    return row.getString(0);
  }

  @Override
  public RowDecoder withFeatures(int count) {
    return new LibSvmDecoder(count, missingPass);
  }

  @Override
  public RowDecoder passingMissing() {
    return new LibSvmDecoder(features, true);
  }
}
