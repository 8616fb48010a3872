package org.extremum.job.retraining;

import java.util.Optional;
import java.util.function.Supplier;
import org.extremum.job.Meanwhile;
import org.extremum.job.Stage;
import org.extremum.job.input.TableAhead;
import org.extremum.linalg.NativeLibrary;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Steps;

/**
 * What is done at once at the beginning of a run: the state's numbers are read, which takes the
 * disk and a core; meanwhile the first file is opened, which takes Spark's planner its first time,
 * the native library is loaded, and files are looked through as the state's facts say.
 *
 * @param state empty before the first run
 * @param table of the first file to add, where there is one
 */
record Ahead(
    Job job,
    Meanwhile<Optional<TrainingState>> state,
    Optional<TableAhead> table,
    Meanwhile<Void> library)
    implements AutoCloseable {
  static Ahead of(Job job, StateDirectory directory) {
    Meanwhile<Optional<TrainingState>> state =
        Meanwhile.begin("reading the state", () -> directory.state().map(TrainingState::of));
    Optional<TableAhead> table =
        job.request().additions().stream()
            .findFirst()
            .map(Request.Addition::file)
            .map(file -> TableAhead.of(job.session(), file, job.formats().apply(file)));
    return new Ahead(job, state, table, Meanwhile.begin("loading BLAS", Ahead::load));
  }

  private static Void load() {
    NativeLibrary.load();
    return null;
  }

  /**
   * Does what goes by the state's facts. These are verified only with its numbers: where the work
   * fails and the state is damaged, it failed for that.
   *
   * @throws org.extremum.training.Problem what is wrong with the state, or else with the work
   */
  <T> T byFacts(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception failure) { // checked ones of Spark too: Scala declares none
      job.command().enter(Stage.READING_MODEL);
      state.result();
      job.command().enter(Stage.READING);
      throw failure;
    }
  }

  /**
   * Waits for the state.
   *
   * @return empty before the first run
   * @throws org.extremum.training.Problem (unreadable) when it is damaged
   */
  Optional<TrainingState> state(Steps steps) {
    job.command().enter(Stage.READING_MODEL);
    Optional<TrainingState> there = steps.run("state", "state", "read", state::result);
    job.command().enter(Stage.READING);
    return there;
  }

  /** Waits until nothing of it goes on any more. */
  @Override
  public void close() {
    table.ifPresent(TableAhead::close);
    library.close();
    state.close();
  }
}
