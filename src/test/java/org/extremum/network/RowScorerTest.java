package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowScorerTest {
  /** Sums of some ten terms of order one, ten times as large with a surface of zeros in between. */
  private static final double ROUNDING = 1e-12;

  private static final int FEATURES = 11;
  private static final Rows ROWS = Rows.random(40, FEATURES, 2, false, 3).thinned(4);

  /**
   * Feature 3 is dropped; zeros of feature 0 lie a million deviations from its mean, those of
   * feature 5 just too far, of feature 6 just near enough.
   */
  private static final Standardiser STANDARDISER =
      new Standardiser(
          FEATURES,
          new int[] {0, 1, 2, 4, 5, 6, 7, 8, 9, 10},
          new double[] {1e6, .5, -.25, 3, -10.1, 10, 0, .1, .2, .3},
          new double[] {1, 2, .5, 1, 1, 1, 3, .5, 1, 2});

  static List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      networks.add(network(ByHand.random(activation, 1, 10, 7)));
      networks.add(network(ByHand.random(activation, 2, 10, 3, 9)));
    }
    networks.add(network(ByHand.random(Activation.TANH, 3, 10, 1)));
    networks.add(network(ByHand.random(Activation.SIGMOID, 4, 10, 2100))); // no gap is multiplied
    networks.add(network(ByHand.random(Activation.SIGMOID, 4, 10, 1500))); // gaps of one are
    return networks;
  }

  private static Network network(ByHand hidden) {
    ByHand output = ByHand.random(Activation.SIGMOID, 5, hidden.width(), 3);
    return new Network(
        STANDARDISER, hidden.stack(), ByHand.layer(output.weights()[0], output.biases()[0]));
  }

  /** Near feature 0's mean, where it is not zero. */
  private static double[] shifted(double[] surface) {
    double[] shifted = surface.clone();
    shifted[0] += surface[0] == 0 ? 0 : 1e6;
    return shifted;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void outputsByDefinition(Network network) {
    RowScorer scorer = new RowScorer(network);
    ByHand hidden = ByHand.of(network.hidden());
    int[] kept = STANDARDISER.keptFeatures();
    for (double[] surface : ROWS.surfaces()) {
      double[] v = shifted(surface);
      double[] given = v.clone();
      double[] x = new double[kept.length];
      Arrays.setAll(x, k -> (v[kept[k]] - STANDARDISER.means()[k]) / STANDARDISER.scales()[k]);
      if (Math.abs(x[0]) < 100) { // a sine of a million is another matter
        assertClose(scorer.raw(v), hidden.outputs(network.output(), x), ROUNDING);
      }
      assertThat(v).isEqualTo(given);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void sparseSurfacesGiveTheSameBits(Network network) {
    RowScorer scorer = new RowScorer(network);
    for (double[] surface : ROWS.surfaces()) {
      double[] v = shifted(surface);
      int[] indices = IntStream.range(0, FEATURES).filter(j -> v[j] != 0).toArray();
      double[] stored = IntStream.of(indices).mapToDouble(j -> v[j]).toArray();
      assertThat(scorer.raw(indices, stored)).isEqualTo(scorer.raw(v));
    }
    double[] none = scorer.raw(new double[FEATURES]);
    assertThat(scorer.raw(new int[0], new double[0])).isEqualTo(none);
    assertThat(scorer.raw(new int[] {1, 3}, new double[2])).as("stored zeros").isEqualTo(none);
  }

  @Test
  void manyThreadsAtATime() {
    RowScorer scorer = new RowScorer(networks().get(0));
    Random random = new Random(1);
    List<double[]> surfaces =
        IntStream.range(0, 2000)
            .mapToObj(i -> shifted(random.doubles(FEATURES).toArray()))
            .toList();
    List<double[]> oneByOne = surfaces.stream().map(scorer::raw).toList();
    assertThat(oneByOne.stream().map(Arrays::toString).distinct()).hasSameSizeAs(surfaces);
    List<double[]> together = surfaces.parallelStream().map(scorer::raw).toList();
    for (int i = 0; i < oneByOne.size(); i++) {
      assertThat(together.get(i)).isEqualTo(oneByOne.get(i));
    }
  }
}
