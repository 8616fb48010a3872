package org.extremum.job.input;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Cells that hold a whole surface: a vector of Spark, an array of numbers, or the JSON form in
 * which Spark writes vectors ({@code {"type":0,"size":…,"indices":[…],"values":[…]}}).
 */
final class VectorCells {
  private VectorCells() {}

  /** Whether cells of this type hold surfaces. */
  static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType())
        || type instanceof ArrayType
        || type instanceof StructType struct
            && Arrays.asList(struct.fieldNames()).containsAll(List.of("type", "values"));
  }

  /**
   * The surface in a cell.
   *
   * @param missingPass whether values that are no finite numbers become NaN
   * @throws BadValue where there is none or it has values that are no finite numbers
   */
  static Vector vector(String column, Object cell, boolean missingPass) throws BadValue {
    if (cell instanceof Vector vector) {
      for (double value : stored(vector)) {
        Cells.feature(column, value, missingPass);
      }
      return vector;
    }
    if (cell instanceof scala.collection.Iterable<?> array) {
      return Vectors.dense(numbers(column, array, missingPass));
    }
    if (cell instanceof Row struct && struct.schema() != null) {
      return ofStruct(column, struct, missingPass);
    }
    throw new BadValue(column, "a vector", cell == null ? "an empty value" : Cells.shown(cell));
  }

  private static double[] stored(Vector vector) {
    return vector instanceof SparseVector sparse ? sparse.values() : vector.toDense().values();
  }

  /** Whether every value is a finite number. */
  static boolean isComplete(Vector vector) {
    for (double value : stored(vector)) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Vector ofStruct(String column, Row struct, boolean missingPass) throws BadValue {
    double[] values = numbers(column, field(struct, "values"), missingPass);
    if (field(struct, "indices") == null) {
      return Vectors.dense(values);
    }
    double[] indices = numbers(column, field(struct, "indices"), false);
    int size = (int) Cells.number(column, field(struct, "size"));
    try {
      return Vectors.sparse(size, Arrays.stream(indices).mapToInt(i -> (int) i).toArray(), values);
    } catch (IllegalArgumentException e) {
      throw new BadValue(column, "a sparse vector", Cells.shown(struct));
    }
  }

  private static Object field(Row struct, String name) {
    return Arrays.asList(struct.schema().fieldNames()).contains(name) ? struct.getAs(name) : null;
  }

  private static double[] numbers(String column, Object cell, boolean missingPass) throws BadValue {
    if (!(cell instanceof scala.collection.Iterable<?> array)) {
      throw new BadValue(column, "an array of numbers", Cells.shown(cell));
    }
    List<?> list = new java.util.ArrayList<>(CollectionConverters.asJavaCollection(array));
    double[] numbers = new double[list.size()];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = Cells.feature(column, list.get(j), missingPass);
    }
    return numbers;
  }
}
