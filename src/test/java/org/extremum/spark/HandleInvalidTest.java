package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

  @ParameterizedTest
  @ValueSource(strings = {"error", "keep"})
  void trainingRefusesThemOtherwise(String handleInvalid) {
    ExtremumClassifier classifier = TinyData.classifier().setHandleInvalid(handleInvalid);
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
  }
}
