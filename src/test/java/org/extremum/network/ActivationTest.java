package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.network.Activation.RELU;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
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
    s.apply(values, slopes, 5, new Exponential());
    double[] alone = z.clone();
    s.apply(alone, null, 5, new Exponential());
    for (int k = 0; k < 5; k++) {
      assertThat(values[k]).isEqualTo(s.value(z[k]));
      assertThat(slopes[k]).isEqualTo(s.slope(z[k], values[k]));
      assertThat(alone[k]).isEqualTo(values[k]);
    }
    assertThat(values[5]).isEqualTo(99);
    assertThat(slopes[5]).isZero();
  }

  @Test
  void reluIsFlatUpToItsKink() {
    assertThat(Activation.RELU.slope(0, 0)).isZero();
    assertThat(Activation.RELU.slope(Double.MIN_VALUE, Double.MIN_VALUE)).isEqualTo(1);
    assertThat(Activation.RELU.value(Double.NaN)).isNaN();
  }

  /** Euler: without biases a network of ReLU is homogeneous of degree one, so z = x·∇z (§6.3). */
  @Test
  void reluWithoutBiasesIsTheProductOfSurfaceAndGradient() {
    ByHand random = ByHand.random(Activation.RELU, 5, 6, 20, 15);
    ByHand hidden =
        new ByHand(random.weights(), new double[][] {new double[20], new double[15]}, RELU);
    Layer output = ByHand.layer(ByHand.random(RELU, 6, 15, 3).weights()[0], new double[] {0, 0, 0});
    Network network = new Network(Standardiser.none(6), hidden.stack(), output);
    Rows rows = Rows.random(20, 6, 3, false, 7);
    try (Scorer scorer = new Scorer(network);
        Matrix jacobian = Matrix.zeros(15, 6);
        Matrix weights = output.weightMatrix()) {
      Matrix z = scorer.score(rows.dense(), true);
      for (int i = 0; i < rows.size(); i++) {
        scorer.forward().jacobian(i, jacobian);
        try (Matrix gradients = Blas.multiply(weights, jacobian)) {
          for (int v = 0; v < 3; v++) {
            double inner = 0;
            for (int j = 0; j < 6; j++) {
              inner += rows.surfaces()[i][j] * gradients.get(v, j);
            }
            // Sums of 6, 20 and 15 terms of order one.
            assertThat(inner).isCloseTo(z.get(v, i), within(1e-13));
            assertThat(Math.abs(inner)).isGreaterThan(1e-6);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void foundByItsOptionsName(Activation s) {
    assertThat(Activation.named(s.optionName())).isSameAs(s);
    assertThat(s.optionName()).isEqualTo(s.optionName().toLowerCase(java.util.Locale.ROOT));
  }
}
