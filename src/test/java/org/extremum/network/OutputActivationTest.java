package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.extremum.reference.ByHand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputActivationTest {
  /** Shares before they are divided by their sum. */
  private static double[] shares(OutputActivation kind, double[] z) {
    return DoubleStream.of(z)
        .map(t -> kind == OutputActivation.SIGMOID ? 1 / (1 + Math.exp(-t)) : Math.exp(t))
        .toArray();
  }

  /** The outputs h_v themselves: a sigmoid of each, or softmax of all. */
  private static double[] outputs(OutputActivation kind, double[] z) {
    double[] h = shares(kind, z);
    double sum = kind == OutputActivation.SIGMOID ? 1 : DoubleStream.of(h).sum();
    return DoubleStream.of(h).map(t -> t / sum).toArray();
  }

  private static double[] random(Random random, int count) {
    return DoubleStream.generate(() -> 3 * random.nextGaussian()).limit(count).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesAreShares(OutputActivation kind) {
    Random random = new Random(4);
    for (int n = 0; n < 50; n++) {
      double[] z = random(random, 4);
      double[] s = shares(kind, z);
      double sum = DoubleStream.of(s).sum();
      double[] p = z.clone();
      kind.toProbabilities(p);
      double[] log = z.clone();
      kind.logProbabilities(log);
      for (int v = 0; v < 4; v++) {
        assertThat(p[v]).isCloseTo(s[v] / sum, within(1e-15 * 2));
        assertThat(log[v]).isCloseTo(Math.log(s[v] / sum), within(1e-13));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesSumToOneForHugeOutputs(OutputActivation kind) {
    for (double[] z :
        List.of(
            new double[] {-1e6, -1e6 - 3, -2e6},
            new double[] {1e300, 1e300, -1e300},
            new double[] {-1e300, -1e300, -1e300},
            new double[] {800, -800, 0},
            new double[] {-Double.MAX_VALUE, Double.MAX_VALUE, 0})) {
      double[] p = z.clone();
      kind.toProbabilities(p);
      assertThat(DoubleStream.of(p).sum()).isCloseTo(1, within(1e-15 * 4));
      assertThat(DoubleStream.of(p).allMatch(q -> q >= 0 && q <= 1)).isTrue();
      assertThat(Network.argmax(p)).isEqualTo(Network.argmax(z));
    }
    double[] far = {-1e6, -1e6 - 3};
    kind.toProbabilities(far);
    assertThat(far[1] / far[0]).isCloseTo(Math.exp(-3), within(1e-9));
  }

  @Test
  void logSigmoidWithoutCancellation() {
    for (double z = -30; z <= 30; z += 0.5) {
      assertThat(OutputActivation.logSigmoid(z))
          .isCloseTo(-Math.log1p(Math.exp(-z)), within(1e-13));
    }
    assertThat(OutputActivation.logSigmoid(-1e5)).isEqualTo(-1e5);
    assertThat(OutputActivation.logSigmoid(50)).isCloseTo(-Math.exp(-50), within(1e-36));
  }

  @ParameterizedTest
  @EnumSource
  void slopesOfScoresAreDifferences(OutputActivation kind) {
    double step = 1e-5; // error about step² and ε·|z|/step
    for (double z = -6; z <= 6; z += 0.37) {
      double difference = (kind.score(z + step) - kind.score(z - step)) / (2 * step);
      assertThat(kind.scoreSlope(z)).isCloseTo(difference, within(1e-9));
    }
    assertThat(kind.scoreSlope(1e4)).isBetween(0.0, 1.0);
    assertThat(kind.scoreSlope(-1e4)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void leastLogOddsAreThoseOfTheWorstOutput(OutputActivation kind) {
    Random random = new Random(5);
    for (int n = 0; n < 50; n++) {
      double[] z = random(random, 2 + n % 4);
      double[] h = outputs(kind, z);
      for (int y = 0; y < z.length; y++) {
        double least = Double.POSITIVE_INFINITY;
        for (int v = 0; v < z.length; v++) {
          double right = v == y ? h[v] : 1 - h[v];
          least = Math.min(least, Math.log(right / (1 - right)));
        }
        assertThat(kind.leastLogOdds(z, y)).isCloseTo(least, within(1e-10));
        // The margin is positive where signs are right, scales with z, and is enough for the odds.
        double margin = kind.leastMargin(z, y);
        assertThat(margin > 0)
            .isEqualTo(kind == OutputActivation.SOFTMAX ? Network.argmax(z) == y : least > 0);
        double[] doubled = DoubleStream.of(z).map(t -> 2 * t).toArray();
        assertThat(kind.leastMargin(doubled, y)).isEqualTo(2 * margin);
        double enough = kind.marginForLogOdds(least, z.length);
        assertThat(margin).isLessThanOrEqualTo(enough + 1e-10);
        if (margin > 0) {
          double factor = kind.marginForLogOdds(3, z.length) / margin;
          double[] expanded = DoubleStream.of(z).map(t -> factor * t).toArray();
          assertThat(kind.leastLogOdds(expanded, y)).isGreaterThanOrEqualTo(3 - 1e-12);
        }
      }
    }
    assertThat(kind.leastMargin(new double[] {1, Double.NaN}, 0)).isNaN();
    assertThat(kind.leastLogOdds(new double[] {1, Double.NaN}, 0)).isNaN();
    assertThat(kind.leastLogOdds(new double[] {2e3, -1e3, -1e3}, 0)).isGreaterThan(900);
    assertThat(kind.leastLogOdds(new double[] {-2e3, 1e3, -1e3}, 0)).isLessThan(-900);
  }

  @Test
  void inTheGaugeRowsSumToZeroAndDifferencesStay() {
    Layer layer = ByHand.layer(ByHand.gaussian(new Random(6), 4, 7, 2), new double[] {1, 2, 3, 5});
    Layer gauged = OutputActivation.SOFTMAX.inGauge(layer);
    assertThat(OutputActivation.SIGMOID.inGauge(layer)).isSameAs(layer);
    for (int k = 0; k < 7; k++) {
      double sum = 0;
      for (int v = 0; v < 4; v++) {
        sum += gauged.weight(v, k);
        double moved = gauged.weight(v, k) - gauged.weight(0, k);
        assertThat(moved).isCloseTo(layer.weight(v, k) - layer.weight(0, k), within(1e-14));
      }
      assertThat(sum).isCloseTo(0, within(1e-14));
    }
    assertClose(gauged.biases(), new double[] {-1.75, -.75, .25, 2.25}, 1e-15);
    // Two essences: a column and its mirror image are in the gauge to the last bit.
    Layer two = new Layer(2, 1, new double[] {-0.1, 0.1}, new double[] {0.7, -0.7});
    assertThat(two.gauged().weights()).isEqualTo(two.weights());
    assertThat(two.gauged().biases()).isEqualTo(two.biases());
  }

  /** ∇p = 0 ⇔ all ∇z_v equal ⇔ in the gauge all ∇z_v = 0 (method.md 5), by central differences. */
  @Test
  void probabilitiesAreStationaryWhereTheOutputsOfTheGaugeAre() {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 7, 3, 9);
    double[] x = {0.3, -0.8, 0.5};
    double[][] w = ByHand.gaussian(new Random(8), 4, 9, 1);
    Layer generic = ByHand.layer(w, new double[] {0.1, 0, -0.2, 0.3});
    assertThat(largest(gradientsOfProbabilities(hidden, generic, x))).isGreaterThan(1e-2);

    Layer equal = ByHand.layer(stationaryDifferences(hidden, w, x), generic.biases());
    assertThat(largest(hidden.gradients(equal, x))).isGreaterThan(1e-2); // no output is stationary
    // Central differences: step² of third derivatives of order ten, and ε/step.
    assertThat(largest(gradientsOfProbabilities(hidden, equal, x))).isLessThan(1e-8);
    assertThat(largest(hidden.gradients(equal.gauged(), x))).isLessThan(1e-14);
  }

  /** Rows that differ from the first by null vectors of J(x)ᵀ: all gradients as the first one's. */
  private static double[][] stationaryDifferences(ByHand hidden, double[][] w, double[] x) {
    double[][] j = hidden.jacobian(x);
    double[][] basis = new double[x.length][]; // of the span of J's columns, by Gram and Schmidt
    for (int p = 0; p < x.length; p++) {
      double[] column = new double[j.length];
      for (int k = 0; k < j.length; k++) {
        column[k] = j[k][p];
      }
      basis[p] = unit(without(column, Arrays.copyOf(basis, p)));
    }
    double[][] rows = new double[w.length][];
    rows[0] = w[0].clone();
    for (int v = 1; v < w.length; v++) {
      double[] difference = w[v].clone();
      Arrays.setAll(difference, k -> difference[k] - w[0][k]);
      double[] free = without(without(difference, basis), basis); // twice is enough
      rows[v] = w[0].clone();
      for (int k = 0; k < free.length; k++) {
        rows[v][k] += free[k];
      }
    }
    return rows;
  }

  private static double[] without(double[] vector, double[][] basis) {
    double[] rest = vector.clone();
    for (double[] direction : basis) {
      double inner = 0;
      for (int k = 0; k < rest.length; k++) {
        inner += direction[k] * rest[k];
      }
      for (int k = 0; k < rest.length; k++) {
        rest[k] -= inner * direction[k];
      }
    }
    return rest;
  }

  private static double[] unit(double[] vector) {
    double norm = Math.sqrt(Arrays.stream(vector).map(t -> t * t).sum());
    return Arrays.stream(vector).map(t -> t / norm).toArray();
  }

  private static double[][] gradientsOfProbabilities(ByHand hidden, Layer output, double[] x) {
    double step = 1e-5;
    double[][] gradients = new double[x.length][];
    for (int j = 0; j < x.length; j++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[j] += step;
      down[j] -= step;
      double[] above = outputs(OutputActivation.SOFTMAX, hidden.outputs(output, up));
      double[] below = outputs(OutputActivation.SOFTMAX, hidden.outputs(output, down));
      gradients[j] = new double[above.length];
      for (int v = 0; v < above.length; v++) {
        gradients[j][v] = (above[v] - below[v]) / (2 * step);
      }
    }
    return gradients;
  }

  private static double largest(double[][] values) {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void foundByItsOptionsName(OutputActivation kind) {
    assertThat(OutputActivation.named(kind.optionName())).isSameAs(kind);
  }
}
