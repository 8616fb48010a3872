package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.extremum.samples.SampleBlock;

/**
 * Raw outputs of any Spark model, by {@code transform}: one job for all points of a call, whatever
 * their number.
 */
record SparkScores(
    SparkSession session, Transformer model, TestPoints points, boolean inStandardised)
    implements Scores {
  @Override
  public double[][] of(int[] samples, double[][] surfaces) {
    SampleBlock block = points.disturbed(samples, surfaces, inStandardised);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      rows.add(RowFactory.create((long) i, 0.0, Vectors.dense(block.surface(i))));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Dataset<Row> table =
        session.createDataFrame(context.parallelize(rows, PeerData.PARTITIONS), TrialRun.SCHEMA);
    double[][] raw = new double[surfaces.length][];
    for (Row row : model.transform(table).select("id", "rawPrediction").collectAsList()) {
      raw[(int) row.getLong(0)] = row.<Vector>getAs(1).toArray();
    }
    return raw;
  }
}
