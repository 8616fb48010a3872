package org.extremum.examples;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.ExtremumClassifier;

/** Iris: names indexed, features assembled, γ and λ chosen by cross-validation, saved, loaded. */
public final class IrisInJava {
  private IrisInJava() {}

  /**
   * Trains on {@code iris.csv} and saves the pipeline; returns its accuracy on those it left out.
   */
  public static double run(SparkSession spark, String csv, String model) throws Exception {
    Dataset<Row>[] parts =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(csv)
            .randomSplit(new double[] {0.7, 0.3}, 1);
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(
                new String[] {"sepal_length", "sepal_width", "petal_length", "petal_width"})
            .setOutputCol("features");
    StringIndexer indexer = new StringIndexer().setInputCol("label").setOutputCol("index");
    ExtremumClassifier classifier = new ExtremumClassifier().setHiddenLayers(100);
    classifier.setLabelCol("index");
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {indexer, assembler, classifier});
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.gamma(), new double[] {0.2, 0.6})
            .addGrid(classifier.regParam(), new double[] {1e-3, 1e-2})
            .build();
    MulticlassClassificationEvaluator accuracy =
        new MulticlassClassificationEvaluator().setLabelCol("index").setMetricName("accuracy");
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEstimatorParamMaps(grid)
            .setEvaluator(accuracy)
            .setNumFolds(3)
            .setParallelism(2)
            .fit(parts[0]);
    ((PipelineModel) best.bestModel()).write().overwrite().save(model);
    return accuracy.evaluate(PipelineModel.load(model).transform(parts[1]));
  }
}
