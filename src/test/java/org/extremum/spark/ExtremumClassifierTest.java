package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtremumClassifierTest {
  private static double accuracy(Dataset<Row> predictions) {
    return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predictions);
  }

  @Test
  void tellsCloudsApart() {
    ExtremumClassificationModel model = TinyData.classifier().fit(TinyData.clouds());
    assertThat(model.numClasses()).isEqualTo(3);
    assertThat(model.numFeatures()).isEqualTo(4);
    assertThat(model.report().get("outcome")).isEqualTo("SOLVED");
    assertThat(accuracy(model.transform(TinyData.clouds()))).isGreaterThan(0.95);
  }

  @Test
  void worksInAPipelineAndComesBackFromDisk(@TempDir java.nio.file.Path folder)
      throws java.io.IOException {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {TinyData.classifier()});
    PipelineModel model = pipeline.fit(TinyData.clouds());
    String path = folder.resolve("pipeline").toString();
    model.write().overwrite().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    assertThat(loaded.transform(TinyData.clouds()).collectAsList())
        .isEqualTo(model.transform(TinyData.clouds()).collectAsList());
  }
}
