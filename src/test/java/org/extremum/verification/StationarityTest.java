package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;

/** Residuals of the samples that are constrained, by loops; of all of them: VerificationTest. */
class StationarityTest {
  private static final Rows ROWS = Rows.random(90, 4, 3, true, 1);
  private static final ByHand HIDDEN = ByHand.random(Activation.SIGMOID, 2, 4, 7);

  /** In blocks of two, of which some have no such sample. */
  @Test
  void gradientsOfSomeAreMeasuredByTheDeviationsOfAll() {
    ByHand top = ByHand.random(Activation.SIGMOID, 3, 7, 3);
    Layer output = ByHand.layer(top.weights()[0], top.biases()[0]);
    Network network = new Network(Standardiser.none(4), HIDDEN.stack(), output);
    Stationarity all = ROWS.store(3, 2, false).aggregate(new Stationarity.Measuring(network));
    int[] heavy = IntStream.range(0, 90).filter(i -> ROWS.weights()[i] > 1).toArray();
    assertThat(heavy).hasSizeBetween(30, 70);
    double max = 0;
    double squares = 0;
    for (int i : heavy) {
      double[][] gradients = HIDDEN.gradients(output, ROWS.surfaces()[i]);
      for (int v = 0; v < 3; v++) {
        double norm = Math.sqrt(Arrays.stream(gradients[v]).map(g -> g * g).sum());
        max = Math.max(max, norm / all.deviation(v));
        squares += Math.pow(norm / all.deviation(v), 2);
      }
    }
    Stationarity some =
        ROWS.store(3, 2, false)
            .aggregate(
                new Stationarity.Measuring(
                    network, block -> block.select(i -> block.weight(i) > 1)));
    for (int v = 0; v < 3; v++) {
      assertThat(some.deviation(v)).isEqualTo(all.deviation(v));
    }
    assertThat(some.max()).isCloseTo(max, within(1e-12 * max));
    assertThat(some.rms()).isCloseTo(Math.sqrt(squares / (heavy.length * 3)), within(1e-12 * max));
  }
}
