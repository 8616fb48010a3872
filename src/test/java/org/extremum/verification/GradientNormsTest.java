package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.network.Network;
import org.extremum.network.RandomNetwork;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientNormsTest {
  /** Central differences: a step h of 1e-5 errs by h² of third derivatives and ε/h of values. */
  private static final double STEP = 1e-5;

  private static final double DIFFERENCES = 1e-6;

  @ParameterizedTest
  @CsvSource({"30,0", "30,20"})
  void areThoseOfCentralDifferences(int first, int second) {
    Network network =
        second == 0 ? RandomNetwork.of(4, 3, first) : RandomNetwork.of(4, 3, first, second);
    int size = 200;
    Random random = new Random(3);
    double[] values = random.doubles(4 * size, -2, 2).toArray();
    int[] outputs = random.ints(size, 0, 3).toArray();
    double[] ones = random.doubles(size, 1, 2).toArray();
    SampleBlock block =
        SampleBlock.dense(4, values, new int[size], ones, new long[size])
            .standardised(network.standardiser());
    double[] scales = network.standardiser().scales();
    try (GradientNorms norms = new GradientNorms(network)) {
      double[] got = norms.of(block, outputs);
      for (int i = 0; i < size; i += 23) {
        double squared = 0;
        for (int j = 0; j < 4; j++) {
          double[] up = java.util.Arrays.copyOfRange(values, 4 * i, 4 * i + 4);
          double[] down = up.clone();
          up[j] += STEP * scales[j];
          down[j] -= STEP * scales[j];
          double slope = (network.raw(up)[outputs[i]] - network.raw(down)[outputs[i]]) / (2 * STEP);
          squared += slope * slope;
        }
        double expected = Math.sqrt(squared);
        assertThat(got[i]).isCloseTo(expected, within(DIFFERENCES * (1 + expected)));
        assertThat(expected).isPositive();
      }
    }
  }
}
