package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtremumTrainingSummaryTest {
  @TempDir Path folder;

  /** Too narrow to be right everywhere. */
  private static ExtremumClassificationModel model() {
    return TinyData.classifier().setHiddenLayers(2).fit(TinyData.clouds());
  }

  @Test
  void itSaysWhatSparksEvaluatorSays() {
    ExtremumClassificationModel model = model();
    Dataset<Row> scored = model.transform(TinyData.clouds());
    ExtremumTrainingSummary summary = model.summary();
    MulticlassClassificationEvaluator evaluator = new MulticlassClassificationEvaluator();
    assertThat(summary.accuracy())
        .isEqualTo(evaluator.setMetricName("accuracy").evaluate(scored))
        .isLessThan(1);
    assertThat(summary.labels()).containsExactly(0, 1, 2);
    for (int v = 0; v < 3; v++) {
      evaluator.setMetricLabel(v);
      assertThat(summary.precisionByLabel()[v])
          .isEqualTo(evaluator.setMetricName("precisionByLabel").evaluate(scored));
      assertThat(summary.recallByLabel()[v])
          .isEqualTo(evaluator.setMetricName("recallByLabel").evaluate(scored));
      assertThat(summary.fMeasureByLabel()[v])
          .isCloseTo(evaluator.setMetricName("fMeasureByLabel").evaluate(scored), within(1e-14));
      double ofLabel = 0;
      for (int q = 0; q < 3; q++) {
        ofLabel += summary.confusionMatrix().apply(v, q);
        assertThat(summary.confusionMatrix().apply(v, q))
            .isEqualTo(scored.filter("label = " + v + " and prediction = " + q).count());
      }
      assertThat(ofLabel).isEqualTo(20);
    }
    assertThat(summary.stopReason()).isEqualTo("SOLVED");
    assertThat(summary.totalIterations()).isEqualTo(1);
    assertThat(summary.history()).isNotEmpty();
    assertThat(summary.rank()).isEqualTo(-1);
    assertThat(summary.spectrum()).isEmpty();
    assertThat(summary.accuracyByNoiseRadius()[0]).containsExactly(0, summary.accuracy());
  }

  @Test
  void itIsSavedWithTheModelAndCopied() throws Exception {
    ExtremumClassificationModel model =
        TinyData.classifier().setExtremum("exact").setHiddenLayers(400).fit(TinyData.clouds());
    String path = folder.resolve("model").toString();
    model.write().save(path);
    ExtremumTrainingSummary saved = ExtremumClassificationModel.load(path).summary();
    ExtremumTrainingSummary made = model.summary();
    assertThat(saved.accuracy()).isEqualTo(made.accuracy());
    assertThat(saved.confusionMatrix()).isEqualTo(made.confusionMatrix());
    assertThat(saved.spectrum()).isDeepEqualTo(made.spectrum()).isNotEmpty();
    assertThat(saved.rank()).isEqualTo(made.rank()).isPositive();
    assertThat(saved.totalSeconds()).isEqualTo(made.totalSeconds()).isPositive();
    assertThat(saved.failedHistory()).isEqualTo(made.failedHistory()).hasSize(1);
    assertThat(model.copy(new org.apache.spark.ml.param.ParamMap()).hasSummary()).isTrue();
  }

  @Test
  void aModelWithoutOneSaysSo() {
    ExtremumClassificationModel old =
        new ExtremumClassificationModel(
            "m", model().network(), new TrainingReport(), List.of(), List.of());
    assertThat(old.hasSummary()).isFalse();
    assertThatThrownBy(old::summary)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("training summary");
  }
}
