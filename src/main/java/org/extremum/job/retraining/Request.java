package org.extremum.job.retraining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.extremum.training.Problem;

/**
 * What one run of {@code retrain} is asked to do, beside the options.
 *
 * @param state folder of the scheduled job
 * @param additions batches to add, or of which a rebuilding is made
 * @param forget ids of batches to forget
 * @param forgetData files with the rows of batches to forget, in any order
 * @param decay what the weight of everything there is multiplied by, 1: nothing
 * @param label column of the class, or null: as at the first time
 * @param holdout file to judge champion and challenger on, or null
 * @param rebuild whether sums are made anew from all batches
 * @param redraw whether standardiser, neurons and penalty are, too
 * @param rollback whether the champion before the present one is to serve again
 * @param breakLock whether the lock is removed first, whoever holds it
 * @param runId tells apart runs that ask for the same, "" for none
 */
public record Request(
    String state,
    List<Addition> additions,
    List<String> forget,
    List<String> forgetData,
    double decay,
    String label,
    String holdout,
    boolean rebuild,
    boolean redraw,
    boolean rollback,
    boolean breakLock,
    String runId) {
  /**
   * A batch to add.
   *
   * @param id what it is called in the ledger, or null: by its content
   */
  public record Addition(String file, String id) {}

  /** Whether anything is to be made of data: all but rolling back and breaking a lock. */
  public boolean trains() {
    return !additions.isEmpty() || !forget.isEmpty() || decay != 1 || rebuild;
  }

  /**
   * Refuses what contradicts itself.
   *
   * @throws Problem (usage)
   */
  public void check() {
    if (!trains() && !rollback && !breakLock) {
      throw usage(
          "what to do", "--add, --forget, --decay, --rebuild, --rollback or --break-lock", "none");
    }
    checkDecay();
    checkIds();
    if (rollback && (trains() || holdout != null)) {
      throw usage("--rollback", "nothing else to do beside it", "more", "run one after the other");
    }
    if (redraw && !rebuild) {
      throw usage("--redraw", "--rebuild with it", "--redraw alone");
    }
    if (rebuild && (!forget.isEmpty() || decay != 1)) {
      throw usage("--rebuild", "neither --forget nor --decay", "both", "run one after the other");
    }
    if (rebuild && additions.isEmpty()) {
      throw usage("--rebuild", "the files of all batches (--add, repeatable)", "none");
    }
    if (!forgetData.isEmpty() && forget.isEmpty()) {
      throw usage("--forget-data", "the batches they are (--forget)", "none");
    }
  }

  private void checkDecay() {
    if (!(decay > 0 && decay <= 1)) {
      throw usage("--decay", "a number above 0 and up to 1", decay, "for example 0.98");
    }
  }

  private void checkIds() {
    Set<String> seen = new HashSet<>();
    for (Addition addition : additions) {
      if (addition.id() != null) {
        StateDirectory.requireId("--batch-id", addition.id());
      }
      if (addition.id() != null && !seen.add(addition.id())) {
        throw usage("--batch-id", "an id for each file", "'" + addition.id() + "' twice");
      }
    }
    Set<String> forgotten = new HashSet<>();
    for (String id : forget) {
      if (!forgotten.add(id)) {
        throw usage("--forget", "every batch once", "'" + id + "' twice");
      }
    }
  }

  private static Problem usage(String what, String expected, Object got) {
    return usage(what, expected, got, "see extremum retrain --help");
  }

  private static Problem usage(String what, String expected, Object got, String remedy) {
    return Problem.of(Problem.Kind.USAGE, what, expected, got, remedy);
  }
}
