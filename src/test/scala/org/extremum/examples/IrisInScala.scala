package org.extremum.examples

import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator
import org.apache.spark.ml.feature.{StringIndexer, VectorAssembler}
import org.apache.spark.ml.tuning.{CrossValidator, ParamGridBuilder}
import org.apache.spark.sql.SparkSession
import org.extremum.spark.ExtremumClassifier

/** Iris: names indexed, features assembled, γ and λ chosen by cross-validation, saved, loaded. */
object IrisInScala {

  /** Trains on `iris.csv` and saves the pipeline; returns its accuracy on those it left out. */
  def run(spark: SparkSession, csv: String, model: String): Double = {
    val data = spark.read.option("header", "true").option("inferSchema", "true").csv(csv)
    val Array(training, test) = data.randomSplit(Array(0.7, 0.3), 1)
    val assembler = new VectorAssembler()
      .setInputCols(Array("sepal_length", "sepal_width", "petal_length", "petal_width"))
      .setOutputCol("features")
    val indexer = new StringIndexer().setInputCol("label").setOutputCol("index")
    val classifier = new ExtremumClassifier().setHiddenLayers(100).setLabelCol("index")
    val grid = new ParamGridBuilder()
      .addGrid(classifier.gamma, Array(0.2, 0.6))
      .addGrid(classifier.regParam, Array(1e-3, 1e-2))
      .build()
    val accuracy =
      new MulticlassClassificationEvaluator().setLabelCol("index").setMetricName("accuracy")
    val best = new CrossValidator()
      .setEstimator(new Pipeline().setStages(Array(indexer, assembler, classifier)))
      .setEstimatorParamMaps(grid)
      .setEvaluator(accuracy)
      .setNumFolds(3)
      .setParallelism(2)
      .fit(training)
    best.bestModel.asInstanceOf[PipelineModel].write.overwrite().save(model)
    accuracy.evaluate(PipelineModel.load(model).transform(test))
  }
}
