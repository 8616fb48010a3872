package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.extremum.network.RandomNetwork;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Data that cannot be trained on or scored: one line that says where and what to do. */
class UnsuitableDataTest {
  private final ExtremumClassifier classifier = TinyData.classifier();
  private final ExtremumClassificationModel model =
      new ExtremumClassificationModel(
          "model",
          RandomNetwork.of(4, 3, 30),
          new TrainingReport(),
          List.of(),
          List.of("height", "width", "depth", "mass"));

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  private static void refused(Problem.Kind kind, ThrowingCallable action, String... words) {
    assertThatThrownBy(action)
        .satisfies(
            failure -> {
              Problem problem = TaskFailures.find(failure, Problem.class).orElseThrow();
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.getMessage()).doesNotContain("\n").contains(words);
            });
  }

  private void fitRefused(Dataset<Row> data, String... words) {
    refused(Problem.Kind.BAD_DATA, () -> classifier.fit(data), words);
  }

  private static Dataset<Row> withRow(Object label, Vector features, Object weight) {
    List<Row> rows = new ArrayList<>(TinyData.rows(20));
    rows.set(13, RowFactory.create(13L, label, features, weight));
    return TinyData.frame(rows).coalesce(1);
  }

  @Test
  void missingColumns() {
    fitRefused(
        TinyData.clouds().drop("features"),
        "column 'features' (featuresCol): expected a column of vectors, got no such column",
        "set featuresCol to one of id, label, weight");
    fitRefused(TinyData.clouds().drop("label"), "column 'label' (labelCol)", "no such column");
    classifier.setWeightCol("mass");
    fitRefused(TinyData.clouds(), "column 'mass' (weightCol)", "no such column");
  }

  @Test
  void columnsOfAnotherType() {
    fitRefused(
        TinyData.clouds().withColumn("features", functions.lit(1)),
        "column 'features' (featuresCol): expected a column of vectors, got type int",
        "VectorAssembler");
    fitRefused(
        TinyData.clouds().withColumn("label", functions.lit("ash")),
        "column 'label' (labelCol): expected a numeric column, got type string",
        "StringIndexer");
  }

  @Test
  void outputColumnsThatAreThereAlready() {
    Dataset<Row> taken = TinyData.clouds().withColumn("probability", functions.lit(1));
    refused(
        Problem.Kind.USAGE,
        () -> classifier.fit(taken),
        "column 'probability' (probabilityCol): expected a name that is free");
    refused(Problem.Kind.USAGE, () -> model.transform(taken), "'probability'");
    classifier.setProbabilityCol("p").setPredictionCol("p");
    refused(Problem.Kind.USAGE, () -> classifier.fit(taken), "'p' (predictionCol)");
  }

  @Test
  void labelsThatAreNoIntegers() {
    Vector good = Vectors.dense(1, 2, 3, 4);
    fitRefused(withRow(1.5, good, 1.0), "row 14", "column label", "an integer from 0", "got 1.5");
    fitRefused(withRow(-1.0, good, 1.0), "got -1.0");
    fitRefused(withRow(null, good, 1.0), "got null");
  }

  @Test
  void labelsBeyondTheMetadata() {
    Dataset<Row> two =
        TinyData.clouds()
            .withColumn(
                "label",
                functions.col("label"),
                NominalAttribute.defaultAttr().withValues(new String[] {"a", "b"}).toMetadata());
    fitRefused(two, "column label", "an integer from 0 to 1", "got 2.0");
  }

  @Test
  void featuresThatAreNotFinite() {
    fitRefused(
        withRow(1.0, Vectors.dense(1, 2, Double.NaN, 4), 1.0),
        "row 14",
        "column features, feature 2",
        "a finite number",
        "got NaN");
    fitRefused(withRow(1.0, null, 1.0), "row 14", "column features", "got null");
    fitRefused(withRow(1.0, Vectors.dense(1, 2), 1.0), "4 features", "2 features");
  }

  @Test
  void negativeWeights() {
    classifier.setWeightCol("weight");
    fitRefused(withRow(1.0, Vectors.dense(1, 2, 3, 4), -2.0), "row 14", "column weight", "-2.0");
  }

  @Test
  void tooFewRows() {
    fitRefused(TinyData.frame(List.of()), "at least one");
    fitRefused(TinyData.frame(TinyData.rows(1)), "at least two");
    fitRefused(TinyData.clouds().filter("label = 1"), "classes", "at least two");
    List<Row> equal = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      equal.add(RowFactory.create((long) i, (double) (i % 2), Vectors.dense(1, 2, 3, 4), 1.0));
    }
    fitRefused(TinyData.frame(equal), "features", "rows equal");
  }

  @Test
  void scoringAnotherNumberOfFeatures() {
    refused(
        Problem.Kind.BAD_DATA,
        () -> model.transform(withRow(1.0, Vectors.dense(1, 2), 1.0)).collectAsList(),
        "column 'features'",
        "[13,1.0,[1.0,2.0],1.0]",
        "expected 4 features, as in training, got 2");
    refused(
        Problem.Kind.BAD_DATA,
        () -> model.predict(Vectors.dense(1, 2, 3, 4, 5)),
        "expected 4 features, as in training, got 5");
    Dataset<Row> told =
        TinyData.clouds()
            .withColumn(
                "features",
                functions.col("features"),
                new org.apache.spark.ml.attribute.AttributeGroup("features", 7).toMetadata());
    refused(
        Problem.Kind.BAD_DATA, () -> model.transform(told), "4 features, as in training, got 7");
  }

  @Test
  void scoringWhatIsNotFinite() {
    Vector bad = Vectors.dense(1, 2, Double.POSITIVE_INFINITY, 4);
    refused(
        Problem.Kind.BAD_DATA,
        () -> model.transform(withRow(1.0, bad, 1.0)).collectAsList(),
        "feature 2 (depth), row [13,1.0,",
        "a finite number, got Infinity");
    refused(Problem.Kind.BAD_DATA, () -> model.predictRaw(bad), "feature 2 (depth)");
    refused(
        Problem.Kind.BAD_DATA,
        () -> model.transform(withRow(1.0, null, 1.0)).collectAsList(),
        "expected a vector, got null");
    refused(
        Problem.Kind.BAD_DATA,
        () -> model.transform(TinyData.clouds().drop("features")),
        "'features' (featuresCol)");
  }
}
