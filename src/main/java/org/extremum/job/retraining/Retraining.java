package org.extremum.job.retraining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.extremum.job.Meanwhile;
import org.extremum.job.Stage;
import org.extremum.network.Network;
import org.extremum.retraining.GradientSupply;
import org.extremum.retraining.Ledger;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.Pointer;
import org.extremum.spark.RetrainingMetrics.Figure;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;

/** From a state and files to a new state in force, with the champion it deserves. */
final class Retraining {
  private final Tools tools;
  private final Request request;
  private final Tidying tidying;
  private final TrainingReport origin = new TrainingReport(); // what only this run can know

  Retraining(Tools tools) {
    this.tools = tools;
    this.request = tools.request();
    this.tidying = new Tidying(tools.job(), tools.directory(), tools.writer(), tools.checkpoints());
  }

  /**
   * Does what is left to do.
   *
   * @param before empty at the first run; not to be used afterwards
   * @param digestBefore of its frozen parts, or null
   * @param batches files to add, looked through
   */
  Ending of(Optional<TrainingState> before, String digestBefore, List<BatchFile> batches) {
    boolean founding = before.isEmpty() || request.redraw();
    Ledger ledger = before.map(TrainingState::ledger).orElse(Ledger.EMPTY);
    Changes changes = changes(founding ? Ledger.EMPTY : ledger, founding, batches);
    tools.report().put("batches", changes.asMap());
    if (changes.none() && !request.rebuild()) {
      // Another run may have done it, and this one have begun before.
      before.ifPresent(state -> tidying.after(state, digestBefore));
      return Ending.NOTHING_TO_DO;
    }
    changes.add().forEach(file -> warnOfTwin(file, ledger));
    Optional<HoldoutFile> holdout = HoldoutFile.read(tools);
    tools.job().command().enter(Stage.TRAINING);
    tidyOfDeadRuns(before, digestBefore);

    TrainingState start = founding ? founded(batches, before) : before.get();
    String frozenDigest = founding ? FrozenDigest.of(start.frozen()) : digestBefore;
    plan(start, changes, founding, batches).into(origin);
    Drifts drifts = new Drifts(start, tools.options().driftWarning());
    TrainingState changed =
        changed(start, changes, founding, frozenDigest, drifts).withRun(tools.runId());
    Champion champion = champion(changed, frozenDigest);
    StateSolution solution = solved(changed, champion, holdout.isEmpty());
    TrainingState state = changed.withScale(solution.scale());
    try (Meanwhile<Void> written = Meanwhile.begin("writing the state", () -> write(state))) {
      Judgement judgement = judged(state, solution, champion, holdout);
      enter(state, drifts, judgement);
      advise(before, state, drifts, changes, judgement);
      tools.job().command().enter(Stage.WRITING);
      if (judgement.promoted()) {
        write(new Version(tools).of(state, solution, judgement, origin), solution, frozenDigest);
      }
      await(written);
      BadRows.setAside(tools, changes.add());
      return committed(state, judgement.promoted(), frozenDigest);
    }
  }

  private Changes changes(Ledger ledger, boolean founding, List<BatchFile> batches) {
    return request.rebuild() && !founding
        ? Changes.none(batches)
        : Changes.of(request, ledger, batches);
  }

  /** What runs left that did not come to their end; those of a state that is to be founded too. */
  private void tidyOfDeadRuns(Optional<TrainingState> before, String digestBefore) {
    if (before.isPresent()) {
      tidying.before(before.get(), digestBefore);
    } else {
      tools.writer().tidy(List.of(), Set.of()).forEach(tools.job()::warn);
    }
  }

  private MemoryPlan plan(
      TrainingState start, Changes changes, boolean founding, List<BatchFile> batches) {
    return founding
        ? NightMemory.ofFounding(start, batches)
        : NightMemory.require(tools, start, changes);
  }

  private void warnOfTwin(BatchFile file, Ledger ledger) {
    Changes.twin(file, ledger)
        .ifPresent(
            twin ->
                tools
                    .job()
                    .warn(
                        file.file()
                            + " has the rows of batch '"
                            + twin.id()
                            + "': they count twice from here on"));
  }

  /** A state drawn anew keeps the memory of the runs. */
  private TrainingState founded(List<BatchFile> batches, Optional<TrainingState> before) {
    TrainingState state = new Founder(tools).of(batches, before, origin);
    for (String run : before.map(TrainingState::ledger).orElse(Ledger.EMPTY).runs()) {
      state = state.withRun(run);
    }
    return state;
  }

  private TrainingState changed(
      TrainingState state, Changes changes, boolean founding, String frozenDigest, Drifts drifts) {
    Checkpoints checkpoints = tools.checkpoints().of(List.of(frozenDigest));
    BatchSums sums =
        new BatchSums(
            tools.directory(),
            tools.writer(),
            tools.stores(),
            tools.steps(),
            checkpoints,
            frozenDigest);
    StateChange change = new StateChange(tools, sums, drifts);
    return request.rebuild() && !founding
        ? change.rebuilt(state, changes.known())
        : change.of(state, changes, founding);
  }

