package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that a model predicts in a second: through {@code transform}, and one by one. */
final class ScoringSpeed {
  private static final int WARM = 2;
  private static final int REPEATS = 5;
  private static final double SECONDS = 1; // of single rows

  private ScoringSpeed() {}

  /** Predictions of a cached table that nobody reads, on all of Spark's threads; the median. */
  static double batch(Transformer model, Dataset<Row> table) {
    long rows = table.count();
    double[] rates = new double[REPEATS];
    for (int k = -WARM; k < REPEATS; k++) {
      long begin = System.nanoTime();
      model.transform(table).select("prediction").write().format("noop").mode("overwrite").save();
      if (k >= 0) {
        rates[k] = rows / ((System.nanoTime() - begin) * 1e-9);
      }
    }
    return Spread.median(rates);
  }

  /**
   * {@code predict} of one vector after the other in one thread, without Spark; NaN where the model
   * cannot.
   */
  @SuppressWarnings("unchecked")
  static double single(Transformer model, List<Vector> vectors) {
    if (!(model instanceof PredictionModel<?, ?> any)) {
      return Double.NaN;
    }
    var predicting = (PredictionModel<Vector, ?>) any;
    try {
      rate(predicting, vectors);
      return rate(predicting, vectors);
    } catch (Exception e) { // XGBoost has no way for one row, and Scala's exceptions are unchecked
      return Double.NaN;
    }
  }

  private static double rate(PredictionModel<Vector, ?> model, List<Vector> vectors) {
    long begin = System.nanoTime();
    long rows = 0;
    double sum = 0; // so that predictions are needed
    do {
      for (Vector vector : vectors) {
        sum += model.predict(vector);
      }
      rows += vectors.size();
    } while ((System.nanoTime() - begin) * 1e-9 < SECONDS && sum >= 0);
    return rows / ((System.nanoTime() - begin) * 1e-9);
  }

  /** The features of some rows. */
  static List<Vector> vectors(Dataset<Row> table, int count) {
    List<Vector> vectors = new ArrayList<>();
    for (Row row : table.select("features").limit(count).collectAsList()) {
      vectors.add(row.getAs(0));
    }
    return Collections.unmodifiableList(vectors);
  }
}
