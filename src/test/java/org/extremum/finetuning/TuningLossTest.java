package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Sketch;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.polarization.NormalEquations;
import org.extremum.reference.ByHand;
import org.extremum.reference.ReferenceCase;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The objective of round 9c against reference values, loops, and its own differences. */
class TuningLossTest {
  /** Of the reference's gradients, made by differences of fourth order. */
  private static final double DIFFERENCES = 1e-6;

  static List<ReferenceCase> cases() {
    return ReferenceCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void referenceValues(ReferenceCase c) {
    Layer output = ByHand.layer(c.matrix("W_out"), c.vector("b_out"));
    int depth = c.network().weights().length;
    TunableLayers layers = new TunableLayers(c.network().stack(), output, depth, true, true);
    var expected = c.node().get("round9c");
    double rho = expected.get("rho").doubleValue();
    for (int partitions : new int[] {1, 3}) {
      TuningLoss.Sum sum =
          c.rows()
              .store(partitions, 2, partitions == 3)
              .aggregate(new TuningLoss(layers, Loss.HALF_SQUARED_ERROR, rho));
      double objective = expected.get("objective").doubleValue();
      assertThat(sum.loss() + rho / 2 * sum.squaredGradients())
          .isCloseTo(objective, within(1e-10 * objective));
      Layer last = layers.layer(depth);
      double[][] gradient = new double[last.outputs()][last.inputs()];
      double[][] reference = new double[last.outputs()][last.inputs()];
      for (int k = 0; k < last.outputs(); k++) {
        for (int p = 0; p < last.inputs(); p++) {
          gradient[k][p] = sum.gradient()[k + p * last.outputs()];
          reference[k][p] = expected.get("gradientInLastHiddenW").get(k).get(p).doubleValue();
        }
      }
      assertClose(gradient, reference, DIFFERENCES);
    }
  }

  static Stream<Arguments> networks() {
    return Arrays.stream(Activation.values())
        .flatMap(
            s ->
                Stream.of(
                    Arguments.of(s, new int[] {3, 5}),
                    Arguments.of(s, new int[] {3, 4, 5}),
                    Arguments.of(s, new int[] {3, 5, 2, 4})));
  }

  private static TunableLayers layers(Activation s, int from, int... widths) {
    ByHand hidden = ByHand.random(s, 2, widths);
    ByHand top = ByHand.random(s, 3, hidden.width(), 3);
    Layer output = ByHand.layer(top.weights()[0], top.biases()[0]);
    return new TunableLayers(hidden.stack(), output, from, true, true);
  }

  /** Error step²·f''' and ε·f/step, both below 1e-8 of an objective of some hundred. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientIsItsDifferenceInEveryLayer(Activation s, int[] widths) {
    Rows rows = Rows.random(9, 3, 3, true, 4);
    for (Loss loss : Loss.values()) {
      TunableLayers layers = layers(s, 1, widths);
      LayerTuning tuning =
          new LayerTuning(loss, 0.8, 0.3, loss == Loss.LOGISTIC ? new Sketch(8, 1) : null);
      var objective = tuning.objective(layers, rows.store(2, 3, false));
      double[] point = layers.point();
      double[] gradient = new double[point.length];
      double[] unused = new double[point.length];
      objective.evaluate(point, gradient);
      double[] differences = new double[point.length];
      double step = 1e-5;
      for (int k = 0; k < point.length; k++) {
        double[] moved = point.clone();
        moved[k] += step;
        double above = objective.evaluate(moved, unused);
        moved[k] = point[k] - step;
        differences[k] = (above - objective.evaluate(moved, unused)) / (2 * step);
      }
      assertClose(gradient, differences, 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void penaltyAndLossByDefinition(Loss loss) {
    Rows rows = Rows.random(9, 3, 3, true, 5).thinned(6);
    TunableLayers layers = layers(Activation.TANH, 2, 3, 4, 6);
    ByHand hidden = ByHand.of(layers.hidden());
    double expectedLoss = 0;
    double squares = 0;
    for (int i = 0; i < rows.size(); i++) {
      double[] z = hidden.outputs(layers.output(), rows.surfaces()[i]);
      int y = rows.essences()[i];
      double sum = Arrays.stream(z).map(Math::exp).sum();
      double value = loss == Loss.LOGISTIC ? -Math.log(Math.exp(z[y]) / sum) : 0;
      for (int v = 0; v < 3; v++) {
        double t = v == y ? 1 : -1;
        value +=
            switch (loss) {
              case HALF_SQUARED_ERROR -> 0.5 * (z[v] - t) * (z[v] - t);
              case SQUARED_HINGE -> Math.pow(Math.max(0, 1 - t * z[v]), 2);
              case LOGISTIC -> 0;
            };
      }
      expectedLoss += rows.weights()[i] * value;
      for (double[] gradient : hidden.gradients(layers.output(), rows.surfaces()[i])) {
        squares += rows.weights()[i] * Arrays.stream(gradient).map(g -> g * g).sum();
      }
    }
    TuningLoss.Sum sum = rows.store(2, 4, true).aggregate(new TuningLoss(layers, loss, 0.4));
    assertThat(sum.loss()).isCloseTo(expectedLoss, within(1e-12 * expectedLoss));
    assertThat(sum.squaredGradients()).isCloseTo(squares, within(1e-12 * squares));
  }

  /** One combination of outputs a sample has the right mean, and the gradient has it too. */
  @Test
  void sketchedPenaltyIsUnbiased() {
    Rows rows = Rows.random(9, 3, 3, true, 5);
    TunableLayers layers = layers(Activation.TANH, 1, 3, 4);
    TuningLoss.Sum exact =
        rows.store().aggregate(new TuningLoss(layers, Loss.HALF_SQUARED_ERROR, 0.7));
    int seeds = 2000;
    double sum = 0;
    double squares = 0;
    double[] mean = new double[exact.gradient().length];
    double[] second = new double[mean.length];
    for (int seed = 0; seed < seeds; seed++) {
      TuningLoss.Sum one =
          rows.store()
              .aggregate(new TuningLoss(layers, Loss.HALF_SQUARED_ERROR, 0.7, new Sketch(seed, 1)));
      sum += one.squaredGradients();
      squares += one.squaredGradients() * one.squaredGradients();
      for (int k = 0; k < mean.length; k++) {
        mean[k] += one.gradient()[k] / seeds;
        second[k] += one.gradient()[k] * one.gradient()[k] / seeds;
      }
    }
    // Five standard errors of the mean; one in two million for each of some thirty numbers.
    assertThat(sum / seeds)
        .isCloseTo(
            exact.squaredGradients(), within(5 * error(sum / seeds, squares / seeds, seeds)));
    for (int k = 0; k < mean.length; k++) {
      assertThat(mean[k])
          .isCloseTo(exact.gradient()[k], within(5 * error(mean[k], second[k], seeds) + 1e-12));
    }
  }

  private static double error(double mean, double second, int count) {
    return Math.sqrt(Math.max(0, second - mean * mean) / count);
  }

  @Test
  void biasesThatDoNotMoveHaveNoGradient() {
    Rows rows = Rows.random(9, 3, 3, false, 5);
    TunableLayers all = layers(Activation.SIGMOID, 1, 3, 4);
    TunableLayers some = new TunableLayers(all.hidden(), all.output(), 1, false, false);
    double[] free = gradient(all, rows);
    double[] held = gradient(some, rows);
    for (int k = 0; k < free.length; k++) {
      boolean bias = k >= 12 && k < 16 || k >= 28;
      assertThat(free[k]).isNotZero();
      assertThat(held[k]).isEqualTo(bias ? 0 : free[k]);
    }
  }

  private static double[] gradient(TunableLayers layers, Rows rows) {
    return rows.store().aggregate(new TuningLoss(layers, Loss.HALF_SQUARED_ERROR, 0.5)).gradient();
  }

  /** With ρ = γ²/2 and λ the objective is half of weakened mode's: its minimum is stationary. */
  @Test
  void weakenedSolutionIsStationaryInTheOutputLayer() {
    Rows rows = Rows.random(40, 3, 3, true, 7);
    ByHand hidden = ByHand.random(Activation.SIGMOID, 2, 3, 8);
    double gamma = 0.6;
    double ridge = 0.02;
    var moments = rows.store().aggregate(new MomentsPass(hidden.stack(), 3, null)).training();
    Layer output = NormalEquations.of(moments, hidden.stack(), gamma, true).solve(ridge);
    TunableLayers layers = new TunableLayers(hidden.stack(), output, 2, true, true);
    double[] gradient = new double[layers.parameters()];
    new LayerTuning(Loss.HALF_SQUARED_ERROR, gamma * gamma / 2, ridge)
        .objective(layers, rows.store())
        .evaluate(layers.point(), gradient);
    assertThat(gradient).hasSize(27);
    for (double g : gradient) {
      assertThat(g).isCloseTo(0, within(1e-11));
    }
  }

  @Test
  void pointsGoThereAndBack() {
    TunableLayers layers = layers(Activation.SIGMOID, 2, 3, 4, 5);
    double[] point = layers.point();
    assertThat(point).hasSize(4 * 5 + 5 + 5 * 3 + 3);
    for (int k = 0; k < point.length; k++) {
      point[k] += k;
    }
    TunableLayers moved = layers.at(point);
    assertThat(moved.point()).isEqualTo(point);
    assertThat(moved.layer(1)).isSameAs(layers.layer(1));
    assertThat(moved.output().weights()[0]).isEqualTo(point[layers.outputOffset()]);
  }
}
