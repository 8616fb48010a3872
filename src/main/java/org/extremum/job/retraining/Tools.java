package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.List;
import org.extremum.spark.CheckpointFolder;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * What every part of one run works with.
 *
 * @param options in force
 * @param files opens files of rows
 * @param stores holds their rows
 * @param runId of this run
 */
record Tools(
    Job job,
    StateDirectory directory,
    StateWriter writer,
    Steps steps,
    RunReport report,
    TrainingOptions options,
    BatchFiles files,
    Stores stores,
    String runId) {

  Request request() {
    return job.request();
  }

  /**
   * Where passes of this run leave what they made.
   *
   * @param work all that it depends on beside the run
   */
  Checkpoints checkpoints(List<String> work) {
    if (options.checkpointDir().isEmpty()) {
      return Checkpoints.NONE;
    }
    List<String> all = new ArrayList<>(List.of("retrain", runId));
    all.addAll(work);
    return new CheckpointFolder(directory.conf(), options.checkpointDir(), RunId.digest(all));
  }

  /** A run is not given up because something old could not be removed. */
  void clear(Checkpoints checkpoints) {
    try {
      checkpoints.clear();
    } catch (Problem e) {
      job.warn(e.getMessage());
    }
  }
}
