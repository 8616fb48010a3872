package org.extremum.verification;

import java.io.Serializable;

/**
 * How far degrees of certainty are from the shares that come true: the expected calibration error,
 *
 * <pre>Σ_b (W_b/Σω)·|accuracy_b - confidence_b|</pre>
 *
 * over {@value #BINS} ranges ((b-1)/15, b/15] of equal width of the largest probability of a
 * sample; W_b is the weight of the samples in range b, accuracy_b and confidence_b their weighted
 * means of being right and of the largest probability (Guo et al. 2017, "On Calibration of Modern
 * Neural Networks", with weights).
 *
 * <p>It looks at the predicted essence only, and says nothing of surfaces unlike those it was
 * measured on.
 */
final class Calibration implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int BINS = 15;

  private final double[] confidence = new double[BINS]; // Σω·(largest probability)
  private final double[] correct = new double[BINS]; // Σω of those that are right
  private double weight; // Σω

  /**
   * One sample.
   *
   * @param probability of the predicted essence, in (0, 1]
   */
  void add(double probability, boolean right, double omega) {
    int bin = (int) Math.ceil(probability * BINS) - 1;
    bin = Math.max(0, Math.min(BINS - 1, bin)); // 1 + ε is 1
    confidence[bin] += omega * probability;
    correct[bin] += right ? omega : 0;
    weight += omega;
  }

  void add(Calibration other) {
    for (int b = 0; b < BINS; b++) {
      confidence[b] += other.confidence[b];
      correct[b] += other.correct[b];
    }
    weight += other.weight;
  }

  /** Σ_b |correct_b - confidence_b| / Σω, which is the same; NaN without samples. */
  double expectedError() {
    double sum = 0;
    for (int b = 0; b < BINS; b++) {
      sum += Math.abs(correct[b] - confidence[b]);
    }
    return sum / weight;
  }
}
