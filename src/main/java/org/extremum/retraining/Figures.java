package org.extremum.retraining;

import java.util.Arrays;
import org.extremum.verification.Evaluation;

/**
 * What one network does on the holdout: samples and right answers of each essence, and the
 * log-loss. Immutable.
 */
public final class Figures {
  private final long[] samples; // V
  private final long[] correct; // V
  private final double logLoss;

  /**
   * @param samples of each essence in the holdout
   * @param correct of those, the ones whose essence is the predicted one; as long
   * @param logLoss weighted mean of -log probability of the own essence; NaN where unknown
   * @throws IllegalArgumentException when lengths differ or more are right than there are
   */
  public Figures(long[] samples, long[] correct, double logLoss) {
    if (samples.length != correct.length) {
      throw new IllegalArgumentException(
          "figures: expected right answers of "
              + samples.length
              + " essences, got "
              + correct.length);
    }
    for (int v = 0; v < samples.length; v++) {
      if (correct[v] < 0 || correct[v] > samples[v]) {
        throw new IllegalArgumentException(
            "figures, essence "
                + v
                + ": expected 0 to "
                + samples[v]
                + " right answers, got "
                + correct[v]);
      }
    }
    this.samples = samples.clone();
    this.correct = correct.clone();
    this.logLoss = logLoss;
  }

  /** Those of an evaluation of the whole holdout. */
  public static Figures of(Evaluation evaluation) {
    long[][] confusion = evaluation.confusion();
    long[] samples = new long[confusion.length];
    long[] correct = new long[confusion.length];
    for (int v = 0; v < confusion.length; v++) {
      samples[v] = evaluation.samples(v);
      correct[v] = confusion[v][v];
    }
    return new Figures(samples, correct, evaluation.logLoss());
  }

  /** V. */
  public int essences() {
    return samples.length;
  }

  /** Samples of the holdout. */
  public long samples() {
    return Arrays.stream(samples).sum();
  }

  /** Samples of an essence. */
  public long samples(int essence) {
    return samples[essence];
  }

  /** Samples whose essence is the predicted one. */
  public long correct() {
    return Arrays.stream(correct).sum();
  }

  /** Of an essence's samples, those predicted to be of it. */
  public long correct(int essence) {
    return correct[essence];
  }

  /** Share of samples that are right; NaN without samples. */
  public double accuracy() {
    return (double) correct() / samples();
  }

  /** Of the samples of an essence, the share that is right; NaN where there is none. */
  public double recall(int essence) {
    return (double) correct[essence] / samples[essence];
  }

  /** As given to the constructor. */
  public double logLoss() {
    return logLoss;
  }
}
