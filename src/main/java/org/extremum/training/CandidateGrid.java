package org.extremum.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The penalties that gamma=auto and regParam=auto choose among. */
final class CandidateGrid {
  /**
   * 0 is the baseline without penalty on gradients. From 0.3 to 1 the factor γ²/2 grows threefold a
   * step, 0.045 to 0.5, around what was found best from 150 samples to 60 000 (method.md 12: 0.01
   * to 0.3). In five-fold cross-validation of iris, breast cancer and digits a finer grid (0.15) or
   * a longer one (1.4, 2) chose no better, clean or noisy.
   */
  private static final double[] GAMMAS = {0, 0.3, 0.6, 1};

  /**
   * Decades from where the ridge is little more than what keeps the system solvable to where it
   * does the work of γ on small data: digits wants 1e-3, breast cancer 0.1 to 1, iris 10 with 500
   * neurons and up to 100 with 2000, since F grows with the width. 1e-4 was no better anywhere.
   */
  private static final double[] RIDGES = {1e-3, 1e-2, 1e-1, 1, 10, 100};

  /** Where there is nothing to choose by. */
  private static final Candidate USUAL = new Candidate(0.6, 3e-3);

  private CandidateGrid() {}

  /** What was given, and usual values for what was to be chosen. */
  static Candidate usual(TrainingOptions options) {
    return new Candidate(
        values(options.gamma(), USUAL.gamma()).findFirst().orElseThrow(),
        values(options.regParam(), USUAL.ridge()).findFirst().orElseThrow());
  }

  /** Weakest first; what was given is kept. */
  static List<Candidate> of(TrainingOptions options) {
    return values(options.gamma(), GAMMAS)
        .boxed()
        .flatMap(
            gamma ->
                values(options.regParam(), RIDGES).mapToObj(ridge -> new Candidate(gamma, ridge)))
        .toList();
  }

  private static DoubleStream values(double given, double... grid) {
    return Double.isNaN(given) ? Arrays.stream(grid) : DoubleStream.of(given);
  }
}
