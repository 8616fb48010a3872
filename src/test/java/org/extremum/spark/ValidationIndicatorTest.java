package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.extremum.training.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choosing the penalty by the estimator, and the rows that are kept for it. */
class ValidationIndicatorTest {
  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  /** Every fourth row is of the validation part, every fourth says nothing. */
  private static Dataset<Row> marked() {
    return TinyData.clouds()
        .withColumn("held", functions.expr("case id % 4 when 0 then true when 1 then false end"));
  }

  private static ExtremumClassifier automatic() {
    return TinyData.classifier().setGamma(Double.NaN).setRegParam(Double.NaN);
  }

  @Test
  void marksRowsThatAreNotTrainedOn() {
    ExtremumClassificationModel all = TinyData.classifier().fit(marked().filter("id % 4 <> 0"));
    ExtremumClassificationModel marked =
        TinyData.classifier().setValidationIndicatorCol("held").fit(marked());
    double[] expected = all.network().output().weights();
    double[] weights = marked.network().output().weights();
    double factor = weights[0] / expected[0];
    // Two blockings of the same rows: rounding of the sums, times the condition of the solve.
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < expected.length; k++) {
      assertThat(weights[k])
          .isCloseTo(factor * expected[k], within(1e-8 * Math.abs(factor) * largest));
    }
    assertThat(marked.report().number("samples")).isEqualTo(45);
    assertThat(marked.report().get("resolved.scaleFittedOn")).isEqualTo("validation");
  }

  @Test
  void penaltiesAreComparedOnThem() {
    ExtremumClassificationModel model = automatic().setValidationIndicatorCol("held").fit(marked());
    assertThat(model.report().get("selection.comparedOn")).isEqualTo("validation");
    assertThat(model.report().number("selection.samples")).isEqualTo(15);
  }

  @Test
  void aColumnOfAnotherKindOrWithoutSuchRowsIsRefused() {
    assertThatThrownBy(() -> TinyData.classifier().setValidationIndicatorCol("label").fit(marked()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("column 'label' (validationIndicatorCol)")
        .hasMessageContaining("Boolean");
    Dataset<Row> none = marked().withColumn("held", functions.lit(false));
    assertThatThrownBy(() -> TinyData.classifier().setValidationIndicatorCol("held").fit(none))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("expected a row with true");
  }

  @Test
  void autoIsSavedAndCompetesInACrossValidator(@TempDir Path folder) throws java.io.IOException {
    ExtremumClassifier classifier = automatic();
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(classifier)
            .setEstimatorParamMaps(
                new ParamMap[] {
                  new ParamMap().put(classifier.gamma(), 0.1).put(classifier.regParam(), 1e4),
                  new ParamMap()
                })
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setNumFolds(2)
            .fit(TinyData.clouds());
    ExtremumClassificationModel model = (ExtremumClassificationModel) best.bestModel();
    assertThat(model.report().get("selection.comparedOn")).isEqualTo("folds");
    assertThat(model.getGamma()).isNaN();
    String path = folder.resolve("model").toString();
    model.save(path);
    ExtremumClassificationModel loaded = ExtremumClassificationModel.load(path);
    assertThat(loaded.getGamma()).isNaN();
    assertThat(loaded.report().number("resolved.gamma"))
        .isEqualTo(model.report().number("resolved.gamma"));
  }
}
