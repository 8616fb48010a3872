package org.extremum.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;

/** One run of an estimator: read the rows into blocks, train on them, make the model. */
final class Fit {
  private final ExtremumClassifier classifier;
  private final Progress progress;

  Fit(ExtremumClassifier classifier, Progress progress) {
    this.classifier = classifier;
    this.progress = progress;
  }

  /**
   * @throws Problem when the data cannot be trained on, or the training ends without a model
   */
  ExtremumClassificationModel model(Dataset<Row> data) {
    TrainingOptions options = OptionParams.asked(classifier);
    TrainingColumns columns = TrainingColumns.of(data.schema(), classifier);
    MemoryBudget budget = SparkMemory.budget(data.sparkSession().sparkContext());
    try (SparkSampleStore store = read(data, options, columns)) {
      int essences =
          columns.essences() > 0 ? columns.essences() : store.summary().largestEssence() + 1;
      if (essences > 0) { // else the trainer says that there are no samples
        Decision.requireFitting(classifier, classifier.thresholds(), essences);
      }
      Trainer trainer =
          new Trainer(
              options, new BreezeMinimizer(), progress, budget, checkpoints(options, store));
      TrainingResult result = trainer.train(store, essences);
      return new ExtremumClassificationModel(
          classifier.uid(),
          result.requireNetwork(),
          result.report(),
          columns.labelNames(),
          columns.featureNames());
    }
  }

  /** Named by what the run's bits depend on: options, data and their layout. */
  private Checkpoints checkpoints(TrainingOptions options, SparkSampleStore store) {
    if (options.checkpointDir().isEmpty()) {
      return Checkpoints.NONE;
    }
    TrainingOptions named = options.with("checkpointDir", "").with("checkpointInterval", 1L);
    MessageDigest digest = WeightFile.sha256();
    digest.update(named.asMap().toString().getBytes(StandardCharsets.UTF_8));
    digest.update(Arrays.toString(store.digests()).getBytes(StandardCharsets.UTF_8));
    return new CheckpointFolder(
        store.hadoopConfiguration(),
        options.checkpointDir(),
        HexFormat.of().formatHex(digest.digest(), 0, 8));
  }

  private SparkSampleStore read(
      Dataset<Row> data, TrainingOptions options, TrainingColumns columns) {
    try {
      Ingestion ingestion =
          new Ingestion(
              data,
              classifier.getFeaturesCol(),
              classifier.getLabelCol(),
              classifier.hasWeights() ? classifier.getWeightCol() : null);
      int widest = options.hiddenLayers().stream().mapToInt(Integer::intValue).max().orElseThrow();
      return ingestion
          .essences(columns.essences())
          .partitions(options.partitions())
          .blockSize(
              options.blockSize() > 0
                  ? options.blockSize()
                  : MemoryPlan.blockSize(ingestion.features(), widest))
          .read();
    } catch (BadRowException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA, e.getMessage(), "mend or remove such rows before training")
          .causedBy(e);
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA, e.getMessage(), "give at least one row per class")
          .causedBy(e);
    }
  }
}
