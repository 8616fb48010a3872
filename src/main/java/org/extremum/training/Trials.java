package org.extremum.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.polarization.CandidateLosses;

/**
 * Networks that were tried on the same samples, and what the choice goes by.
 *
 * @param all one hidden stack after the other, the preferred stack first
 * @param criterion losses of each, sample by sample; least is best
 * @param noisy whether the criterion is errors under noise
 * @param samples how many they were compared on
 */
record Trials(List<Trial> all, CandidateLosses criterion, boolean noisy, long samples) {
  /** Standard errors of the paired difference within which losses differ by chance. */
  private static final double CHANCE = 1;

  /** These and those of further hidden layers. */
  Trials and(Trials more) {
    List<Trial> both = new ArrayList<>(all);
    both.addAll(more.all);
    return new Trials(both, criterion.and(more.criterion), noisy, samples);
  }

  /** Of those solved the one of least mean loss, the first of equals; -1 for none. */
  int best(IntStream among) {
    return among
        .filter(t -> all.get(t).solved())
        .boxed()
        .min(Comparator.comparingDouble(criterion::mean))
        .orElse(-1);
  }

  /**
   * Whether a trial that was solved is as good as the best one, for the choice: no worse by more
   * than chance, or under noise, which rewards strength itself, not worse at all.
   */
  boolean tied(int trial, int best) {
    return noisy ? trial == best || criterion.excess(trial, best) <= 0 : withinChance(trial, best);
  }

  /** Whether a trial that was solved is no worse than the best one by more than chance. */
  boolean withinChance(int trial, int best) {
    return trial == best
        || criterion.excess(trial, best) <= CHANCE * criterion.standardError(trial, best);
  }

  boolean anySolved() {
    return all.stream().anyMatch(Trial::solved);
  }
}
