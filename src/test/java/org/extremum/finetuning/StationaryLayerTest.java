package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.extremum.verification.Stationarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Round 9a: whatever the output layer, all centres are stationary. */
class StationaryLayerTest {
  private static final int FEATURES = 4;
  private static final int CENTRES = 5;
  private static final double SCALE = 3;
  private static final Rows SAMPLES = Rows.random(60, FEATURES, 3, true, 1);
  private static final Rows ROWS = SAMPLES.select(i -> i < CENTRES);

  /** 20 equations: too many for layers of 8 and 6, not for one of 30. */
  private static HiddenStack stack(Activation s) {
    return HiddenWeights.gaussian(FEATURES, List.of(30, 8, 6), s, SCALE, true, 7);
  }

  private static Layer draw(int u, int outputs, int inputs) {
    return HiddenWeights.gaussian(
            inputs, List.of(outputs), Activation.SIGMOID, SCALE, true, 100 + u)
        .layers()
        .get(0);
  }

  private static StationaryLayer.Result solve(HiddenStack stack, int u) {
    return new StationaryLayer(ROWS.store(2, 2, false), CENTRES, SAMPLES.store(), 3)
        .solve(stack, u, u == 2 ? new SmallSide() : new Tsqr(), StationaryLayerTest::draw);
  }

  private static Layer output(Random random, int width) {
    return ByHand.layer(ByHand.gaussian(random, 3, width, 2), ByHand.gaussian(random, 1, 3, 1)[0]);
  }

  private static Stationarity measured(HiddenStack stack, Layer output) {
    return ROWS.store()
        .aggregate(
            new Stationarity.Measuring(new Network(Standardiser.none(FEATURES), stack, output)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RELU") // refused in exact mode
  void everyOutputLayerIsStationaryAtTheCentres(Activation s) {
    StationaryLayer.Result result = solve(stack(s), 2);
    assertThat(result.rank()).isEqualTo(20);
    assertThat(result.nullity()).isEqualTo(10);
    assertThat(result.useful()).isEqualTo(10);
    assertThat(result.stack().layers().get(0).weights())
        .isEqualTo(stack(s).layers().get(0).weights());
    Random random = new Random(3);
    for (int draw = 0; draw < 5; draw++) {
      Layer output = output(random, 6);
      assertThat(measured(stack(s), output).max()).isGreaterThan(0.1);
      assertThat(measured(result.stack(), output).max()).isLessThan(1e-9);
      assertDifferencesVanish(ByHand.of(result.stack()), output);
    }
  }

  /** Error step²·z'''/6; gradients elsewhere are of order one. */
  private static void assertDifferencesVanish(ByHand network, Layer output) {
    double step = 1e-5;
    for (double[] x : ROWS.surfaces()) {
      for (int j = 0; j < FEATURES; j++) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[j] += step;
        down[j] -= step;
        double[] above = network.outputs(output, up);
        double[] below = network.outputs(output, down);
        for (int v = 0; v < 3; v++) {
          assertThat((above[v] - below[v]) / (2 * step)).isCloseTo(0, within(1e-5));
        }
      }
    }
  }

  @Test
  void redrawnNeuronsSpreadLikeFreshOnes() {
    HiddenStack stack = solve(stack(Activation.SIGMOID), 2).stack();
    Layer layer = stack.layers().get(1);
    ByHand below = ByHand.of(stack.first(1));
    double[][] w = ByHand.rows(layer);
    double variance = 0;
    for (int k = 0; k < layer.outputs(); k++) {
      double sum = 0;
      double squares = 0;
      double weight = 0;
      for (int i = 0; i < SAMPLES.size(); i++) {
        double[] h = below.h(SAMPLES.surfaces()[i]);
        double z = layer.biases()[k];
        for (int j = 0; j < h.length; j++) {
          z += w[k][j] * h[j];
        }
        sum += SAMPLES.weights()[i] * z;
        squares += SAMPLES.weights()[i] * z * z;
        weight += SAMPLES.weights()[i];
      }
      double mean = sum / weight;
      // Centred: the mean of z is the bias as drawn.
      assertThat(mean).isCloseTo(draw(2, 8, 10).biases()[k], within(1e-9));
      variance += (squares / weight - mean * mean) / layer.outputs();
    }
    // z is N(0, s²) over draws; 80 drawn numbers are within 40 % of their variance.
    assertThat(variance).isCloseTo(SCALE * SCALE, within(0.4 * SCALE * SCALE));
  }

  @Test
  void withoutNullSpaceThereIsNothingToDraw() {
    HiddenStack stack = stack(Activation.SIGMOID);
    StationaryLayer.Result result = solve(stack, 3);
    assertThat(result.trivial()).isTrue();
    assertThat(result.rank()).isEqualTo(8);
    assertThat(result.nullity()).isZero();
    assertThat(result.stack()).isSameAs(stack);
  }

  @Test
  void layerOneHasNoLayersBelow() {
    for (int u : new int[] {1, 4}) {
      assertThatThrownBy(() -> solve(stack(Activation.SIGMOID), u))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 2 to 3, got " + u);
    }
  }
}
