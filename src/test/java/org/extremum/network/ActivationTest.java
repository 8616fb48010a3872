package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  /** Step of central differences: error of the order step² plus ε/step, both below 1e-9. */
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource
  void slopesAreDifferences(Activation s) {
    for (double z = -6; z <= 6; z += 0.37) {
      double difference = (s.value(z + STEP) - s.value(z - STEP)) / (2 * STEP);
      assertThat(s.slope(z, s.value(z))).isCloseTo(difference, within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void curvaturesAreDifferencesOfSlopes(Activation s) {
    for (double z = -6; z <= 6; z += 0.37) {
      double above = s.slope(z + STEP, s.value(z + STEP));
      double below = s.slope(z - STEP, s.value(z - STEP));
      assertThat(s.curvature(z, s.value(z))).isCloseTo((above - below) / (2 * STEP), within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void farFromZeroNothingBreaks(Activation s) {
    for (double z : new double[] {-1e300, -800, -40, 40, 800, 1e300}) {
      double h = s.value(z);
      assertThat(h).isFinite();
      assertThat(s.slope(z, h)).isFinite().isBetween(-1.0, 1.0);
      assertThat(s.curvature(z, h)).isFinite().isBetween(-1.0, 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void arraysLikeSingleNumbers(Activation s) {
    double[] z = {-2.5, -0.1, 0, 0.3, 4, 99};
    double[] values = z.clone();
    double[] slopes = new double[6];
    s.apply(values, slopes, 5);
    double[] alone = z.clone();
    s.apply(alone, null, 5);
    for (int k = 0; k < 5; k++) {
      assertThat(values[k]).isEqualTo(s.value(z[k]));
      assertThat(slopes[k]).isEqualTo(s.slope(z[k], values[k]));
      assertThat(alone[k]).isEqualTo(values[k]);
    }
    assertThat(values[5]).isEqualTo(99);
    assertThat(slopes[5]).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void foundByItsOptionsName(Activation s) {
    assertThat(Activation.named(s.optionName())).isSameAs(s);
    assertThat(s.optionName()).isEqualTo(s.optionName().toLowerCase(java.util.Locale.ROOT));
  }
}