  private Void write(TrainingState state) {
    tools.writer().writeState(state.toSnapshot());
    return null;
  }

  private void await(Meanwhile<Void> written) {
    tools.steps().run("write", "state", tools.writer().nextState(), written::result);
  }

  /** What is served until now, or null. */
  private Champion champion(TrainingState state, String frozenDigest) {
    String served = served();
    return served == null
        ? null
        : tools
            .steps()
            .run(
                "state",
                "champion",
                served,
                () -> Champion.read(tools.directory(), served, state.frozen(), frozenDigest));
  }

  private StateSolution solved(TrainingState state, Champion champion, boolean byJudges) {
    Network before = champion == null ? null : champion.judged();
    return byJudges
        ? StateSolution.judging(state, before, tools.steps())
        : StateSolution.of(state, tools.steps());
  }

  private Judgement judged(
      TrainingState state,
      StateSolution solution,
      Champion champion,
      Optional<HoldoutFile> holdout) {
    tools.job().command().enter(Stage.TRAINING);
    Judgement judgement =
        holdout
            .map(file -> file.judged(tools, state, solution, champion))
            .orElseGet(
                () ->
                    Judgement.byJudges(state, solution, champion, tools.options(), tools.steps()));
    tools.job().progress().note(judgement.decision().line());
    return judgement;
  }

  /** Id of the champion that this run found, or null. */
  private String served() {
    return tools.writer().before().map(Pointer.Position::champion).orElse(null);
  }

  private void enter(TrainingState state, Drifts drifts, Judgement judgement) {
    RunReport report = tools.report();
    report.put("gate", judgement.asMap());
    report.put("drift.data", drifts.asMap());
    report.put("drift.numerical", state.drift());
    report.put("drift.rebuildAdvised", state.rebuildAdvised());
    GradientSupply gradients = GradientSupply.of(state);
    report.put("gradients.rows", Math.round(gradients.rows()));
    report.put("gradients.wanted", Math.round(gradients.wanted()));
    report.put("gradients.redrawAdvised", gradients.starved());
    report.put("samples", state.sums().samples());
    report.put("labels", state.labels());
    report.show(Figure.SAMPLES, state.sums().samples());
    report.show(Figure.BATCHES, state.ledger().present().size());
    report.show(Figure.NIGHTS, state.ledger().runs().size());
    report.show(Figure.ACCURACY, judgement.evaluation().accuracy());
    report.show(Figure.LOG_LOSS, judgement.evaluation().logLoss());
    report.show(Figure.PROMOTED, judgement.promoted() ? 1 : 0);
    report.show(Figure.CLASS_MIX_DRIFT, drifts.largestMix());
    report.show(Figure.FEATURE_DRIFT, drifts.largestShift());
    report.show(Figure.NUMERICAL_DRIFT, state.drift());
  }

  /** What somebody should look at, and what would help. */
  private void advise(
      Optional<TrainingState> before,
      TrainingState state,
      Drifts drifts,
      Changes changes,
      Judgement judgement) {
    Advice advice = new Advice(tools);
    advice.on(state, drifts, judgement);
    advice.onForgetting(changes.forget(), judgement);
    advice.onJudges(state, before.map(old -> old.frozen().options().seed()), judgement);
  }

  /** The id that a promoted model has. */
  private String version() {
    return tools.writer().nextState() + "-" + tools.runId();
  }

  private void write(
      ExtremumClassificationModel model, StateSolution solution, String frozenDigest) {
    tools
        .steps()
        .run(
            "write",
            "version",
            version(),
            () -> {
              tools
                  .writer()
                  .writeVersion(
                      version(),
                      model,
                      folder -> Champion.write(tools.directory(), folder, solution, frozenDigest));
              return null;
            });
  }

  /** Manifest, one swap; then what is not needed any more goes. */
  private Ending committed(TrainingState state, boolean promoted, String frozenDigest) {
    StateWriter writer = tools.writer();
    Ending ending = promoted ? Ending.PROMOTED : Ending.NOT_PROMOTED;
    tools.report().put("state", writer.nextState());
    tools.report().put("champion", promoted ? version() : served());
    tools.report().end(ending, tools.steps());
    writer.writeManifest(tools.runId(), tools.report().asMap());
    tools.steps().run("write", "commit", "", () -> commit(writer, promoted));
    tidyQuietly(state, frozenDigest);
    return ending;
  }

  private Void commit(StateWriter writer, boolean promoted) {
    writer.commit(promoted, tools.options().keepVersions());
    tools.report().committed();
    return null;
  }

  /** What is in force is not given up for what could not be removed. */
  private void tidyQuietly(TrainingState state, String frozenDigest) {
    try {
      tidying.after(state, frozenDigest);
    } catch (Problem e) {
      tools.job().warn("what is not needed any more stays: " + e.getMessage());
    }
  }
}
