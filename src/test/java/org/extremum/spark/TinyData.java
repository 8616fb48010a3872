package org.extremum.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A few dozen rows that a small network tells apart. */
final class TinyData {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType())
          .add("weight", DataTypes.DoubleType);

  private TinyData() {}

  /** Three clouds in four features; row i has label i mod 3. */
  static List<Row> rows(int count) {
    Random random = new Random(7);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) i, (double) (i % 3), surface(i % 3, random), 1.0));
    }
    return rows;
  }

  private static Vector surface(int label, Random random) {
    double[] values = new double[4];
    for (int j = 0; j < values.length; j++) {
      values[j] = (j == label ? 4 : 0) + random.nextGaussian();
    }
    return Vectors.dense(values);
  }

  static Dataset<Row> frame(List<Row> rows) {
    return TestSpark.session().createDataFrame(rows, SCHEMA);
  }

  /** 60 rows. */
  static Dataset<Row> clouds() {
    return frame(rows(60));
  }

  /** An estimator small enough for tests. */
  /** With a penalty that is given, so that nothing is chosen. */
  static ExtremumClassifier classifier() {
    return new ExtremumClassifier().setHiddenLayers(30).setRegParam(3e-3);
  }
}
