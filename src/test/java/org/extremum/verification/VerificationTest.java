package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.network.OutputActivation.SIGMOID;
import static org.extremum.network.OutputActivation.SOFTMAX;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions, counts and residuals against loops over the samples. */
class VerificationTest {
  private static final Conditions CONDITIONS = new Conditions(0.3, 0.6, 0.45);
  private static final Rows ROWS = Rows.random(90, 4, 3, true, 1);

  private static ByHand hidden(int depth) {
    return depth == 1
        ? ByHand.random(Activation.SIGMOID, 2, 4, 7)
        : ByHand.random(Activation.SINE, 2, 4, 3, 6);
  }

  private static Layer output(ByHand hidden) {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, hidden.width(), 3);
    for (double[] row : output.weights()[0]) {
      java.util.Arrays.setAll(row, k -> 3 * row[k]);
    }
    return ByHand.layer(output.weights()[0], output.biases()[0]);
  }

  private static Network network(ByHand hidden) {
    return network(hidden, SIGMOID);
  }

  private static Network network(ByHand hidden, OutputActivation activation) {
    return new Network(Standardiser.none(4), hidden.stack(), output(hidden), activation);
  }

  @Test
  void idealAtTheEdge() {
    Conditions conditions = new Conditions(0.01, 0.1, 0.05);
    double edge = Math.log(99);
    assertThat(conditions.idealLogOdds()).isCloseTo(edge, within(1e-14));
    double least = conditions.idealLogOdds();
    assertThat(conditions.ideal(SIGMOID, new double[] {-least, least, -least}, 1)).isTrue();
    double below = Math.nextDown(least);
    assertThat(conditions.ideal(SIGMOID, new double[] {-least, below, -least}, 1)).isFalse();
    assertThat(conditions.ideal(SIGMOID, new double[] {-below, least, -least}, 1)).isFalse();
    assertThat(conditions.ideal(SIGMOID, new double[] {-least, least, Double.NaN}, 1)).isFalse();
    // S(margin) is 1 - ε.
    assertThat(1 / (1 + Math.exp(-least))).isCloseTo(0.99, within(1e-15));
  }

  @Test
  void softmaxIsIdealByItsShares() {
    Conditions conditions = new Conditions(0.01, 0.1, 0.05);
    double least = conditions.idealLogOdds();
    // z_y - log Σ_{q≠y} e^{z_q}, any common shift.
    for (double shift : new double[] {-3, 0, 1e3}) {
      double others = shift + Math.log(Math.exp(-1) + Math.exp(0.5));
      double[] z = {shift - 1, others + least + 1e-9, shift + 0.5};
      assertThat(conditions.ideal(SOFTMAX, z, 1)).isTrue();
      z[1] -= 2e-9;
      assertThat(conditions.ideal(SOFTMAX, z, 1)).isFalse();
      assertThat(conditions.ideal(SOFTMAX, z, 0)).isFalse();
    }
    assertThat(conditions.ideal(SOFTMAX, new double[] {0, 100, Double.NaN}, 1)).isFalse();
    assertThat(Conditions.half(SOFTMAX, new double[] {5, 4}, 0)).isTrue();
    assertThat(Conditions.half(SOFTMAX, new double[] {5, 5}, 0)).isFalse();
    // Largest, but not more than all the others together.
    assertThat(Conditions.half(SOFTMAX, new double[] {0.1, 0, 0}, 0)).isFalse();
  }

  @Test
  void halfIsStrict() {
    assertThat(Conditions.half(SIGMOID, new double[] {-1e-300, 1e-300}, 1)).isTrue();
    assertThat(Conditions.half(SIGMOID, new double[] {-1, 0}, 1)).isFalse();
    assertThat(Conditions.half(SIGMOID, new double[] {0, 1}, 1)).isFalse();
    assertThat(Conditions.half(SIGMOID, new double[] {-1, 1}, 0)).isFalse();
    assertThat(Conditions.half(SIGMOID, new double[] {Double.NaN, 1}, 1)).isFalse();
  }

  @Test
  void weakenedIsOfShares() {
    Conditions conditions = new Conditions(0.01, 0.25, 0.125);
    assertThat(weakened(conditions, 0.8, 0.12, 0.08)).isTrue();
    assertThat(weakened(conditions, 0.75, 0.12, 0.12)).isFalse(); // not above 1 - α
    assertThat(weakened(conditions, 0.8, 0.125, 0.075)).isFalse(); // not below β
    assertThat(conditions.weakened(new double[] {Math.log(0.8), -3, -4}, 1)).isFalse();
  }

  private static boolean weakened(Conditions conditions, double... shares) {
    double[] log = new double[shares.length];
    java.util.Arrays.setAll(log, v -> Math.log(shares[v]));
    return conditions.weakened(log, 0);
  }

  @ParameterizedTest
  @CsvSource({"1,SIGMOID", "7,SIGMOID", "1,SOFTMAX", "7,SOFTMAX"})
  void evaluationByDefinition(int partitions, OutputActivation activation) {
    ByHand hidden = hidden(1);
    Evaluation evaluation =
        ROWS.store(partitions, 8, false)
            .aggregate(new Evaluation.Scoring(network(hidden, activation), CONDITIONS));
    long[][] confusion = new long[3][3];
    double weight = 0;
    double right = 0;
    double logLoss = 0;
    double[] gaps = new double[15]; // Σω·(right - confidence) by range of confidence
    double[] shares = new double[3]; // ideal, half, weakened
    for (int i = 0; i < ROWS.size(); i++) {
      double[] z = hidden.outputs(output(hidden), ROWS.surfaces()[i]);
      double[] h = new double[3];
      double sum = 0;
      for (int v = 0; v < 3; v++) {
        h[v] = activation == SIGMOID ? 1 / (1 + Math.exp(-z[v])) : Math.exp(z[v]);
        sum += h[v];
      }
      for (int v = 0; v < 3 && activation == SOFTMAX; v++) {
        h[v] /= sum;
      }
      sum = activation == SOFTMAX ? 1 : sum;
      int y = ROWS.essences()[i];
      int best = z[0] >= z[1] && z[0] >= z[2] ? 0 : z[1] >= z[2] ? 1 : 2;
      confusion[y][best]++;
      double omega = ROWS.weights()[i];
      weight += omega;
      right += best == y ? omega : 0;
      logLoss -= omega * Math.log(h[y] / sum);
      double confidence = h[best] / sum;
      int range = 0;
      while (confidence > (range + 1) / 15.0) {
        range++;
      }
      gaps[range] += omega * ((best == y ? 1 : 0) - confidence);
      boolean ideal = true;
      boolean half = true;
      boolean weakened = true;
      for (int v = 0; v < 3; v++) {
        ideal &= v == y ? h[v] >= 0.7 : h[v] <= 0.3;
        half &= v == y ? h[v] > 0.5 : h[v] < 0.5;
        weakened &= v == y ? h[v] / sum > 0.4 : h[v] / sum < 0.45;
      }
      shares[0] += ideal ? 1 : 0;
      shares[1] += half ? 1 : 0;
      shares[2] += weakened ? 1 : 0;
    }
    assertThat(evaluation.confusion()).isDeepEqualTo(confusion);
    assertThat(evaluation.samples()).isEqualTo(90);
    long diagonal = confusion[0][0] + confusion[1][1] + confusion[2][2];
    assertThat(evaluation.accuracy()).isEqualTo(diagonal / 90.0);
    assertThat(evaluation.weightedAccuracy()).isCloseTo(right / weight, within(1e-13));
    assertThat(evaluation.logLoss()).isCloseTo(logLoss / weight, within(1e-13));
    double error = java.util.Arrays.stream(gaps).map(Math::abs).sum() / weight;
    assertThat(evaluation.calibrationError()).isCloseTo(error, within(1e-13));
    assertThat(error).isGreaterThan(Math.abs(java.util.Arrays.stream(gaps).sum()) / weight);
    // Each count must be told from the others, from none and from all.
    assertThat(shares[0]).isPositive().isLessThan(shares[1]);
    assertThat(shares[2]).isNotEqualTo(shares[0]).isNotEqualTo(shares[1]).isBetween(1.0, 89.0);
    assertThat(evaluation.idealShare()).isEqualTo(shares[0] / 90);
    assertThat(evaluation.halfShare()).isEqualTo(shares[1] / 90);
    assertThat(evaluation.weakenedShare()).isEqualTo(shares[2] / 90);
    for (int v = 0; v < 3; v++) {
      double missed = 0;
      double mistaken = 0;
      for (int other = 0; other < 3; other++) {
        missed += other == v ? 0 : confusion[v][other];
        mistaken += other == v ? 0 : confusion[other][v];
      }
      double both = 2.0 * confusion[v][v];
      assertThat(evaluation.precision(v)).isEqualTo(both / 2 / (both / 2 + mistaken));
      assertThat(evaluation.recall(v)).isEqualTo(both / 2 / (both / 2 + missed));
      assertThat(evaluation.f1(v)).isEqualTo(both / (both + missed + mistaken));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,SIGMOID", "7,SIGMOID", "1,SOFTMAX", "7,SOFTMAX"})
  void signsByDefinition(int partitions, OutputActivation activation) {
    ByHand hidden = hidden(1);
    Signs signs =
        ROWS.store(partitions, 8, false).aggregate(new Signs.Checking(network(hidden, activation)));
    double least = Double.POSITIVE_INFINITY;
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < ROWS.size(); i++) {
      double[] z = hidden.outputs(output(hidden), ROWS.surfaces()[i]);
      double own = Double.POSITIVE_INFINITY;
      for (int v = 0; v < 3; v++) {
        int y = ROWS.essences()[i];
        if (activation == SIGMOID) {
          own = Math.min(own, y == v ? z[v] : -z[v]);
        } else if (y != v) {
          own = Math.min(own, z[y] - z[v]);
        }
      }
      least = Math.min(least, own);
      if (own <= 0) {
        wrong.add(i);
      }
    }
    assertThat(signs.leastMargin()).isCloseTo(least, within(1e-13));
    assertThat(signs.wrong()).isEqualTo(wrong.size()).isGreaterThan(10);
    List<Long> expected = new ArrayList<>();
    for (int i : wrong.subList(0, 10)) {
      int partition = (int) (((long) i + 1) * partitions - 1) / 90;
      int begin = 90 * partition / partitions;
      expected.add(SampleBlock.position(partition, i - begin));
    }
    assertThat(signs.wrongPositions()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stationarityByDefinition(int depth) {
    ByHand hidden = hidden(depth);
    Layer output = output(hidden);
    double[] mean = new double[3];
    double weight = 0;
    double[][] z = new double[90][];
    for (int i = 0; i < 90; i++) {
      z[i] = hidden.outputs(output, ROWS.surfaces()[i]);
      weight += ROWS.weights()[i];
      for (int v = 0; v < 3; v++) {
        mean[v] += ROWS.weights()[i] * z[i][v];
      }
    }
    double[] deviation = new double[3];
    for (int v = 0; v < 3; v++) {
      for (int i = 0; i < 90; i++) {
        double d = z[i][v] - mean[v] / weight;
        deviation[v] += ROWS.weights()[i] * d * d / weight;
      }
      deviation[v] = Math.sqrt(deviation[v]);
    }
    double max = 0;
    double squares = 0;
    for (int i = 0; i < 90; i++) {
      double[][] gradients = hidden.gradients(output, ROWS.surfaces()[i]);
      for (int v = 0; v < 3; v++) {
        double norm = 0;
        for (double g : gradients[v]) {
          norm += g * g;
        }
        max = Math.max(max, Math.sqrt(norm) / deviation[v]);
        squares += norm / (deviation[v] * deviation[v]); // each sample once, whatever its weight
      }
    }
    for (int partitions : new int[] {1, 2, 7}) {
      Stationarity measured =
          ROWS.store(partitions, 8, false).aggregate(new Stationarity.Measuring(network(hidden)));
      assertThat(measured.max()).isCloseTo(max, within(1e-12 * max));
      assertThat(measured.rms()).isCloseTo(Math.sqrt(squares / (90 * 3)), within(1e-12 * max));
      double[] deviations = {measured.deviation(0), measured.deviation(1), measured.deviation(2)};
      assertClose(deviations, deviation, 1e-12);
    }
  }

  @Test
  void aConstantOutputOfNoGradientIsStationary() {
    // What an essence without samples gets: w = 0 and a bias.
    ByHand hidden = hidden(1);
    Layer output = output(hidden);
    double[][] w = ByHand.rows(output);
    w[1] = new double[7];
    Network network =
        new Network(Standardiser.none(4), hidden.stack(), ByHand.layer(w, output.biases()));
    Stationarity measured = ROWS.store().aggregate(new Stationarity.Measuring(network));
    assertThat(measured.deviation(1)).isZero();
    assertThat(measured.max()).isFinite().isPositive();
    assertThat(measured.rms()).isFinite().isPositive();
  }

  @Test
  void aConstantOutputWithAGradientHasNoFiniteResidual() {
    Rows one = ROWS.select(i -> i == 4);
    Stationarity measured = one.store().aggregate(new Stationarity.Measuring(network(hidden(1))));
    assertThat(measured.max()).isInfinite();
    assertThat(measured.rms()).isInfinite();
  }

  @Test
  void emptyBlocksChangeNothing() {
    Network network = network(hidden(1));
    for (var accumulator :
        List.of(
            new Evaluation.Scoring(network, CONDITIONS),
            new Signs.Checking(network),
            new Stationarity.Measuring(network))) {
      try (var running = accumulator.begin();
          var other = accumulator.begin()) {
        running.add(ROWS.dense().select(i -> false));
        running.add(ROWS.dense().select(i -> i < 3));
        running.add(ROWS.dense().select(i -> false));
        other.add(ROWS.dense().select(i -> i < 3));
        assertThat(running.finish()).usingRecursiveComparison().isEqualTo(other.finish());
      }
    }
  }
}
