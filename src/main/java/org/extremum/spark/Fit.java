package org.extremum.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;

/** One run of an estimator: read the rows into blocks, train on them, make the model. */
final class Fit {
  private final ExtremumClassifier classifier;
  private final Progress progress;
  private final Consumer<Runnable> whenSafe;
  private final String rowNames;

  /**
   * @param whenSafe receives what removes the checkpoints, to be run once the model is safe
   * @param rowNames column of what prototypes are called, or null
   */
  Fit(
      ExtremumClassifier classifier,
      Progress progress,
      Consumer<Runnable> whenSafe,
      String rowNames) {
    this.classifier = classifier;
    this.progress = progress;
    this.whenSafe = whenSafe;
    this.rowNames = rowNames;
  }

  /**
   * @throws Problem when the data cannot be trained on, or the training ends without a model
   */
  ExtremumClassificationModel model(Dataset<Row> data) {
    TrainingOptions options = OptionParams.asked(classifier);
    TrainingColumns columns = TrainingColumns.of(data.schema(), classifier);
    MemoryBudget budget = SparkMemory.budget(data.sparkSession().sparkContext());
    Ingestion ingestion = ingestion(data, options, columns);
    try (SparkSampleStore store = read(ingestion)) {
      int essences =
          columns.essences() > 0 ? columns.essences() : store.summary().largestEssence() + 1;
      if (essences > 0) { // else the trainer says that there are no samples
        Decision.requireFitting(classifier, classifier.thresholds(), essences);
      }
      Checkpoints checkpoints = checkpoints(options, store, essences);
      Trainer trainer = new Trainer(options, new BreezeMinimizer(), progress, budget, checkpoints);
      TrainingResult result = trainer.train(store, essences);
      if (result.network() == null) { // it would end so every time
        clear(checkpoints);
      }
      if (options.handleInvalid().equals("skip")) {
        result.report().put("skippedRows", ingestion.skippedRows());
      }
      ExtremumClassificationModel model =
          new ExtremumClassificationModel(
              classifier.uid(),
              named(result.requireContent(), data),
              result.report(),
              columns.labelNames(),
              columns.featureNames());
      whenSafe.accept(() -> clear(checkpoints));
      return model;
    }
  }

  private ModelContent named(ModelContent content, Dataset<Row> data) {
    return rowNames == null || content.prototypes().count() == 0
        ? content
        : RowNames.into(content, data, classifier.getFeaturesCol(), rowNames);
  }

  /** A model is not given up because something old could not be removed. */
  private void clear(Checkpoints checkpoints) {
    try {
      checkpoints.clear();
    } catch (Problem e) {
      progress.note("warning: " + e.getMessage());
    }
  }

  /** Named by what the run's bits depend on: options, data and their layout. */
  private Checkpoints checkpoints(TrainingOptions options, SparkSampleStore store, int essences) {
    if (options.checkpointDir().isEmpty()) {
      return Checkpoints.NONE;
    }
    TrainingOptions named = options.with("checkpointDir", "").with("checkpointInterval", 1L);
    MessageDigest digest = WeightFile.sha256();
    List<Object> all =
        List.of(named.asMap(), store.features(), essences, Arrays.toString(store.digests()));
    digest.update(all.toString().getBytes(StandardCharsets.UTF_8));
    return new CheckpointFolder(
        store.hadoopConfiguration(),
        options.checkpointDir(),
        HexFormat.of().formatHex(digest.digest(), 0, 8));
  }

  private Ingestion ingestion(Dataset<Row> data, TrainingOptions options, TrainingColumns columns) {
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
          .skipInvalid(options.handleInvalid().equals("skip"))
          .blockSize(
              options.blockSize() > 0
                  ? options.blockSize()
                  : MemoryPlan.blockSize(ingestion.features(), widest));
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA, e.getMessage(), "give at least one row per class")
          .causedBy(e);
    }
  }

  private static SparkSampleStore read(Ingestion ingestion) {
    try {
      return ingestion.read();
    } catch (BadRowException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA,
              e.getMessage(),
              "mend or remove such rows before training, or skip those with invalid features"
                  + " (handleInvalid)")
          .causedBy(e);
    }
  }
}
