package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

class SurfaceNoiseTest {
  private static final Rows ROWS = Rows.random(4000, 5, 2, true, 1);

  /** Mean squares of 20 000 draws scatter by √(2/20000) = 1 %; five times that. */
  @Test
  void aRadiusIsThatOfTheMeanSquaredDistance() {
    SampleBlock block = ROWS.dense();
    SampleBlock noisy = SurfaceNoise.ofRadius(0.7, 42).apply(block);
    double sum = 0;
    for (int i = 0; i < block.size(); i++) {
      for (int j = 0; j < 5; j++) {
        double d = noisy.surface(i)[j] - block.surface(i)[j];
        sum += 2.0 / 5 * d * d; // D_s² (method.md 8)
      }
      assertThat(noisy.essence(i)).isEqualTo(block.essence(i));
      assertThat(noisy.weight(i)).isEqualTo(block.weight(i));
      assertThat(noisy.hash(i)).isEqualTo(block.hash(i));
    }
    assertThat(Math.sqrt(sum / block.size())).isCloseTo(0.7, within(0.05 * 0.7));
  }

  @Test
  void aRowGetsTheSameNoiseWhereverItIs() {
    SurfaceNoise noise = new SurfaceNoise(0.5, 42);
    double[] alone = noise.apply(ROWS.at(17).dense()).surface(0);
    assertThat(noise.apply(ROWS.sparse()).surface(17)).containsExactly(alone);
    assertThat(new SurfaceNoise(0.5, 43).apply(ROWS.dense()).surface(17)).isNotEqualTo(alone);
  }
}
