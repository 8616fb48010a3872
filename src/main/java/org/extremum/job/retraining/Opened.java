package org.extremum.job.retraining;

import java.util.Map;
import java.util.Optional;
import org.extremum.job.Stage;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.Frozen;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * A state that was read, and what follows from it.
 *
 * @param state empty at the first run
 * @param options in force: those of the first run, and those asked for where they may differ
 * @param files opens files alike
 */
record Opened(Optional<TrainingState> state, TrainingOptions options, BatchFiles files) {
  /**
   * Reads the state in force.
   *
   * @param asked the options, as far as they are known without a state
   * @throws Problem (unreadable) when it is damaged, or there is none and none is to be made;
   *     (usage) when options are asked for that would need another
   */
  static Opened of(Job job, StateDirectory directory, TrainingOptions asked, Steps steps) {
    job.command().enter(Stage.READING_MODEL);
    Optional<TrainingState> state =
        steps.run("state", "state", "read", () -> directory.state().map(TrainingState::of));
    Request request = job.request();
    if (state.isEmpty() && (request.additions().isEmpty() || request.rebuild())) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          "state directory " + directory.path(),
          "a state",
          "none",
          "make it with --add FILE --label COLUMN");
    }
    job.command().enter(Stage.READING);
    if (state.isEmpty()) {
      return new Opened(state, asked, BatchFiles.asAsked(job, asked, steps));
    }
    Frozen frozen = state.get().frozen();
    Map<?, ?> first = Founder.asked(frozen);
    TrainingOptions options =
        request.redraw()
            ? TrainingOptions.of(HeldOptions.again(first, job.asked()))
            : HeldOptions.of(frozen.options(), first, job.asked());
    HeldOptions.requireColumns(frozen.options(), first, job.asked());
    LabelNames.requireDeclared(state.get().labels(), options.labels());
    return new Opened(state, options, BatchFiles.asBefore(job, options, steps, state.get()));
  }
}
