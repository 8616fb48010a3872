package org.extremum.job.retraining;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.CheckpointFolder;
import org.extremum.training.Checkpoints;

/**
 * Where passes of one run leave what they made, {@code <checkpointDir>/retrain-<run id>}: a run
 * that is started again goes on from it, and all of it goes once the run is committed.
 */
final class RunCheckpoints {
  private final Configuration conf;
  private final String folder; // null: none

  /**
   * @param directory of all checkpoints, "" for none
   */
  RunCheckpoints(Configuration conf, String directory, String runId) {
    this.conf = conf;
    this.folder = directory.isEmpty() ? null : directory + "/retrain-" + runId;
  }

  /**
   * Those of a piece of work.
   *
   * @param dependsOn all that its result depends on beside the run
   * @throws org.extremum.training.Problem (output) when they could not be written
   */
  Checkpoints of(List<String> dependsOn) {
    return folder == null
        ? Checkpoints.NONE
        : new CheckpointFolder(conf, folder, RunId.digest(dependsOn));
  }

  /**
   * Removes all of the run's. What cannot be removed does no harm: no run is given up for it.
   *
   * @param warning receives why, in that case
   */
  void clear(Consumer<String> warning) {
    if (folder == null) {
      return;
    }
    try {
      Path path = new Path(folder);
      path.getFileSystem(conf).delete(path, true);
    } catch (IOException e) {
      warning.accept("checkpoints of this run cannot be removed: " + e.getMessage());
    }
  }
}
