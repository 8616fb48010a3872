package org.extremum.job.retraining;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.extremum.job.input.Input;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.TrainingState;

/**
 * The file that champion and challenger are judged on.
 *
 * @param file its path
 * @param input its rows, looked through
 */
record HoldoutFile(String file, Input input) {
  /**
   * The one that is asked for, before any work: what is wrong with it should not show after hours.
   *
   * @throws org.extremum.training.Problem (bad data) when it cannot be read
   */
  static Optional<HoldoutFile> read(Tools tools) {
    return Optional.ofNullable(tools.request().holdout())
        .map(file -> new HoldoutFile(file, tools.files().read(file)));
  }

  /** Judges by it. Rows of classes that are not in the state are left out: nobody knows them. */
  Judgement judged(Tools tools, TrainingState state, StateSolution solution, Champion champion) {
    noteUnknown(tools, state.labels());
    try {
      return Judgement.byHoldout(
          tools.stores().of(input, state.labels()),
          solution,
          champion,
          state.labels(),
          tools.options(),
          tools.steps());
    } finally {
      tools.stores().release(input);
    }
  }

  private void noteUnknown(Tools tools, List<String> known) {
    List<String> all = LabelNames.extended(file, known, input.labelsFound().keySet());
    Set<String> unknown = new HashSet<>(all.subList(known.size(), all.size()));
    if (!unknown.isEmpty()) {
      long rows = unknown.stream().mapToLong(input.labelsFound()::get).sum();
      tools
          .job()
          .progress()
          .note(rows + " rows of " + file + " are of classes that never came: left out");
    }
  }
}
