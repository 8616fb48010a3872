package org.extremum.job.retraining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.extremum.job.input.Input;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.TrainingState;

/** The file that champion and challenger are judged on. */
final class HoldoutFile {
  private HoldoutFile() {}

  /**
   * Judges by it. Rows of classes that are not in the state are left out: nobody can know them.
   *
   * @throws org.extremum.training.Problem (bad data) when it cannot be read
   */
  static Judgement judged(
      Tools tools, TrainingState state, StateSolution solution, Champion champion) {
    String file = tools.request().holdout();
    Input input = tools.files().read(file);
    List<String> all = LabelNames.extended(file, state.labels(), input.labelsFound().keySet());
    if (all.size() > state.essences()) {
      Set<String> unknown = new HashSet<>(all.subList(state.essences(), all.size()));
      long rows = unknown.stream().mapToLong(input.labelsFound()::get).sum();
      tools
          .job()
          .progress()
          .note(rows + " rows of " + file + " are of classes that never came: left out");
    }
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
}
