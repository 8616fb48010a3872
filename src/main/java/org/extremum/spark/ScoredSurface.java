package org.extremum.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.training.Problem;

/** What a vector must be for a model to score it, and how it is said that one is not. */
final class ScoredSurface implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 200;

  private final String column;
  private final int features;
  private final List<String> names; // of the features, or empty

  ScoredSurface(String column, int features, List<String> names) {
    this.column = column;
    this.features = features;
    this.names = names;
  }

  /**
   * The value as a vector that can be scored.
   *
   * @param row what the message shows of the row; its {@code toString()} is called in that case
   * @throws Problem (bad data) when it is null, of another size, or not finite
   */
  Vector check(Object value, Object row) {
    if (!(value instanceof Vector vector)) {
      throw problem("", "a vector", "null", "remove rows without features", row);
    }
    if (vector.size() != features) {
      throw problem(
          "",
          features + " features, as in training",
          vector.size(),
          "prepare the data as for training",
          row);
    }
    Reading.forEachStored(
        vector,
        (coordinate, number) -> {
          if (!Double.isFinite(number)) {
            String name = names.isEmpty() ? "" : " (" + names.get(coordinate) + ")";
            throw problem(
                ", feature " + coordinate + name,
                "a finite number",
                number,
                "impute or remove such rows",
                row);
          }
        });
    return vector;
  }

  private Problem problem(String where, String expected, Object got, String remedy, Object row) {
    String content = String.valueOf(row);
    String shown = content.length() <= SHOWN ? content : content.substring(0, SHOWN) + "…";
    return Problem.of(
        Problem.Kind.BAD_DATA,
        "column '" + column + "'" + where + ", row " + shown,
        expected,
        got,
        remedy);
  }
}
