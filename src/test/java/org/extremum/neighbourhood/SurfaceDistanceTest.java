package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SurfaceDistanceTest {
  @Test
  void isTheRootOfTwiceTheMeanSquare() {
    // Differences 3, -4: √((2/2)·(9 + 16)) = 5.
    assertThat(SurfaceDistance.between(new double[] {1, 2}, new double[] {-2, 6})).isEqualTo(5);
    // √((2/8)·4·1) = 1: half of the coordinates off by one.
    double[] a = {0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(SurfaceDistance.between(a, new double[] {1, 0, -1, 0, 1, 0, 0, 1})).isEqualTo(1);
    assertThat(SurfaceDistance.between(a, a)).isZero();
  }

  @Test
  void aGaussianDisturbanceIsRootTwoOfItsDeviationAway() {
    Random random = new Random(1);
    double[] x = random.doubles(100_000).toArray();
    double[] disturbed = x.clone();
    for (int j = 0; j < x.length; j++) {
      disturbed[j] += 0.3 * random.nextGaussian();
    }
    // Relative deviation of the root mean square of m normal numbers: 1/√(2m) = .0022; five of it.
    assertThat(SurfaceDistance.between(x, disturbed))
        .isCloseTo(0.3 * Math.sqrt(2), within(0.3 * Math.sqrt(2) * 0.011));
  }

  @Test
  void squaredAndBack() {
    for (double distance : new double[] {0, 1e-3, 0.6, 7}) {
      double squared = SurfaceDistance.toSquared(distance, 13);
      assertThat(SurfaceDistance.fromSquared(squared, 13))
          .isCloseTo(distance, within(1e-15 * distance));
    }
    assertThat(SurfaceDistance.toSquared(1, 2)).isEqualTo(1);
  }

  @Test
  void refusesSurfacesOfDifferentLength() {
    assertThatThrownBy(() -> SurfaceDistance.between(new double[2], new double[3]))
        .hasMessageContaining("got 2 and 3");
  }

  @Test
  void roundingIsThatOfSinglePrecisionAtAnyMagnitude() {
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      double value = random.nextDouble();
      assertThat(SurfaceDistance.rounded(value)).isCloseTo(value, within(value * 0x1p-24));
      assertThat(SurfaceDistance.rounded(value * 0x1p300))
          .isEqualTo(SurfaceDistance.rounded(value) * 0x1p300);
    }
    assertThat(SurfaceDistance.rounded(0)).isZero();
    assertThat(SurfaceDistance.rounded(1 + 0x1p-30)).isEqualTo(1);
    assertThat(SurfaceDistance.rounded(1 + 0x1p-23)).isEqualTo(1 + 0x1p-23);
  }
}
