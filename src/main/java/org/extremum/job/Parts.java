package org.extremum.job;

import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.job.input.Input;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.RowHash;
import org.extremum.spark.Ingestion;
import org.extremum.spark.SparkSampleStore;
import org.extremum.spark.VectorHash;
import org.extremum.training.TrainingOptions;

/**
 * Samples to train on, and samples to test on.
 *
 * @param test null where there are none
 */
record Parts(Dataset<Row> train, Dataset<Row> test) {

  /**
   * Holds out about {@code fraction} of every class, chosen by the content of rows: the same rows
   * whatever their order or partitions, and equal rows on the same side.
   */
  static Parts split(Dataset<Row> all, double fraction, TrainingOptions options) {
    KeyHistogram.KeyedShare share;
    try (SparkSampleStore store =
        new Ingestion(all, Input.FEATURES, Input.LABEL, Input.WEIGHT)
            .handleInvalid(options.handleInvalid())
            .read()) {
      KeyHistogram.Counting keys =
          new KeyHistogram.Counting(
              options.seed(), RowHash.Purpose.TEST_SPLIT, store.summary().largestEssence() + 1);
      share = store.aggregate(keys).share(keys, fraction);
    }
    return new Parts(all.filter(chosen(share, false)), all.filter(chosen(share, true)));
  }

  private static FilterFunction<Row> chosen(KeyHistogram.KeyedShare share, boolean held) {
    return row -> {
      long hash = VectorHash.of((Vector) row.get(0));
      return share.contains((int) row.getDouble(1), hash) == held;
    };
  }
}
