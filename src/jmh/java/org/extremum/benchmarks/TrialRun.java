package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.spark.ExtremumClassificationModel;

/**
 * Tunes, trains and tests one contender on one split: one fit at a time, on cached tables whose
 * making counts as nothing, nor does a fit of few rows before all others.
 */
final class TrialRun {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  /** Of each partition: enough for every class of the data sets here to be among them. */
  private static final int WARMING_ROWS = 250;

  private final SparkSession session;
  private final Contender contender;
  private final PeerSplit split;
  private double tuning;

  TrialRun(SparkSession session, Contender contender, PeerSplit split) {
    this.session = session;
    this.contender = contender;
    this.split = split;
  }

  /**
   * A model with what it cost.
   *
   * @param seconds of the final fit
   * @param tuning seconds of all fits and predictions before it
   * @param chosen the setting
   */
  record Fitted(Transformer model, double seconds, double tuning, String chosen) {}

  Trial run(int essences) {
    Fitted fitted = fit(essences);
    return new Trial(
        right(fitted.model(), split.test()),
        right(fitted.model(), split.noisy()),
        fitted.seconds(),
        fitted.tuning(),
        fitted.chosen());
  }

  /** Tunes where there is something to tune, and trains. */
  Fitted fit(int essences) {
    int inputs =
        contender.standardised()
            ? split.standardiser().features()
            : split.standardiser().inputFeatures();
    List<Contender.Candidate> candidates = contender.candidates().of(inputs, essences);
    warmUp(candidates.get(0).estimator());
    Contender.Candidate chosen = candidates.size() == 1 ? candidates.get(0) : best(candidates);
    Dataset<Row> training = table(split.training());
    long begin = System.nanoTime();
    Transformer model = chosen.estimator().fit(training);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    training.unpersist(true);
    return new Fitted(model, seconds, tuning, inWords(chosen, model));
  }

  /**
   * A fit on few rows that counts as nothing, the same for every contender: else the first fit of
   * each would pay for loading and compiling classes, which is all of the time of some, and next to
   * nothing of that of those that tune.
   */
  private void warmUp(Estimator<?> estimator) {
    Dataset<Row> few = table(split.training().mapPartitions(TrialRun::firstRows));
    estimator.fit(few);
    few.unpersist(true);
  }

  private static Iterator<SampleBlock> firstRows(Iterator<SampleBlock> partition) {
    return partition.hasNext()
        ? List.of(partition.next().select(i -> i < WARMING_ROWS)).iterator()
        : partition;
  }

  /** The candidate with most validation samples right; of equals the first. */
  private Contender.Candidate best(List<Contender.Candidate> candidates) {
    long[] right = new long[candidates.size()];
    for (PeerSplit.Inner inner : split.inner()) {
      Dataset<Row> training = table(inner.training());
      Dataset<Row> validation = table(inner.validation());
      long begin = System.nanoTime();
      for (int k = 0; k < right.length; k++) {
        Transformer model = candidates.get(k).estimator().fit(training);
        right[k] += model.transform(validation).filter("prediction = label").count();
      }
      tuning += (System.nanoTime() - begin) * 1e-9;
      training.unpersist(true);
      validation.unpersist(true);
    }
    int best = 0;
    for (int k = 1; k < right.length; k++) {
      best = right[k] > right[best] ? k : best;
    }
    return candidates.get(best);
  }

  /** What the training chose by itself, where it did, else the candidate's name. */
  private static String inWords(Contender.Candidate candidate, Transformer model) {
    if (model instanceof ExtremumClassificationModel network
        && network.report().get("resolved.gamma") != null) {
      return "γ "
          + network.report().get("resolved.gamma")
          + ", λ "
          + network.report().get("resolved.regParam");
    }
    return candidate.name();
  }

  /** Which samples it predicts rightly, in their order. */
  boolean[] right(Transformer model, JavaRDD<SampleBlock> samples) {
    Dataset<Row> test = table(samples);
    List<Row> rows =
        new ArrayList<>(model.transform(test).select("id", "label", "prediction").collectAsList());
    test.unpersist(true);
    rows.sort(Comparator.comparingLong(row -> row.getLong(0)));
    boolean[] right = new boolean[rows.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = rows.get(i).getDouble(1) == rows.get(i).getDouble(2);
    }
    return right;
  }

  /** Samples in the coordinates that the contender is given, cached. */
  Dataset<Row> table(JavaRDD<SampleBlock> blocks) {
    Standardiser standardiser = contender.standardised() ? split.standardiser() : null;
    JavaRDD<Row> rows = blocks.flatMap(block -> rows(block, standardiser).iterator());
    Dataset<Row> table = session.createDataFrame(rows, SCHEMA).cache();
    table.count();
    return table;
  }

  private static List<Row> rows(SampleBlock read, Standardiser standardiser) {
    SampleBlock block = standardiser == null ? read : read.standardised(standardiser);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      rows.add(
          RowFactory.create(
              block.position(i), (double) block.essence(i), Vectors.dense(block.surface(i))));
    }
    return rows;
  }
}
