package org.extremum.job.retraining;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.CheckpointFolder;
import org.extremum.training.Checkpoints;

/**
 * Where passes of one run leave what they made, {@code <checkpointDir>/retrain-<state>/<what it
 * stands on>/<run id>}: a run that is started again goes on from it. {@code <state>} is a digest of
 * the {@link Identity} and the path of the state's directory, so that two of them never meet. What
 * a run stands on is
 *
 * <ul>
 *   <li>{@code first}: nothing, it makes the first state;
 *   <li>{@code redraw}: its own files alone, it makes the state anew;
 *   <li>the digest of the frozen parts otherwise: the sums of a batch depend on its rows and on
 *       these, and not on what other runs add, forget or decay.
 * </ul>
 */
final class RunCheckpoints {
  private static final String FIRST = "first";
  private static final String REDRAW = "redraw";
  private static final int DIGITS = 16;

  private final Configuration conf;
  private final Path ofState; // null: none
  private final String standing;
  private final String runId;

  /**
   * @param directory of the state, whose lock is held
   * @param checkpoints directory of all checkpoints, "" for none; states may share it
   * @param frozenDigest of the state in force, null where there is none
   * @param redraw whether the run makes the state anew
   * @throws org.extremum.training.Problem (output) when {@code checkpoints} is no path or the state
   *     cannot be told from others
   */
  RunCheckpoints(
      StateDirectory directory,
      String checkpoints,
      String runId,
      String frozenDigest,
      boolean redraw) {
    this.conf = directory.conf();
    this.runId = runId;
    this.standing = redraw ? REDRAW : frozenDigest == null ? FIRST : shortened(frozenDigest);
    this.ofState = checkpoints.isEmpty() ? null : ofState(directory, checkpoints);
  }

  /** Whether it is a path is known first: the state gets no identity for one that is none. */
  private static Path ofState(StateDirectory directory, String checkpoints) {
    Path all = CheckpointFolder.path(checkpoints);
    return new Path(all, folder(directory));
  }

  private static String folder(StateDirectory directory) {
    List<String> names = List.of(directory.path().toString(), Identity.of(directory));
    return "retrain-" + RunId.digest(names);
  }

  private static String shortened(String frozenDigest) {
    return frozenDigest.substring(0, DIGITS);
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
        : new CheckpointFolder(
            conf, new Path(new Path(ofState, standing), runId).toString(), RunId.digest(dependsOn));
  }

  /**
   * Removes those that no run can go on from any more, of whatever run: a first state's, once there
   * is one, those that stood on frozen parts which a redraw has replaced, and those of runs that
   * have committed, be it that they died right after; and those of this run, once it is over. All
   * others stay. To be called while the lock is held.
   *
   * @param frozenDigest of the state in force
   * @param committed ids of the runs that have committed
   * @param over whether this run has nothing left to do
   * @return what could not be removed, in words; it does no harm
   */
  List<String> tidy(String frozenDigest, Set<String> committed, boolean over) {
    if (ofState == null) {
      return List.of();
    }
    List<String> left = new ArrayList<>();
    try {
      FileSystem files = ofState.getFileSystem(conf);
      for (Path stand : within(files, ofState)) {
        String name = stand.getName();
        if (!name.equals(REDRAW) && !name.equals(shortened(frozenDigest))) {
          files.delete(stand, true);
        } else {
          for (Path run : within(files, stand)) {
            if (committed.contains(run.getName()) || over && run.getName().equals(runId)) {
              files.delete(run, true);
            }
          }
          removeIfEmpty(files, stand);
        }
      }
      removeIfEmpty(files, ofState);
    } catch (IOException e) {
      left.add("checkpoints in " + ofState + " cannot be removed: " + e.getMessage());
    }
    return left;
  }

  private static List<Path> within(FileSystem files, Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder)).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static void removeIfEmpty(FileSystem files, Path folder) throws IOException {
    if (files.exists(folder) && within(files, folder).isEmpty()) {
      files.delete(folder, false);
    }
  }
}
