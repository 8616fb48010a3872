package org.extremum.retraining;

import java.io.Serializable;

/**
 * The samples of a holdout on which two networks are not both right or both wrong: all that tells
 * whether the difference of their accuracies is more than chance, since the networks are judged on
 * the same samples (McNemar 1947).
 *
 * @param samples of the holdout, n
 * @param championOnly b: the champion is right, the challenger wrong
 * @param challengerOnly c: the other way round
 */
public record Discordance(long samples, long championOnly, long challengerOnly)
    implements Serializable {
  /** Accuracy of the challenger minus that of the champion, (c - b)/n; NaN without samples. */
  public double gain() {
    return (double) (challengerOnly - championOnly) / samples;
  }

  /**
   * Standard error of {@link #gain()}: each sample counts -1, 0 or 1, so that the variance of the
   * mean is ((b + c)/n - gain²)/n. Two independent holdouts would have a larger one.
   */
  public double standardError() {
    double moved = (double) (championOnly + challengerOnly) / samples;
    return Math.sqrt(Math.max(0, moved - gain() * gain()) / samples);
  }

  /**
   * McNemar's exact two-sided probability of a split of the b + c samples at least as uneven, were
   * each as likely to go to one network as to the other: 2·Σ_{k ≤ min(b, c)} C(b + c, k)/2^(b + c),
   * at most 1.
   */
  public double chance() {
    long n = championOnly + challengerOnly;
    double logTerm = -n * Math.log(2); // of C(n, 0)/2^n
    double sum = Math.exp(logTerm);
    for (long k = 1; k <= Math.min(championOnly, challengerOnly); k++) {
      logTerm += Math.log((double) (n - k + 1) / k);
      sum += Math.exp(logTerm);
    }
    return Math.min(1, 2 * sum);
  }
}
