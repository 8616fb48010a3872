package org.extremum.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.extremum.training.Problem;

/**
 * What a vector must be for a model to score it, what is done with one that has values that are no
 * finite numbers (param handleInvalid), and how it is said that one cannot be scored.
 */
final class ScoredSurface implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 200;

  private final String column;
  private final int features;
  private final List<String> names; // of the features, or empty
  private final String handleInvalid;

  /**
   * @param handleInvalid error, skip or keep
   */
  ScoredSurface(String column, int features, List<String> names, String handleInvalid) {
    this.column = column;
    this.features = features;
    this.names = names;
    this.handleInvalid = handleInvalid;
  }

  /**
   * The value as a vector that can be scored; nothing where the row is to be left out, which a null
   * is too.
   *
   * @param row what the message shows of the row; its {@code toString()} is called in that case
   * @param means what takes the place of a value that is no finite number, where those are kept
   * @throws Problem (bad data) when it is of another size, or cannot be scored and is not to be
   *     left out
   */
  Optional<Vector> valid(Object value, Object row, double[] means) {
    boolean skips = handleInvalid.equals("skip");
    if (!(value instanceof Vector vector)) {
      if (skips && value == null) {
        return Optional.empty();
      }
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
    if (Reading.isFinite(vector)) {
      return Optional.of(vector);
    }
    return switch (handleInvalid) {
      case "keep" -> Optional.of(completed(vector, means));
      case "skip" -> Optional.empty();
      default -> throw invalid(vector, row);
    };
  }

  private static Vector completed(Vector vector, double[] means) {
    if (vector instanceof SparseVector sparse) {
      double[] values = sparse.values().clone();
      for (int p = 0; p < values.length; p++) {
        values[p] = Double.isFinite(values[p]) ? values[p] : means[sparse.indices()[p]];
      }
      return Vectors.sparse(sparse.size(), sparse.indices(), values);
    }
    double[] values = vector.toArray().clone();
    for (int j = 0; j < values.length; j++) {
      values[j] = Double.isFinite(values[j]) ? values[j] : means[j];
    }
    return Vectors.dense(values);
  }

  /** What to throw for a vector that is not finite: its first such value is named. */
  Problem invalid(Vector vector, Object row) {
    int[] first = {-1};
    Reading.forEachStored(
        vector,
        (coordinate, number) -> {
          if (first[0] < 0 && !Double.isFinite(number)) {
            first[0] = coordinate;
          }
        });
    String name = names.isEmpty() ? "" : " (" + names.get(first[0]) + ")";
    return problem(
        ", feature " + first[0] + name,
        "a finite number",
        vector.apply(first[0]),
        "impute or remove such rows, or set handleInvalid to keep or skip",
        row);
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
