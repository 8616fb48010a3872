package org.extremum.verification;

import org.extremum.network.Activation;

/**
 * The least upper bounds of |S'| and |S''| over all z, on which certified radii rest (method.md 5).
 *
 * <p>Sigmoid: S' = h(1-h) ≤ 1/4; S'' = h(1-h)(1-2h) is extreme where 6h² - 6h + 1 = 0, h = (3 ±
 * √3)/6, so |S''| ≤ 1/(6√3). Tanh: S'' = -2h(1-h²) is extreme where h² = 1/3, so |S''| ≤ 4/(3√3).
 * Sine: both 1. Softplus: S' is the sigmoid, below 1, and S'' the sigmoid's slope, at most 1/4.
 *
 * @param slope max |S'|
 * @param curvature max |S''|; infinite where S' is not Lipschitz, as at a kink
 */
record SlopeBounds(double slope, double curvature) {
  /** Of an activation; one without a bounded second derivative has infinite bounds. */
  static SlopeBounds of(Activation activation) {
    return switch (activation) {
      case SIGMOID -> new SlopeBounds(0.25, 1 / (6 * Math.sqrt(3)));
      case TANH -> new SlopeBounds(1, 4 / (3 * Math.sqrt(3)));
      case SINE -> new SlopeBounds(1, 1);
      case SOFTPLUS -> new SlopeBounds(1, 0.25);
      default -> NONE;
    };
  }

  /** Of an activation with kinks: nothing can be certified from derivatives at one point. */
  static final SlopeBounds NONE =
      new SlopeBounds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  boolean finite() {
    return Double.isFinite(curvature);
  }
}
