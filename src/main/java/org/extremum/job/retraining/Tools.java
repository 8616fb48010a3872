package org.extremum.job.retraining;

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
}
