package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Condition;
import org.extremum.verification.Verdicts;

/**
 * Central samples and verification rounds (method.md 8; paper §4.3): the centres are made extrema,
 * all other samples are verified by the asked condition, those that fail become central, the worst
 * first and only as many as leave freedom to polarize; until none fails, or capacity or rounds are
 * spent. Of several models the one is kept that fewest samples fail.
 */
final class CentralRounds {
  private static final String KIND = "round";

  private final Run run;
  private final Samples data;
  private final CentralSamples nobody;
  private final List<Round> rounds = new ArrayList<>();
  private CentreSolver solver;
  private CentralSamples centres;
  private BestRound best = BestRound.NONE;

  CentralRounds(Run run, Samples data) {
    this.run = run;
    this.data = data;
    this.nobody = CentralSamples.none(data.essences());
  }

  Solution solve() {
    CentralSamples added = begin();
    while (true) {
      long start = System.nanoTime();
      Attempt attempt = solver.solve(set(centres), set(added));
      if (!attempt.solved()) {
        return best.network() == null
            ? new Solution(attempt.outcome(), attempt.detail(), null)
            : end(Outcome.CAPACITY_SPENT, attempt.outcome() + ": " + attempt.detail());
      }
      int limit = limit(attempt);
      Verdicts verdicts = verify(attempt, limit);
      Outcome outcome = outcome(verdicts, limit);
      added = outcome == Outcome.PROMOTED ? promoted(verdicts) : nobody;
      note(attempt, verdicts, added, outcome, (System.nanoTime() - start) * 1e-9);
      best = best.or(attempt, centres, verdicts.failed(), rounds.size());
      if (outcome != Outcome.PROMOTED) {
        return end(outcome, "");
      }
      centres = centres.plus(added);
      keep(added);
    }
  }

  /** Chooses the first centres, or goes on where a checkpoint ended; those the solver lacks. */
  private CentralSamples begin() {
    Optional<Snapshot> kept = run.checkpoints().latest(KIND);
    if (kept.isPresent()) {
      RoundState state = new RoundState(kept.get(), data.essences());
      solver = new CentreSolver(run, data, state);
      centres = state.centres();
      best = state.best(data);
      rounds.addAll(state.rounds());
      CapacityNotice.of(run, data, centres.count());
      run.steps().note("going on after round " + rounds.size());
      return state.added();
    }
    centres = new CentreChoice(run, data).choose();
    CapacityNotice.of(run, data, centres.count());
    solver = new CentreSolver(run, data);
    return centres;
  }

  /** Leaves a checkpoint after every so many rounds. */
  private void keep(CentralSamples added) {
    if (rounds.size() % run.options().checkpointInterval() == 0
        && run.checkpoints() != Checkpoints.NONE) {
      run.checkpoints()
          .save(KIND, rounds.size(), RoundState.snapshot(centres, added, rounds, best, solver));
    }
  }

  private CentreSet set(CentralSamples some) {
    return new CentreSet(some.view(data.store()), some::only, some.count(), false);
  }

  private Verdicts verify(Attempt attempt, int limit) {
    SampleStore others = centres.others(data.store());
    return run.steps()
        .run(
            "verify",
            "verification",
            run.options().condition(),
            () -> others.aggregate(new Verdicts.Judging(attempt.network(), condition(), limit)));
  }

  private Condition condition() {
    return Condition.named(
        run.options().condition(), data.outputActivation(), run.options().conditions());
  }

  private CentralSamples promoted(Verdicts verdicts) {
    List<Verdicts.Failure> worst = verdicts.worst();
    return CentralSamples.of(
        data.essences(),
        worst.stream().mapToInt(Verdicts.Failure::essence).toArray(),
        worst.stream().mapToLong(Verdicts.Failure::hash).toArray());
  }

  private int limit(Attempt attempt) {
    return Capacity.of(attempt.network().hidden(), data.essences())
        .promotable(attempt.rank(), centres.count());
  }

  private Outcome outcome(Verdicts verdicts, int limit) {
    if (verdicts.failed() == 0) {
      return Outcome.VERIFIED;
    }
    if (limit == 0) {
      return Outcome.CAPACITY_SPENT;
    }
    return rounds.size() + 1 >= run.options().maxRounds() ? Outcome.ROUNDS_SPENT : Outcome.PROMOTED;
  }

  private void note(
      Attempt attempt, Verdicts verdicts, CentralSamples added, Outcome outcome, double seconds) {
    Round round =
        new Round(
            attempt.u(),
            centres.count(),
            attempt.rank(),
            attempt.nullity(),
            attempt.gap(),
            verdicts.verified(),
            verdicts.failed(),
            added.count(),
            outcome,
            seconds);
    rounds.add(round);
    run.steps().note(round.inWords(rounds.size()));
  }

  private Solution end(Outcome outcome, String detail) {
    run.report().put("rounds", rounds.stream().map(Round::asMap).toList());
    run.report().put("resolved.round", best.round());
    run.report().put("resolved.centres", best.centres().count());
    new Reached(run, data).into(best.network(), best.u(), set(best.centres()));
    String words = best.inWords(data.count()) + (detail.isEmpty() ? "" : "; " + detail);
    return new Solution(outcome, words, best.network(), best.centres());
  }
}
