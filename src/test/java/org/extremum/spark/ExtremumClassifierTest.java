package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremumClassifierTest {
  private static double accuracy(Dataset<Row> predictions) {
    return evaluator().evaluate(predictions);
  }

  private static MulticlassClassificationEvaluator evaluator() {
    return new MulticlassClassificationEvaluator().setMetricName("accuracy");
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  @Test
  void tellsCloudsApart() {
    ExtremumClassificationModel model = TinyData.classifier().fit(TinyData.clouds());
    assertThat(model.numClasses()).isEqualTo(3);
    assertThat(model.numFeatures()).isEqualTo(4);
    assertThat(model.labelNames()).isEmpty();
    assertThat(model.featureNames()).isEmpty();
    assertThat(model.getHiddenLayers()).containsExactly(30);
    assertThat(model.report().get("outcome")).isEqualTo("SOLVED");
    assertThat(model.hasParent()).isTrue();
    assertThat(accuracy(model.transform(TinyData.clouds()))).isGreaterThan(0.95);
  }

  @Test
  void sameSeedSameBitsWhateverWasFittedBefore() {
    ExtremumClassifier classifier = TinyData.classifier();
    assertThat(WeightFile.digest(classifier.fit(TinyData.clouds()).network()))
        .isEqualTo(WeightFile.digest(classifier.fit(TinyData.clouds()).network()))
        .isNotEqualTo(
            WeightFile.digest(
                classifier
                    .fit(TinyData.clouds(), new ParamMap().put(classifier.seed(), 1L))
                    .network()));
  }

  @Test
  void worksInAPipelineAndKeepsTheNamesOfLabels(@TempDir java.nio.file.Path folder)
      throws java.io.IOException {
    Dataset<Row> named =
        TinyData.clouds()
            .drop("label")
            .withColumn("name", functions.expr("array('ash','birch','cedar')[int(id % 3)]"));
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer()
                      .setInputCol("name")
                      .setOutputCol("label")
                      .setStringOrderType("alphabetAsc"),
                  TinyData.classifier(),
                  new IndexToString().setInputCol("prediction").setOutputCol("guess")
                });
    PipelineModel model = pipeline.fit(named);
    assertThat(((ExtremumClassificationModel) model.stages()[1]).labelNames())
        .containsExactly("ash", "birch", "cedar");
    assertThat(model.transform(named).filter("guess = name").count()).isGreaterThan(55);
    String path = folder.resolve("pipeline").toString();
    model.write().overwrite().save(path);
    model.write().overwrite().save(path);
    assertThat(PipelineModel.load(path).transform(named).collectAsList())
        .isEqualTo(model.transform(named).collectAsList());
  }

  @Test
  void isTunedByACrossValidator() {
    ExtremumClassifier classifier = TinyData.classifier();
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(classifier.gamma(), new double[] {0.1, 50}).build())
            .setNumFolds(2)
            .setSeed(1)
            .fit(TinyData.clouds());
    assertThat(best.avgMetrics()[0]).isGreaterThan(0.9);
    assertThat(((ExtremumClassificationModel) best.bestModel()).getGamma()).isEqualTo(0.1);
  }

  @Test
  void isTunedInParallelAsOneAfterTheOther() {
    ExtremumClassifier classifier = TinyData.classifier();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(
                new ParamGridBuilder()
                    .addGrid(classifier.gamma(), new double[] {0.1, 50})
                    .addGrid(classifier.regParam(), new double[] {1e-3, 1e3})
                    .build())
            .setNumFolds(2)
            .setSeed(1);
    CrossValidatorModel alone = validator.setParallelism(1).fit(TinyData.clouds());
    CrossValidatorModel parallel = validator.setParallelism(2).fit(TinyData.clouds());
    assertThat(parallel.avgMetrics()).isEqualTo(alone.avgMetrics()).hasSize(4);
    ExtremumClassificationModel best = (ExtremumClassificationModel) parallel.bestModel();
    assertThat(best.getGamma()).isEqualTo(0.1);
    assertThat(best.getRegParam()).isEqualTo(1e-3);
    assertThat(WeightFile.digest(best.network()))
        .isEqualTo(WeightFile.digest(((ExtremumClassificationModel) alone.bestModel()).network()));
    TrainValidationSplitModel split =
        new TrainValidationSplit()
            .setEstimator(classifier)
            .setEvaluator(evaluator())
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(classifier.gamma(), new double[] {0.1, 50}).build())
            .setParallelism(2)
            .setSeed(1)
            .fit(TinyData.clouds());
    assertThat(((ExtremumClassificationModel) split.bestModel()).getGamma()).isEqualTo(0.1);
  }

  @Test
  void isABinaryClassifierOfOneVsRest(@TempDir java.nio.file.Path folder)
      throws java.io.IOException {
    OneVsRestModel model =
        new OneVsRest()
            .setClassifier(TinyData.classifier())
            .setWeightCol("weight")
            .fit(TinyData.clouds());
    assertThat(accuracy(model.transform(TinyData.clouds()))).isGreaterThan(0.9);
    String path = folder.resolve("rest").toString();
    model.write().save(path);
    assertThat(OneVsRestModel.load(path).transform(TinyData.clouds()).collectAsList())
        .isEqualTo(model.transform(TinyData.clouds()).collectAsList());
  }

  @Test
  void weightZeroIsTheSameAsAbsent() {
    List<Row> rows = TinyData.rows(60);
    List<Row> weighted = new ArrayList<>(rows);
    for (int i = 0; i < 10; i++) {
      Row row = rows.get(i);
      weighted.add(RowFactory.create(100L + i, 2.0 - row.getDouble(1), row.get(2), 0.0));
    }
    ExtremumClassifier classifier = TinyData.classifier().setWeightCol("weight").setPartitions(1);
    // One partition and the same rows first: the same blocks, so the same bits.
    assertThat(WeightFile.digest(classifier.fit(TinyData.frame(weighted)).network()))
        .isEqualTo(WeightFile.digest(classifier.fit(TinyData.frame(rows)).network()));
  }

  @Test
  void weightTwoIsTheSameAsARowThatStandsTwice() {
    List<Row> weighted = new ArrayList<>();
    List<Row> doubled = new ArrayList<>();
    for (Row row : TinyData.rows(60)) {
      boolean twice = row.getLong(0) % 4 == 0;
      weighted.add(RowFactory.create(row.get(0), row.get(1), row.get(2), twice ? 2.0 : 1.0));
      doubled.add(row);
      if (twice) {
        doubled.add(row);
      }
    }
    // Gaussian weights do not depend on the rows, as pairs do. κ is found on held-out rows and may
    // hold out one of two equal rows; it scales all outputs alike.
    ExtremumClassifier classifier =
        TinyData.classifier().setWeightCol("weight").setInitialization("gaussian");
    Vector one = raw(classifier.fit(TinyData.frame(weighted)));
    Vector two = raw(classifier.fit(TinyData.frame(doubled)));
    double scale = one.apply(0) / two.apply(0);
    for (int v = 0; v < 3; v++) {
      assertThat(one.apply(v)).isCloseTo(scale * two.apply(v), within(1e-6));
    }
    Vector unweighted = raw(classifier.copy(ParamMap.empty()).fit(TinyData.clouds()));
    assertThat(Math.abs(unweighted.apply(1) / unweighted.apply(0) - one.apply(1) / one.apply(0)))
        .isGreaterThan(1e-4);
  }

  private static Vector raw(ExtremumClassificationModel model) {
    return model.predictRaw((Vector) TinyData.rows(1).get(0).get(2));
  }

  @Test
  void aClassWithoutRowsIsAllowed() {
    Dataset<Row> gap =
        TinyData.clouds()
            .withColumn(
                "label",
                functions
                    .when(functions.col("label").equalTo(2), 3)
                    .otherwise(functions.col("label")));
    ExtremumClassificationModel model = TinyData.classifier().fit(gap);
    assertThat(model.numClasses()).isEqualTo(4);
    assertThat(accuracy(model.transform(gap))).isGreaterThan(0.9);
  }

  @Test
  void thresholdsAreTheModelsAndMustFitBeforeAnythingIsTrained() {
    ExtremumClassifier classifier = TinyData.classifier();
    classifier.setThresholds(new double[] {0.2, 0.3, 0.5});
    assertThat(classifier.fit(TinyData.clouds()).getThresholds()).containsExactly(0.2, 0.3, 0.5);
    classifier.setThresholds(new double[] {0.5, 0.5});
    assertThatThrownBy(() -> classifier.fit(TinyData.clouds()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("thresholds: expected one for each of 3 classes, got 2");
  }

  @Test
  void progressIsHeardAlsoThroughACopy() {
    List<String> heard = new ArrayList<>();
    Progress listener =
        new Progress() {
          @Override
          public void stepStarted(String step, String detail) {
            heard.add(step);
          }
        };
    TinyData.classifier().withProgress(listener).copy(ParamMap.empty()).fit(TinyData.clouds());
    assertThat(heard).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weakened", "exact"})
  void softmaxOutputsInBothModes(String extremum) {
    ExtremumClassificationModel model =
        TinyData.classifier()
            .setHiddenLayers(400)
            .setExtremum(extremum)
            .setOutputActivation("softmax")
            .fit(TinyData.clouds());
    assertThat(model.getOutputActivation()).isEqualTo("softmax");
    assertThat(model.network().outputActivation()).isSameAs(OutputActivation.SOFTMAX);
    assertThat(model.report().get("options.outputActivation")).isEqualTo("softmax");
    Layer output = model.network().output();
    double largest = Arrays.stream(output.weights()).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < output.inputs(); k++) {
      double sum = output.weight(0, k) + output.weight(1, k) + output.weight(2, k);
      assertThat(sum).isCloseTo(0, within(4 * Math.ulp(1.0) * largest));
    }
    assertThat(accuracy(model.transform(TinyData.clouds()))).isGreaterThan(0.95);
    if (extremum.equals("exact")) {
      for (Row row : model.transform(TinyData.clouds()).collectAsList()) {
        double[] p = row.<Vector>getAs("probability").toArray();
        assertThat(p[(int) row.<Double>getAs("label").doubleValue()])
            .isGreaterThan(1 - model.getEpsilon() - 1e-9);
      }
    }
  }

  @Test
  void reluInWeakenedMode() {
    ExtremumClassificationModel model =
        TinyData.classifier().setHiddenLayers(60).setActivation("relu").fit(TinyData.clouds());
    assertThat(accuracy(model.transform(TinyData.clouds()))).isGreaterThan(0.95);
    assertThat((Boolean) model.report().get("stationarity.constrained")).isFalse();
  }

  @Test
  void twoHiddenLayersExactlyAndSketched() {
    // Pairs on layers of 20 and 60; the sketch of 3 of 4 directions only moves E.
    ExtremumClassifier deep = TinyData.classifier().setHiddenLayers(20, 60);
    ExtremumClassificationModel exactly = deep.fit(TinyData.clouds());
    ExtremumClassificationModel sketched = deep.setSketchDirections(3).fit(TinyData.clouds());
    assertThat(accuracy(exactly.transform(TinyData.clouds()))).isGreaterThan(0.95);
    assertThat(accuracy(sketched.transform(TinyData.clouds()))).isGreaterThan(0.95);
    assertThat(WeightFile.digest(sketched.network()))
        .isNotEqualTo(WeightFile.digest(exactly.network()));
    assertThat(sketched.report().number("moments.flops"))
        .isLessThan(exactly.report().number("moments.flops"));
  }

  @Test
  void anOutcomeWithoutAModelIsAProblemWithAdvice() {
    ExtremumClassifier tooSmall = TinyData.classifier().setHiddenLayers(5).setExtremum("exact");
    assertThatThrownBy(() -> tooSmall.fit(TinyData.clouds()))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NO_MODEL))
        .hasMessageStartingWith("NETWORK_TOO_SMALL");
  }

  @Test
  void savesAndLoadsItsParams(@TempDir java.nio.file.Path folder) throws java.io.IOException {
    ExtremumClassifier saved = TinyData.classifier().setGamma(0.3).setActivation("tanh");
    String path = folder.resolve("estimator").toString();
    saved.write().save(path);
    ExtremumClassifier loaded = ExtremumClassifier.load(path);
    assertThat(loaded.uid()).isEqualTo(saved.uid());
    assertThat(OptionParams.asked(loaded).asMap()).isEqualTo(OptionParams.asked(saved).asMap());
    assertThatThrownBy(() -> ExtremumClassificationModel.load(path))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a saved ExtremumClassifier");
  }
}
