package org.extremum.job.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.job.input.Input;
import org.extremum.spark.BadRowException;
import org.extremum.spark.Ingestion;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * Rows of files as samples in the cluster's memory: each from when it is asked for to its release.
 */
final class Stores implements AutoCloseable {
  private final TrainingOptions options;
  private final String labelColumn;
  private final Steps steps;
  private final Map<Input, SparkSampleStore> open = new LinkedHashMap<>();

  /**
   * @param options how rows are read into blocks
   * @param labelColumn for messages
   */
  Stores(TrainingOptions options, String labelColumn, Steps steps) {
    this.options = options;
    this.labelColumn = labelColumn;
    this.steps = steps;
  }

  /**
   * The samples of a file.
   *
   * @param labels names of the classes, by essence; rows of other classes are passed over
   */
  SparkSampleStore of(Input input, List<String> labels) {
    return open.computeIfAbsent(
        input,
        key ->
            steps.run(
                "read",
                "blocks",
                key.samples() + " rows",
                () -> read(key.named(labelColumn, labels), labels.size())));
  }

  private SparkSampleStore read(Input input, int essences) {
    try {
      Ingestion ingestion =
          new Ingestion(input.samples(false), Input.FEATURES, Input.LABEL, Input.WEIGHT)
              .essences(essences)
              .partitions(options.partitions())
              .handleInvalid(options.handleInvalid());
      int widest =
          options.largestHiddenLayers().stream().mapToInt(Integer::intValue).max().orElseThrow();
      return ingestion
          .blockSize(
              options.blockSize() > 0
                  ? options.blockSize()
                  : MemoryPlan.blockSize(ingestion.features(), widest))
          .read();
    } catch (BadRowException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA,
              e.getMessage(),
              "mend or remove such rows, or skip those with invalid features (handleInvalid)")
          .causedBy(e);
    }
  }

  /** Forgets a file's samples, if they are there. */
  void release(Input input) {
    SparkSampleStore store = open.remove(input);
    if (store != null) {
      store.close();
    }
  }

  @Override
  public void close() {
    open.values().forEach(SparkSampleStore::close);
    open.clear();
  }
}
