package org.extremum.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.polarization.CandidateLosses;

/**
 * Which of several candidates is taken, and by what (method.md 7). The criterion is the log-loss
 * after each one's own κ: those that exceed the least by no more than a standard error of the
 * difference are tied, and of them the strongest penalty is taken. Or the share of errors under
 * noise, which rewards strength itself: there only equals are tied.
 */
final class Selection {
  /** Standard errors of the paired difference within which log-losses are tied. */
  private static final double TIED = 1;

  private final List<Candidate> candidates;
  private final CandidateLosses criterion;
  private final double tied; // standard errors
  private final boolean[] solvable;
  private final int best;
  private final int chosen;

  /**
   * @param candidates weakest first
   * @param criterion least is best
   * @param noisy whether the criterion is errors under noise
   * @param solvable false for those that could not be solved
   */
  Selection(
      List<Candidate> candidates, CandidateLosses criterion, boolean noisy, boolean[] solvable) {
    this.candidates = candidates;
    this.criterion = criterion;
    this.tied = noisy ? 0 : TIED;
    this.solvable = solvable;
    this.best = eligible().boxed().min(Comparator.comparingDouble(criterion::mean)).orElseThrow();
    this.chosen =
        eligible().filter(this::isTied).boxed().max(Comparator.comparing(candidates::get)).get();
  }

  private IntStream eligible() {
    return IntStream.range(0, candidates.size()).filter(c -> solvable[c]);
  }

  private boolean isTied(int candidate) {
    if (candidate == best) {
      return true;
    }
    double excess = criterion.excess(candidate, best);
    return tied == 0 ? excess <= 0 : excess <= tied * criterion.standardError(candidate, best);
  }

  /** Position of the candidate taken. */
  int chosen() {
    return chosen;
  }

  /** Position of the least loss but that of the one taken; -1 where there is no other. */
  int runnerUp() {
    return eligible()
        .filter(c -> c != chosen)
        .boxed()
        .min(Comparator.comparingDouble(criterion::mean))
        .orElse(-1);
  }

  /**
   * The curve and the choice, for the manifest.
   *
   * @param kappas of the candidates
   * @param logLosses after κ
   * @param errors without noise
   */
  Map<String, Object> asMap(double[] kappas, CandidateLosses logLosses, CandidateLosses errors) {
    List<Map<String, Object>> curve = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      Map<String, Object> point = candidates.get(c).asMap();
      point.put("solved", solvable[c]);
      if (solvable[c]) {
        point.put("criterion", criterion.mean(c));
        point.put("excess", criterion.excess(c, best));
        point.put("standardError", c == best ? 0.0 : criterion.standardError(c, best));
        point.put("tied", isTied(c));
        point.put("logLoss", logLosses.mean(c));
        point.put("accuracy", 1 - errors.mean(c));
        point.put("scale", kappas[c]);
      }
      curve.add(point);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("chosen", curve.get(chosen));
    map.put("runnerUp", runnerUp() < 0 ? null : curve.get(runnerUp()));
    map.put("best", curve.get(best));
    map.put("candidates", curve);
    return map;
  }
}
