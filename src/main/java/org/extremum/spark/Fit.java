package org.extremum.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.linalg.NativeLibrary;
import org.extremum.samples.SampleStore;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
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
    if (!classifier.hasValidationIndicator()) {
      try (Rows rows = read(data, options, columns)) {
        return trained(rows, null, options, columns);
      }
    }
    Column indicator = InputColumns.column(data, classifier.getValidationIndicatorCol());
    Column held = functions.coalesce(indicator, functions.lit(false));
    try (Rows rows = read(data.filter(functions.not(held)), options, columns);
        Rows validation = validation(data.filter(held), rows.store, options, columns)) {
      return trained(rows, validation, options, columns);
    }
  }

  /** Rows that were read, and what is known of those that were not. */
  private record Rows(Dataset<Row> data, Ingestion ingestion, SparkSampleStore store)
      implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }

  private Rows validation(
      Dataset<Row> held,
      SparkSampleStore training,
      TrainingOptions options,
      TrainingColumns columns) {
    String column = "column '" + classifier.getValidationIndicatorCol() + "'";
    if (held.isEmpty()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          column + " (validationIndicatorCol)",
          "a row with true",
          "none",
          "mark some rows, or leave validationIndicatorCol out");
    }
    Rows rows = read(held, options, columns);
    if (rows.store.summary().samples() == 0) {
      rows.close();
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "validation rows (" + column + ")",
          "one of positive weight and with valid features",
          "none",
          "give them weights, or leave validationIndicatorCol out");
    }
    if (rows.store.features() != training.features()) {
      rows.close();
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "validation rows (" + column + ")",
          training.features() + " features, as the other rows have",
          rows.store.features(),
          "give all rows vectors of one size");
    }
    return rows;
  }

  /**
   * @param held the validation part; null for none
   */
  private ExtremumClassificationModel trained(
      Rows rows, Rows held, TrainingOptions options, TrainingColumns columns) {
    SparkSampleStore store = rows.store;
    SparkSampleStore validation = held == null ? null : held.store;
    int essences = essences(store, validation, columns);
    Checkpoints checkpoints = checkpoints(options, store, validation, essences);
    SampleStore samples = store.near(options.driverBytes());
    SampleStore others = validation == null ? null : validation.near(options.driverBytes());
    boolean here = samples != store;
    String slow = NativeLibrary.missing().orElse(here ? "" : store.summary().withoutNative());
    if (!slow.isEmpty()) {
      progress.warn(slow);
    }
    MemoryBudget budget =
        here ? SparkMemory.driver(store.partitions()) : SparkMemory.budget(store.sparkContext());
    TrainingResult result =
        new Trainer(options, new BreezeMinimizer(), progress, budget, checkpoints)
            .train(samples, others, essences);
    if (result.network() == null) { // it would end so every time
      clear(checkpoints);
    }
    note(result.report(), slow, options, rows, held);
    ExtremumClassificationModel model =
        new ExtremumClassificationModel(
            classifier.uid(),
            named(result.requireContent(), rows.data),
            result.report(),
            columns.labelNames(),
            columns.featureNames());
    whenSafe.accept(() -> clear(checkpoints));
    return model;
  }

  /** V: as declared, else by the largest label; 0 where there are no samples. */
  private int essences(
      SparkSampleStore store, SparkSampleStore validation, TrainingColumns columns) {
    int largest = store.summary().largestEssence();
    if (validation != null) {
      largest = Math.max(largest, validation.summary().largestEssence());
    }
    int essences = columns.essences() > 0 ? columns.essences() : largest + 1;
    if (essences > 0) { // else the trainer says that there are no samples
      Decision.requireFitting(classifier, classifier.thresholds(), essences);
    }
    return essences;
  }

  /** What only the reading of the rows can tell. */
  private static void note(
      TrainingReport report, String slow, TrainingOptions options, Rows rows, Rows held) {
    if (!slow.isEmpty()) {
      report.put("blas.warning", slow);
    }
    if (options.handleInvalid().equals("skip")) {
      long skipped = held == null ? 0 : held.ingestion.skippedRows();
      report.put("skippedRows", rows.ingestion.skippedRows() + skipped);
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
      progress.warn(e.getMessage());
    }
  }

  /** Named by what the run's bits depend on: options, data and their layout. */
  private Checkpoints checkpoints(
      TrainingOptions options, SparkSampleStore store, SparkSampleStore validation, int essences) {
    if (options.checkpointDir().isEmpty()) {
      return Checkpoints.NONE;
    }
    TrainingOptions named =
        options.with("checkpointDir", "").with("checkpointInterval", 1L).with("driverBytes", 0L);
    MessageDigest digest = Sha256.begin();
    List<Object> all =
        List.of(named.asMap(), store.features(), essences, Arrays.toString(store.digests()));
    digest.update(all.toString().getBytes(StandardCharsets.UTF_8));
    if (validation != null) {
      digest.update(Arrays.toString(validation.digests()).getBytes(StandardCharsets.UTF_8));
    }
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
      return ingestion
          .essences(columns.essences())
          .partitions(options.partitions())
          .handleInvalid(options.handleInvalid())
          .blockSize(MemoryPlan.blockSize(options, ingestion.features()));
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA, e.getMessage(), "give at least one row per class")
          .causedBy(e);
    }
  }

  private Rows read(Dataset<Row> data, TrainingOptions options, TrainingColumns columns) {
    Ingestion ingestion = ingestion(data, options, columns);
    try {
      return new Rows(data, ingestion, ingestion.read());
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
