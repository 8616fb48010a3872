package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.HashSet;
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
  private final Set<String> said = new HashSet<>(); // once a run is enough

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
   * When this run is over: committed, be it by this process or by one that died then, or with
   * nothing left to do.
   *
   * @throws org.extremum.training.Problem (locked) when the lock has been lost and this process has
   *     not committed
   */
  void after(TrainingState inForce, String frozenDigest) {
    tidy(inForce, frozenDigest, true);
  }

  private void tidy(TrainingState inForce, String frozenDigest, boolean over) {
    Set<String> runs = Set.copyOf(inForce.ledger().runs());
    writer
        .tidy(
            BatchSums.kept(inForce, frozenDigest),
            runs,
            () -> {
              List<String> left = new ArrayList<>(checkpoints.tidy(frozenDigest, runs, over));
              left.addAll(BadRows.tidy(job, directory, inForce.ledger()));
              return left;
            })
        .stream()
        .filter(said::add)
        .forEach(job::warn);
  }
}
