package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Random;
import java.util.stream.IntStream;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  /** Least-squares-like outputs, ±1 with noise. */
  private static OutputScores scores(int essences, double noise, long seed) {
    return scores(essences, noise, seed, OutputActivation.SIGMOID);
  }

  private static OutputScores scores(
      int essences, double noise, long seed, OutputActivation activation) {
    Random random = new Random(seed);
    int n = 60;
    double[][] z = new double[n][essences];
    double[] weights = new double[n];
    int[] y = IntStream.range(0, n).map(i -> i % essences).toArray();
    for (int i = 0; i < n; i++) {
      weights[i] = 0.25 + random.nextDouble();
      for (int v = 0; v < essences; v++) {
        z[i][v] = (v == y[i] ? 1 : -1) + noise * random.nextGaussian();
      }
    }
    return OutputScores.of(z, y, weights, activation);
  }

  private static OutputScores times(double factor, OutputScores scores) {
    return times(factor, scores, scores.samples());
  }

  /** Of the first n samples. */
  private static OutputScores times(double factor, OutputScores scores, int n) {
    double[][] z = new double[n][scores.outputs()];
    for (int i = 0; i < n; i++) {
      for (int v = 0; v < z[i].length; v++) {
        z[i][v] = factor * scores.z(i, v);
      }
    }
    return OutputScores.of(
        z,
        IntStream.range(0, n).map(scores::essence).toArray(),
        IntStream.range(0, n).mapToDouble(scores::weight).toArray(),
        scores.activation());
  }

  /** The smoothed log-loss by definition. */
  private static double loss(OutputScores scores, double kappa) {
    int essences = scores.outputs();
    double weight = 0;
    for (int i = 0; i < scores.samples(); i++) {
      weight += scores.weight(i);
    }
    double s = essences / (weight + essences);
    double loss = 0;
    for (int i = 0; i < scores.samples(); i++) {
      double[] share = new double[essences];
      double sum = 0;
      for (int v = 0; v < essences; v++) {
        double z = kappa * scores.z(i, v);
        boolean softmax = scores.activation() == OutputActivation.SOFTMAX;
        share[v] = softmax ? Math.exp(z) : 1 / (1 + Math.exp(-z));
        sum += share[v];
      }
      for (int v = 0; v < essences; v++) {
        double q = (scores.essence(i) == v ? 1 - s : 0) + s / essences;
        loss -= scores.weight(i) * q * (Math.log(share[v]) - Math.log(sum));
      }
    }
    return loss / weight;
  }

  @ParameterizedTest
  @CsvSource({"2,SIGMOID", "3,SIGMOID", "10,SIGMOID", "2,SOFTMAX", "3,SOFTMAX", "10,SOFTMAX"})
  void theDerivativeVanishes(int essences, OutputActivation activation) {
    for (double noise : new double[] {0.3, 1, 3}) {
      OutputScores scores = scores(essences, noise, essences, activation);
      double kappa = Scale.fit(scores);
      assertThat(Scale.smoothedLogLoss(scores, kappa))
          .isCloseTo(loss(scores, kappa), within(1e-13));
      double step = 1e-4;
      double up = loss(scores, kappa * Math.exp(step));
      double down = loss(scores, kappa * Math.exp(-step));
      double here = loss(scores, kappa);
      // Central differences in log κ: step²·f''' /6 and ε·f/step, both below 1e-8 and 1e-11.
      assertThat((up - down) / (2 * step)).isCloseTo(0, within(1e-7));
      assertThat(up).isGreaterThan(here);
      assertThat(down).isGreaterThan(here);
      for (double other = 0.02; other < 60; other *= 1.3) {
        assertThat(loss(scores, other)).isGreaterThanOrEqualTo(here - 1e-15);
      }
    }
  }

  @Test
  void finiteOnSeparableData() {
    OutputScores separable = scores(3, 0.05, 1);
    double kappa = Scale.fit(separable);
    assertThat(kappa).isBetween(1.0, 100.0);
    double step = 1e-4;
    assertThat(
            (loss(separable, kappa * Math.exp(step)) - loss(separable, kappa * Math.exp(-step)))
                / (2 * step))
        .isCloseTo(0, within(1e-7));
  }

  /** No κ within bounds is the minimum of outputs that are tiny, or that are all wrong. */
  @Test
  void endsOfTheRange() {
    assertThat(Scale.fit(times(1e-6, scores(3, 0.05, 1)))).isCloseTo(Math.exp(8), within(1e-10));
    assertThat(Scale.fit(times(-1, scores(3, 0.05, 1)))).isCloseTo(Math.exp(-5), within(1e-15));
  }

  /** Sixteen fill the arrays that sixty have room in. */
  @Test
  void noMoreThanTheSamplesThereAreCount() {
    OutputScores sixty = scores(3, 1, 2);
    OutputScores full = times(1, sixty, 16);
    double kappa = Scale.fit(full);
    assertThat(Scale.smoothedLogLoss(full, kappa)).isCloseTo(loss(full, kappa), within(1e-13));
    assertThat(full.meanCurvature(kappa)).isPositive();
    assertThat(full.essencesPresent()).isEqualTo(3);
  }

  @Test
  void scalingTheOutputsScalesBack() {
    OutputScores scores = scores(3, 1, 2);
    double kappa = Scale.fit(scores);
    // A root of the slope, found to some ε·f/f'' in log κ.
    assertThat(2 * Scale.fit(times(2, scores))).isCloseTo(kappa, within(1e-11 * kappa));
  }

  @Test
  void appliesToWeightsAndBiases() {
    Layer layer = new Layer(2, 2, new double[] {1, 2, 3, 4}, new double[] {5, -6});
    Layer scaled = Scale.apply(0.5, layer);
    assertClose(scaled.weights(), new double[] {.5, 1, 1.5, 2}, 0);
    assertClose(scaled.biases(), new double[] {2.5, -3}, 0);
    assertThat(layer.weights()[0]).isEqualTo(1);
  }

  @Test
  void countsEssences() {
    assertThat(scores(3, 1, 1).essencesPresent()).isEqualTo(3);
    OutputScores one =
        OutputScores.of(
            new double[3][2], new int[] {1, 1, 1}, new double[3], OutputActivation.SIGMOID);
    assertThat(one.essencesPresent()).isEqualTo(1);
  }
}
