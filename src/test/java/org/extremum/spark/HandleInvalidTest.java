package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.extremum.training.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleInvalidTest {
  /** Sixty numbers of some units, added in another order. */
  private static final double ROUNDING = 1e-13;

  private static final int[] BROKEN = {3, 17, 18, 44};

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  /** The clouds, four rows of them with NaN, an infinite number, both in a sparse row, and null. */
  private static List<Row> broken() {
    List<Row> rows = new ArrayList<>(TinyData.rows(60));
    double[] first = ((Vector) rows.get(BROKEN[0]).get(2)).toArray().clone();
    first[2] = Double.NaN;
    replace(rows, BROKEN[0], Vectors.dense(first));
    double[] second = ((Vector) rows.get(BROKEN[1]).get(2)).toArray().clone();
    second[0] = Double.NEGATIVE_INFINITY;
    replace(rows, BROKEN[1], Vectors.dense(second));
    double[] both = {Double.POSITIVE_INFINITY, Double.NaN};
    replace(rows, BROKEN[2], Vectors.sparse(4, new int[] {1, 3}, both));
    replace(rows, BROKEN[3], null);
    return rows;
  }

  private static void replace(List<Row> rows, int at, Vector features) {
    Row row = rows.get(at);
    rows.set(at, RowFactory.create(row.get(0), row.get(1), features, row.get(3)));
  }

  private static Dataset<Row> sound() {
    List<Row> rows = new ArrayList<>(TinyData.rows(60));
    for (int k = BROKEN.length - 1; k >= 0; k--) {
      rows.remove(BROKEN[k]);
    }
    return TinyData.frame(rows);
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  @Test
  void scoringStopsAtThemUnlessTold() {
    ExtremumClassificationModel model = TinyData.classifier().fit(TinyData.clouds());
    // One of them: of several, the task that fails first decides which is named.
    Dataset<Row> missing = TinyData.frame(List.of(broken().get(BROKEN[0])));
    assertThatThrownBy(() -> model.transform(missing).collectAsList())
        .hasMessageContaining("feature 2")
        .hasMessageContaining("expected a finite number, got NaN")
        .hasMessageContaining("handleInvalid");
  }

  @Test
  void skippedRowsHaveNoScoresAndOthersAreTheSame() {
    ExtremumClassificationModel model =
        TinyData.classifier().fit(TinyData.clouds()).setHandleInvalid("skip");
    Dataset<Row> scored = model.transform(TinyData.frame(broken()).coalesce(1));
    assertThat(ids(scored)).isEqualTo(ids(sound()));
    Row row = scored.collectAsList().get(3);
    double[] expected = model.predictRaw(row.<Vector>getAs("features")).toArray();
    assertThat(row.<Vector>getAs("rawPrediction").toArray())
        .containsExactly(expected, within(1e-9));
    assertThatThrownBy(() -> model.predictRaw(broken().get(BROKEN[0]).getAs(2)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("feature 2");
  }

  @Test
  void manySkippedBlocksInARow() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      double value = i == 2999 ? 1 : Double.NaN;
      rows.add(RowFactory.create((long) i, 0.0, Vectors.dense(value, 0, 0, 0), 1.0));
    }
    ExtremumClassificationModel model =
        TinyData.classifier().fit(TinyData.clouds()).setHandleInvalid("skip");
    assertThat(ids(model.transform(TinyData.frame(rows).coalesce(1)))).containsExactly(2999L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature", "global", "none"})
  void keptRowsAreScoredWithTheMeansOfTraining(String standardization) {
    List<Row> training = TinyData.rows(60);
    double[] means = new double[4];
    training.forEach(
        row -> {
          for (int j = 0; j < 4; j++) {
            means[j] += ((Vector) row.get(2)).apply(j) / training.size();
          }
        });
    ExtremumClassificationModel model =
        TinyData.classifier()
            .setStandardization(standardization)
            .setHandleInvalid("keep")
            .fit(TinyData.clouds());
    assertThat(model.getHandleInvalid()).isEqualTo("keep");
    assertThat(model.content().means()).containsExactly(means, within(ROUNDING));
    List<Row> rows = broken();
    rows.remove(BROKEN[3]); // no vector: nothing to be kept
    List<Row> scored = model.transform(TinyData.frame(rows).coalesce(1)).collectAsList();
    assertThat(scored).hasSize(59);
    for (int broken : new int[] {BROKEN[0], BROKEN[1], BROKEN[2]}) {
      double[] completed = ((Vector) rows.get(broken).get(2)).toArray().clone();
      for (int j = 0; j < 4; j++) {
        completed[j] = Double.isFinite(completed[j]) ? completed[j] : means[j];
      }
      double[] expected = model.network().raw(completed);
      assertThat(scored.get(broken).<Vector>getAs("rawPrediction").toArray())
          .containsExactly(expected, within(1e-9));
      assertThat(model.predictRaw(rows.get(broken).getAs(2)).toArray())
          .containsExactly(expected, within(1e-9));
      assertThat(scored.get(broken).<Vector>getAs("features").toString())
          .as("the row itself stays as it was")
          .isEqualTo(rows.get(broken).get(2).toString());
    }
  }

  @Test
  void trainingSkipsThemAndSaysHowMany() {
    ExtremumClassifier classifier = TinyData.classifier().setHandleInvalid("skip").setPartitions(1);
    ExtremumClassificationModel model = classifier.fit(TinyData.frame(broken()));
    assertThat(model.report().get("skippedRows")).isEqualTo(4L);
    // One partition, the same rows in the same order: the same bits.
    ExtremumClassificationModel sound = classifier.fit(sound());
    assertThat(WeightFile.digest(model.network())).isEqualTo(WeightFile.digest(sound.network()));
    assertThat(sound.report().get("skippedRows")).isEqualTo(0L);
    assertThat(model.getHandleInvalid()).isEqualTo("skip");
  }

  @Test
  void trainingRefusesThemOtherwise() {
    ExtremumClassifier classifier = TinyData.classifier();
    Dataset<Row> data = TinyData.frame(broken()).coalesce(1);
    assertThatThrownBy(() -> classifier.fit(data))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("row 4, column features, feature 2")
        .hasMessageContaining("4 bad rows in all")
        .hasMessageContaining("handleInvalid");
    ExtremumClassifier skipping = TinyData.classifier().setHandleInvalid("skip");
    Dataset<Row> unlabelled = data.selectExpr("id", "id + 0.5 as label", "features", "weight");
    assertThatThrownBy(() -> skipping.fit(unlabelled))
        .as("labels are not features")
        .hasMessageContaining("column label")
        .hasMessageContaining("56 bad rows in all");
    assertThatThrownBy(() -> TinyData.classifier().setHandleInvalid("keep").fit(data))
        .as("what has no features has nothing to be kept")
        .isInstanceOf(Problem.class)
        .hasMessageContaining("row 45, column features: expected a vector, got null");
  }

  /** The broken rows but for the one without features, weights of some size. */
  private static List<Row> kept() {
    List<Row> rows = broken();
    rows.remove(BROKEN[3]);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      rows.set(i, RowFactory.create(row.get(0), row.get(1), row.get(2), 1 + i % 4 / 2.0));
    }
    return rows;
  }

  /** By the definition: weighted means of what is finite. */
  private static double[] means(List<Row> rows) {
    double[] sums = new double[4];
    double[] weights = new double[4];
    for (Row row : rows) {
      double[] values = row.<Vector>getAs(2).toArray();
      for (int j = 0; j < 4; j++) {
        if (Double.isFinite(values[j])) {
          sums[j] += row.getDouble(3) * values[j];
          weights[j] += row.getDouble(3);
        }
      }
    }
    for (int j = 0; j < 4; j++) {
      sums[j] /= weights[j];
    }
    return sums;
  }

  private static List<Row> completed(List<Row> rows, double[] means) {
    return rows.stream()
        .map(
            row -> {
              double[] values = row.<Vector>getAs(2).toArray().clone();
              for (int j = 0; j < 4; j++) {
                values[j] = Double.isFinite(values[j]) ? values[j] : means[j];
              }
              return RowFactory.create(
                  row.get(0), row.get(1), Vectors.dense(values), row.getDouble(3));
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weakened", "exact"})
  void trainingPutsMeansInTheirPlace(String extremum) {
    double[] means = means(kept());
    // Gaussian neurons do not depend on which rows are drawn by their content's hash.
    ExtremumClassifier classifier =
        TinyData.classifier()
            .setWeightCol("weight")
            .setPartitions(1)
            .setHiddenLayers(300)
            .setInitialization("gaussian")
            .setExtremum(extremum)
            .setHandleInvalid("keep");
    ExtremumClassificationModel model = classifier.fit(TinyData.frame(kept()));
    assertThat(model.report().get("completed.rows")).isEqualTo(3L);
    assertThat(model.report().get("completed.values")).isEqualTo(4L);
    assertThat(model.featureMeans()).containsExactly(means, within(ROUNDING));
    ExtremumClassificationModel byHand =
        classifier.fit(TinyData.frame(completed(kept(), model.featureMeans())));
    assertThat(byHand.report().get("completed.values")).isEqualTo(0L);
    assertThat(model.network().standardiser().means())
        .containsExactly(byHand.network().standardiser().means(), within(ROUNDING));
    if (extremum.equals("exact")) { // all samples central, whatever their hashes
      for (Row row : kept()) {
        assertThat(model.predict(row.getAs(2))).isEqualTo(row.getDouble(1));
      }
    }
    assertThat(model.report().number("train.accuracy"))
        .isEqualTo(byHand.report().number("train.accuracy"));
  }

  @Test
  void whatIsCompleteTrainsTheSameUnderKeep() {
    ExtremumClassifier classifier = TinyData.classifier().setPartitions(1);
    String plain = WeightFile.digest(classifier.fit(TinyData.clouds()).network());
    ExtremumClassificationModel keeping =
        classifier.setHandleInvalid("keep").fit(TinyData.clouds());
    assertThat(WeightFile.digest(keeping.network())).isEqualTo(plain);
    assertThat(keeping.report().get("completed.rows")).isEqualTo(0L);
  }

  @Test
  void prototypesAndValidationRowsMayHaveGaps() {
    List<Row> rows = new ArrayList<>();
    for (Row row : kept()) {
      boolean held = row.getLong(0) % 5 == 3; // rows 3 and 18 of the broken ones
      rows.add(RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3), held));
    }
    Dataset<Row> data =
        TestSpark.session()
            .createDataFrame(rows, TinyData.SCHEMA.add("held", DataTypes.BooleanType));
    ExtremumClassificationModel model =
        TinyData.classifier()
            .setHandleInvalid("keep")
            .setValidationIndicatorCol("held")
            .setRegParam(Double.NaN)
            .setPrototypes(16)
            .withRowNames("id")
            .fit(data);
    assertThat(model.report().get("completed.rows")).as("of the training rows").isEqualTo(1L);
    List<String> ids =
        IntStream.range(0, model.content().prototypes().count())
            .mapToObj(model.content().prototypes()::id)
            .toList();
    assertThat(ids).contains("17").doesNotContain("3").allMatch(id -> id.matches("\\d+"));
    assertThat(model.report().number("validation.logLoss")).isFinite();
    Row gap = data.filter("id = 17").first();
    model.setSupportIdCol("like");
    assertThat(model.transform(data.filter("id = 17")).first().<String>getAs("like"))
        .as("the nearest one to a row with gaps is itself")
        .isEqualTo(String.valueOf(gap.getLong(0)));
  }

  @Test
  void aFeatureThatNoRowHasIsLeftOut() {
    List<Row> rows =
        TinyData.rows(60).stream()
            .map(
                row -> {
                  double[] values = row.<Vector>getAs(2).toArray().clone();
                  values[3] = Double.NaN;
                  return RowFactory.create(row.get(0), row.get(1), Vectors.dense(values), 1.0);
                })
            .toList();
    ExtremumClassificationModel model =
        TinyData.classifier().setHandleInvalid("keep").fit(TinyData.frame(rows));
    assertThat(model.network().standardiser().keptFeatures()).containsExactly(0, 1, 2);
    assertThat(model.transform(TinyData.frame(rows)).count()).isEqualTo(60);
  }
}
