package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.verification.Definiteness.Extremes;
import org.junit.jupiter.api.Test;

/** The thresholds of what is said of a spectrum's ends, each from both sides. */
class DefinitenessTest {
  private static final double TOLERANCE = Definiteness.TOLERANCE;
  private static final double CONVERGED = Definiteness.CONVERGED;

  private static Definiteness of(double least, double residual, double greatest) {
    return Definiteness.of(new Extremes(least, residual, greatest, 0));
  }

  @Test
  void theEndNearestZeroHasToHaveConverged() {
    assertThat(of(1, 0.9e3 * CONVERGED, 1e3)).isEqualTo(Definiteness.POSITIVE);
    assertThat(of(1, 1.1e3 * CONVERGED, 1e3)).isEqualTo(Definiteness.UNKNOWN);
  }

  @Test
  void itsResidualHasToLeaveTheSign() {
    double least = TOLERANCE + 0.5 * CONVERGED;
    assertThat(of(least, 0.4 * CONVERGED, 1)).isEqualTo(Definiteness.POSITIVE);
    assertThat(of(least, 0.6 * CONVERGED, 1)).isEqualTo(Definiteness.UNKNOWN);
  }

  @Test
  void theThresholdIsRelativeToTheLargest() {
    for (double scale : new double[] {1e-3, 1, 1e3}) {
      assertThat(of(2 * TOLERANCE * scale, 0, scale)).isEqualTo(Definiteness.POSITIVE);
      assertThat(of(0.5 * TOLERANCE * scale, 0, scale)).isEqualTo(Definiteness.NEITHER);
      assertThat(Definiteness.of(new Extremes(-scale, 0, -2 * TOLERANCE * scale, 0)))
          .isEqualTo(Definiteness.NEGATIVE);
    }
  }

  /** The largest may be larger by a residual of its own. */
  @Test
  void theOtherEndsResidualCounts() {
    assertThat(Definiteness.of(new Extremes(1.5 * TOLERANCE, 0, 1, 1)))
        .isEqualTo(Definiteness.UNKNOWN);
    assertThat(Definiteness.of(new Extremes(2.5 * TOLERANCE, 0, 1, 1)))
        .isEqualTo(Definiteness.POSITIVE);
    assertThat(Definiteness.of(new Extremes(-1, 1, -1.5 * TOLERANCE, 0)))
        .isEqualTo(Definiteness.UNKNOWN);
    assertThat(Definiteness.of(new Extremes(-1, 1, -2.5 * TOLERANCE, 0)))
        .isEqualTo(Definiteness.NEGATIVE);
  }
}
