package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against {@link Math}, whose exp is within 1 unit in the last place and whose tanh within 2.5. */
class ExponentialTest {
  /** 1/(1 + e^-z): e^-z, the sum and the division; and what Math.exp may be off by. */
  private static final double SIGMOID_ULPS = 4;

  /** Two sums, a product and a division; and Math.tanh's 2.5. */
  private static final double TANH_ULPS = 6;

  private final SplittableRandom random = new SplittableRandom(11);
  private final Exponential exponential = new Exponential();

  private double[] arguments(double most) {
    double[] z = new double[100_000];
    for (int k = 0; k < z.length; k++) { // half of them near zero, by orders of magnitude
      z[k] =
          k % 2 == 0
              ? random.nextDouble(-most, most)
              : (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-20, 1));
    }
    return z;
  }

  private static void assertWithin(double ulps, double got, double expected, double z) {
    assertThat(Math.abs(got - expected))
        .as("at %s: %s for %s", z, got, expected)
        .isLessThanOrEqualTo(ulps * Math.ulp(expected));
  }

  @Test
  void sigmoidsAreRightToFourUnitsInTheLastPlace() {
    double[] z = arguments(700);
    double[] h = z.clone();
    exponential.sigmoid(h, null, h.length);
    for (int k = 0; k < z.length; k++) {
      assertWithin(SIGMOID_ULPS, h[k], 1 / (1 + Math.exp(-z[k])), z[k]);
    }
  }

  @Test
  void tangentsAreRightToSixUnitsInTheLastPlaceNearZeroToo() {
    double[] z = arguments(25);
    double[] h = z.clone();
    exponential.tanh(h, null, h.length);
    for (int k = 0; k < z.length; k++) {
      assertWithin(TANH_ULPS, h[k], Math.tanh(z[k]), z[k]);
    }
  }

  @Test
  void everyPlaceOfAnArrayIsWhatANumberAloneIs() {
    double[] z = arguments(30);
    for (int count : new int[] {0, 1, 511, 512, 513, 1500, z.length}) {
      double[] h = z.clone();
      double[] slopes = new double[z.length];
      exponential.sigmoid(h, slopes, count);
      double[] t = z.clone();
      double[] tSlopes = new double[z.length];
      exponential.tanh(t, tSlopes, count);
      for (int k = 0; k < z.length; k++) {
        boolean done = k < count;
        assertThat(h[k]).isEqualTo(done ? Exponential.sigmoid(z[k]) : z[k]);
        assertThat(slopes[k]).isEqualTo(done ? h[k] * (1 - h[k]) : 0);
        assertThat(t[k]).isEqualTo(done ? Exponential.tanh(z[k]) : z[k]);
        assertThat(tSlopes[k]).isEqualTo(done ? 1 - t[k] * t[k] : 0);
      }
    }
  }

  @Test
  void endsAndWhatIsNoNumber() {
    double[] z = {
      0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e300, -1e300, -745
    };
    double[] h = z.clone();
    exponential.sigmoid(h, null, h.length);
    assertThat(h[0]).isEqualTo(0.5);
    assertThat(h[1]).isEqualTo(0.5);
    assertThat(h[2]).isEqualTo(1);
    assertThat(h[3]).isBetween(0.0, 1e-307);
    assertThat(h[4]).isNaN();
    assertThat(h[5]).isEqualTo(1);
    assertThat(h[6]).isBetween(0.0, 1e-307);
    assertThat(h[7]).isBetween(0.0, 1e-307);
    double[] t = z.clone();
    exponential.tanh(t, null, t.length);
    assertThat(t[0]).isEqualTo(0);
    assertThat(t[2]).isEqualTo(1);
    assertThat(t[3]).isEqualTo(-1);
    assertThat(t[4]).isNaN();
    assertThat(t[5]).isEqualTo(1);
    assertThat(t[6]).isEqualTo(-1);
  }
}
