package org.extremum.job.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.job.input.Input;
import org.extremum.samples.SampleStore;
import org.extremum.spark.BadRowException;
import org.extremum.spark.Ingestion;
import org.extremum.spark.LocalIngestion;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * Rows of files as samples, in the cluster's memory or, where they are few and came along when they
 * were looked through, here: each from when it is asked for to its release.
 */
final class Stores implements AutoCloseable {
  private final TrainingOptions options;
  private final String labelColumn;
  private final Steps steps;
  private final Map<Input, SampleStore> here = new LinkedHashMap<>();
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
  SampleStore of(Input input, List<String> labels) {
    if (open.containsKey(input)) {
      return open.get(input);
    }
    SampleStore store = here.computeIfAbsent(input, key -> brought(key, labels));
    return store != null ? store : inCluster(input, labels);
  }

  /** The samples of a file that came along, or null. Passes use all cores: no task is on. */
  private SampleStore brought(Input input, List<String> labels) {
    boolean skip = options.handleInvalid().equals("skip");
    int features = input.features();
    var rows = new LocalIngestion(features, MemoryPlan.blockSize(options, features), skip);
    boolean here = input.named(labelColumn, labels).forEachBrought(rows::add);
    return here ? rows.store().onAllCores() : null;
  }

  /** The same, always in the cluster: where more is done with them than to sum them. */
  SparkSampleStore inCluster(Input input, List<String> labels) {
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
      return ingestion.blockSize(MemoryPlan.blockSize(options, ingestion.features())).read();
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
    here.remove(input);
    SparkSampleStore store = open.remove(input);
    if (store != null) {
      store.close();
    }
  }

  @Override
  public void close() {
    open.values().forEach(SparkSampleStore::close);
    open.clear();
    here.clear();
  }
}
