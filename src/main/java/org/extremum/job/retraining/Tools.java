package org.extremum.job.retraining;

import java.io.IOException;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * What every part of one run works with.
 *
 * @param options in force
 * @param files opens files of rows
 * @param stores holds their rows
 * @param runId of this run
 * @param checkpoints of this run
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
    String runId,
    RunCheckpoints checkpoints) {

  Request request() {
    return job.request();
  }

  /** A run is not given up because something old could not be removed. */
  void clearCheckpoints() {
    try {
      checkpoints.clear();
    } catch (IOException e) {
      job.warn("checkpoints of this run cannot be removed: " + e.getMessage());
    }
  }
}
