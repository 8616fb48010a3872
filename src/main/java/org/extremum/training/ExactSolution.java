package org.extremum.training;

import java.util.List;
import java.util.stream.Collectors;
import org.extremum.neighbourhood.ListingPass;
import org.extremum.samples.Conflicts;

/**
 * Exact extrema (paper, Algorithm 1): contradictions are looked for first, then central samples are
 * made extrema and the others verified, round by round; where the network is too small for that,
 * what was asked for that case is done.
 */
final class ExactSolution {
  private final Run run;

  ExactSolution(Run run) {
    this.run = run;
  }

  Solution solve(Samples data) {
    Conflicts conflicts =
        run.steps()
            .run(
                "statistics",
                "duplicates",
                "equal surfaces",
                () -> Conflicts.in(data.store(), data.count()));
    if (conflicts.count() > 0) {
      return new Solution(Outcome.NOT_SEPARABLE, inWords(conflicts, data), null);
    }
    Solution solution =
        run.options().centres().equals("all")
            ? allCentral(data)
            : new CentralRounds(run, data).solve();
    if (solution.network() == null
        && solution.outcome() != Outcome.NO_SPECTRAL_GAP
        && run.options().onTooSmall().equals("weaken")) {
      run.steps().note(solution.outcome() + ": " + solution.detail() + "; weakening");
      run.report().put("resolved.extremum", "weakened");
      return WeakenedSolution.solve(run, data);
    }
    return solution;
  }

  /** Every sample is central: one round, and nothing is left to verify. */
  private Solution allCentral(Samples data) {
    long start = System.nanoTime();
    CapacityNotice.of(run, data, data.count());
    CentreSet all = new CentreSet(data.store(), block -> block, data.count(), true);
    Attempt attempt = new CentreSolver(run, data).solve(all, all);
    Round round =
        new Round(
            attempt.u(),
            data.count(),
            attempt.rank(),
            attempt.nullity(),
            attempt.gap(),
            0,
            0,
            0,
            attempt.outcome(),
            (System.nanoTime() - start) * 1e-9);
    run.report().put("rounds", List.of(round.asMap()));
    if (!attempt.solved()) {
      return new Solution(attempt.outcome(), attempt.detail(), null);
    }
    Solution solution = new Reached(run, data).solution(attempt, all);
    return solution.network() == null
        ? solution
        : solution.with(data.store().aggregate(new ListingPass(run.counts())));
  }

  private static String inWords(Conflicts conflicts, Samples data) {
    return conflicts.count()
        + " samples equal another one of a different class: "
        + conflicts.pairs().stream()
            .map(
                p ->
                    data.store().rowName(p.second())
                        + " (class "
                        + p.secondEssence()
                        + ") as "
                        + data.store().rowName(p.first())
                        + " (class "
                        + p.firstEssence()
                        + ")")
            .collect(Collectors.joining(", "));
  }
}
