package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
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
  /** These and those of further hidden layers. */
  Trials and(Trials more) {
    List<Trial> both = new ArrayList<>(all);
    both.addAll(more.all);
    return new Trials(both, criterion.and(more.criterion), noisy, samples);
  }

  boolean anySolved() {
    return all.stream().anyMatch(Trial::solved);
  }
}
