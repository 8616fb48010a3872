package org.extremum.job.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;

/**
 * Decodes rows of columns.
 *
 * @param columns names of all columns of the input
 * @param chosen where the feature columns stand: scalars, or one column of vectors or arrays
 * @param vector whether it is such a column
 * @param places of what is no feature
 * @param features coordinates of a vector, 0: not known yet
 * @param missingPass whether features that are no finite numbers become NaN
 */
record ColumnDecoder(
    InputFormat format,
    List<String> columns,
    int[] chosen,
    boolean vector,
    Places places,
    int features,
    boolean missingPass)
    implements RowDecoder {

  /**
   * Where in a row things stand that are no features; -1: nowhere.
   *
   * @param label -1: no label
   * @param weight -1: all weigh 1
   * @param id -1: none
   * @param validation of what says which rows are not trained on
   */
  record Places(int label, int weight, int id, int validation) implements Serializable {
    /** Those that are somewhere. */
    Set<Integer> taken() {
      return Stream.of(label, weight, id, validation)
          .filter(place -> place >= 0)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  @Override
  public Decoded decode(Row row) throws BadValue {
    int brokenAt = columns.size();
    if (!row.isNullAt(brokenAt)) {
      throw broken(row.getString(brokenAt));
    }
    Vector surface = vector ? vector(row) : scalars(row);
    return new Decoded(
        surface,
        labelOf(row),
        weightOf(row),
        places.id() < 0 ? null : Cells.name(row.get(places.id())),
        places.validation() >= 0
            && Cells.truth(columns.get(places.validation()), row.get(places.validation())));
  }

  private BadValue broken(String line) {
    return format == InputFormat.CSV
        ? new BadValue(null, columns.size() + " fields", CsvLine.split(line).size() + " fields")
        : new BadValue(null, "a JSON object with values of the types above", Cells.shown(line));
  }

  private Vector scalars(Row row) throws BadValue {
    double[] values = new double[chosen.length];
    for (int j = 0; j < chosen.length; j++) {
      values[j] = Cells.feature(columns.get(chosen[j]), row.get(chosen[j]), missingPass);
    }
    return Vectors.dense(values);
  }

  private Vector vector(Row row) throws BadValue {
    String column = columns.get(chosen[0]);
    Vector surface = VectorCells.vector(column, row.get(chosen[0]), missingPass);
    if (features > 0 && surface.size() != features) {
      throw new BadValue(column, features + " values", String.valueOf(surface.size()));
    }
    return surface;
  }

  private String labelOf(Row row) throws BadValue {
    int label = places.label();
    if (label < 0) {
      return null;
    }
    String name = Cells.name(row.get(label));
    if (name == null) {
      throw new BadValue(columns.get(label), "a label", "an empty value");
    }
    if (!Cells.isText(name)) { // names that differ in such bytes alone would be taken for one
      throw new BadValue(columns.get(label), "a label in UTF-8", Cells.shown(name));
    }
    return name;
  }

  private double weightOf(Row row) throws BadValue {
    int weight = places.weight();
    if (weight < 0) {
      return 1;
    }
    double value = Cells.number(columns.get(weight), row.get(weight));
    if (value < 0) {
      throw new BadValue(columns.get(weight), "a weight >= 0", Cells.shown(row.get(weight)));
    }
    return value;
  }

  @Override
  public String raw(Row row) {
    int brokenAt = columns.size();
    if (!row.isNullAt(brokenAt)) {
      return row.getString(brokenAt);
    }
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < brokenAt; i++) {
      cells.add(row.get(i));
    }
    return CsvLine.join(cells);
  }

  @Override
  public RowDecoder withFeatures(int count) {
    return new ColumnDecoder(format, columns, chosen, vector, places, count, missingPass);
  }

  @Override
  public RowDecoder passingMissing() {
    return new ColumnDecoder(format, columns, chosen, vector, places, features, true);
  }
}
