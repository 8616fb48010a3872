package org.extremum.job.retraining;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.CheckpointFolder;
import org.extremum.training.Checkpoints;

/**
 * Where passes of one run leave what they made, {@code <checkpointDir>/retrain-<state>/<run id>}: a
 * run that is started again goes on from it. Once any run of the state is committed, all of them
 * go: those of a run that died and was never started again would stay for good.
 */
final class RunCheckpoints {
  private static final int STATE_DIGITS = 16;

  private final Configuration conf;
  private final Path ofState; // null: none
  private final String runId;

  /**
   * @param directory of the state; several may share the directory of checkpoints
   * @param checkpoints directory of all checkpoints, "" for none
   */
  RunCheckpoints(StateDirectory directory, String checkpoints, String runId) {
    this.conf = directory.conf();
    this.runId = runId;
    this.ofState =
        checkpoints.isEmpty()
            ? null
            : new Path(checkpoints, "retrain-" + digest(directory.path().toString()));
  }

  private static String digest(String text) {
    return RunId.digest(List.of(text)).substring(0, STATE_DIGITS);
  }

  private Path ofRun() {
    return new Path(ofState, runId);
  }

  /**
   * Those of a piece of work.
   *
   * @param dependsOn all that its result depends on beside the run
   * @throws org.extremum.training.Problem (output) when they could not be written
   */
  Checkpoints of(List<String> dependsOn) {
    return ofState == null
        ? Checkpoints.NONE
        : new CheckpointFolder(conf, ofRun().toString(), RunId.digest(dependsOn));
  }

  /**
   * Removes those of the run. What cannot be removed does no harm: no run is given up for it.
   *
   * @param warning receives why, in that case
   */
  void clear(Consumer<String> warning) {
    if (ofState != null) {
      remove(warning, ofRun());
    }
  }

  /** Removes those of all runs of the state, whose lock is held; else as {@link #clear}. */
  void clearAll(Consumer<String> warning) {
    if (ofState != null) {
      remove(warning, ofState);
    }
  }

  private void remove(Consumer<String> warning, Path folder) {
    try {
      FileSystem files = folder.getFileSystem(conf);
      files.delete(folder, true);
      if (files.exists(ofState) && files.listStatus(ofState).length == 0) {
        files.delete(ofState, false);
      }
    } catch (IOException e) {
      warning.accept("checkpoints of this run cannot be removed: " + e.getMessage());
    }
  }
}
