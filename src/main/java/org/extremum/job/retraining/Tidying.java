package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.extremum.retraining.TrainingState;

/**
 * Removes what the state in force does not need, in its directory, in that of checkpoints and among
 * the bad rows that were set aside. What goes is told by the state in force alone and not by what
 * the run did: so it goes all the same when the run died before this and is repeated, or another
 * one comes. All of it happens under the lock, or not at all.
 */
final class Tidying {
  private final Job job;
  private final StateDirectory directory;
  private final StateWriter writer;
  private final RunCheckpoints checkpoints;

  /**
   * @param writer of this run
   * @param checkpoints of this run
   */
  Tidying(Job job, StateDirectory directory, StateWriter writer, RunCheckpoints checkpoints) {
    this.job = job;
    this.directory = directory;
    this.writer = writer;
    this.checkpoints = checkpoints;
  }

  /**
   * At the beginning of a run, which may go on from its own checkpoints.
   *
   * @param inForce the state
   * @param frozenDigest of its frozen parts
   * @throws org.extremum.training.Problem (locked) when the lock has been lost
   */
  void before(TrainingState inForce, String frozenDigest) {
    tidy(inForce, frozenDigest, false);
  }

  /**
   * After the commit of this run, be it by this process or by one that died then.
   *
   * @throws org.extremum.training.Problem (locked) when the lock has been lost and this process has
   *     not committed
   */
  void after(TrainingState inForce, String frozenDigest) {
    tidy(inForce, frozenDigest, true);
  }

  private void tidy(TrainingState inForce, String frozenDigest, boolean committed) {
    writer
        .tidy(
            BatchSums.kept(inForce, frozenDigest),
            Set.copyOf(inForce.ledger().runs()),
            () -> {
              List<String> left = new ArrayList<>(checkpoints.tidy(frozenDigest, committed));
              left.addAll(BadRows.tidy(job, directory, inForce.ledger()));
              return left;
            })
        .forEach(job::warn);
  }
}
