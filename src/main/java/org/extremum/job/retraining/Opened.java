package org.extremum.job.retraining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.job.Stage;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.Outline;
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
 * @param batches to add, looked through
 */
record Opened(
    Optional<TrainingState> state,
    TrainingOptions options,
    BatchFiles files,
    List<BatchFile> batches) {
  /** What goes before the state is there. */
  private record Files(TrainingOptions options, BatchFiles files, List<BatchFile> batches) {}

  /**
   * Reads the state in force, and looks through the batches meanwhile.
   *
   * @param asked the options, as far as they are known without a state
   * @throws Problem (unreadable) when the state is damaged, or there is none and none is to be
   *     made; (usage) when options are asked for that would need another; (bad data) of the batches
   */
  static Opened of(Job job, StateDirectory directory, TrainingOptions asked, Steps steps) {
    try (Ahead ahead = Ahead.of(job, directory)) {
      Files files = ahead.byFacts(() -> files(job, directory, asked, steps, ahead));
      return new Opened(ahead.state(steps), files.options, files.files, files.batches);
    }
  }

  private static Files files(
      Job job, StateDirectory directory, TrainingOptions asked, Steps steps, Ahead ahead) {
    job.command().enter(Stage.READING_MODEL);
    Optional<Outline> state = directory.facts().map(Outline::of);
    requireToBegin(job.request(), state, directory);
    job.command().enter(Stage.READING);
    TrainingOptions options = state.map(outline -> options(job, outline)).orElse(asked);
    BatchFiles files =
        state
            .map(outline -> BatchFiles.asBefore(job, options, steps, outline))
            .orElseGet(() -> BatchFiles.asAsked(job, options, steps));
    ahead.table().ifPresent(files::takingUp);
    return new Files(options, files, job.request().additions().stream().map(files::batch).toList());
  }

  private static void requireToBegin(
      Request request, Optional<Outline> state, StateDirectory directory) {
    if (state.isEmpty() && (request.additions().isEmpty() || request.rebuild())) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          "state directory " + directory.path(),
          "a state",
          "none",
          "make it with --add FILE --label COLUMN");
    }
  }

  private static TrainingOptions options(Job job, Outline state) {
    Map<?, ?> first = Founder.asked(state.input());
    TrainingOptions options =
        job.request().redraw()
            ? TrainingOptions.of(HeldOptions.again(first, job.asked()))
            : HeldOptions.of(state.options(), first, job.asked());
    HeldOptions.requireColumns(state.options(), first, job.asked());
    LabelNames.requireDeclared(state.labels(), options.labels());
    return options;
  }
}
