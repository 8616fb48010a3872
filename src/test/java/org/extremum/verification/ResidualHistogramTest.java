package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Residuals by size against a loop over samples and outputs. */
class ResidualHistogramTest {
  private static final Rows ROWS = Rows.random(70, 4, 3, true, 1);

  private static Layer output(int width) {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, width, 3);
    return ByHand.layer(output.weights()[0], output.biases()[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void byDefinition(int depth) {
    ByHand hidden =
        depth == 1
            ? ByHand.random(Activation.SIGMOID, 2, 4, 7)
            : ByHand.random(Activation.SINE, 2, 4, 3, 6);
    Layer output = output(hidden.width());
    Network network = new Network(Standardiser.none(4), hidden.stack(), output);
    Stationarity stationarity = ROWS.store().aggregate(new Stationarity.Measuring(network));
    long[] expected = new long[(ResidualHistogram.HIGHEST - ResidualHistogram.LOWEST) * 4];
    for (double[] surface : ROWS.surfaces()) {
      double[][] gradients = hidden.gradients(output, surface);
      for (int v = 0; v < 3; v++) {
        double norm = Math.sqrt(Arrays.stream(gradients[v]).map(g -> g * g).sum());
        double residual = norm / stationarity.deviation(v);
        int bin = 0;
        while (residual >= Math.pow(10, ResidualHistogram.begin(bin + 1))) {
          bin++;
        }
        expected[bin]++;
      }
    }
    for (int partitions : new int[] {1, 3}) {
      ResidualHistogram histogram =
          ROWS.store(partitions, 16, false)
              .aggregate(ResidualHistogram.Counting.of(network, stationarity));
      assertThat(histogram.counts()).isEqualTo(expected);
      assertThat(histogram.zeros()).isZero();
    }
    for (int partitions : new int[] {1, 3}) { // of residuals kept in the first pass
      Stationarity kept =
          ROWS.store(partitions, 16, false).aggregate(Stationarity.Measuring.keeping(network));
      assertThat(kept.max()).isCloseTo(stationarity.max(), within(1e-12 * stationarity.max()));
      assertThat(ResidualHistogram.of(kept).counts()).isEqualTo(expected);
    }
    assertThat(ResidualHistogram.of(stationarity).counts()).containsOnly(0);
    int last = expected.length - 1;
    while (expected[last] == 0) {
      last--;
    }
    // The largest residual is in the last bin that is not empty.
    assertThat(stationarity.max())
        .isBetween(
            Math.pow(10, ResidualHistogram.begin(last)),
            Math.pow(10, ResidualHistogram.begin(last + 1)));
  }

  @Test
  void extremesHaveAPlace() {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 2, 4, 7);
    Layer constant = new Layer(3, 7, new double[21], new double[] {1, 2, 3});
    Network flat = new Network(Standardiser.none(4), hidden.stack(), constant);
    double[] nothing = new double[3];
    ResidualHistogram zeros =
        ROWS.store(3, 16, false).aggregate(new ResidualHistogram.Counting(flat, nothing));
    assertThat(zeros.zeros()).isEqualTo(210);
    assertThat(Arrays.stream(zeros.counts()).sum()).isZero();

    Network steep = flat.withOutput(output(7));
    ResidualHistogram infinite =
        ROWS.store().aggregate(new ResidualHistogram.Counting(steep, nothing));
    assertThat(infinite.counts()[infinite.counts().length - 1]).isEqualTo(210);
    double[] huge = {1e30, 1e30, 1e30};
    ResidualHistogram tiny = ROWS.store().aggregate(new ResidualHistogram.Counting(steep, huge));
    assertThat(tiny.counts()[0]).isEqualTo(210);
  }
}
