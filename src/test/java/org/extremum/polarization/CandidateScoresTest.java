package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs of several layers, gathered in one pass, and what is told of them: by loops. */
class CandidateScoresTest {
  private static final int ESSENCES = 3;
  private static final Rows ROWS = Rows.random(50, 4, ESSENCES, true, 1);
  private static final ByHand HIDDEN = ByHand.random(Activation.SIGMOID, 2, 4, 9);

  /** Sums of nine products of order one. */
  private static final double ROUNDING = 1e-13;

  private static Layer layer(long seed) {
    Random random = new Random(seed);
    return new Layer(
        ESSENCES,
        9,
        random.doubles(ESSENCES * 9L, -1, 1).toArray(),
        random.doubles(ESSENCES, -1, 1).toArray());
  }

  private static void assertScores(OutputScores scores, int at, Layer layer, int row) {
    double[] z = HIDDEN.outputs(layer, ROWS.surfaces()[row]);
    for (int v = 0; v < ESSENCES; v++) {
      assertThat(scores.z(at, v)).isCloseTo(z[v], within(ROUNDING));
    }
    assertThat(scores.essence(at)).isEqualTo(ROWS.essences()[row]);
    assertThat(scores.weight(at)).isEqualTo(ROWS.weights()[row]);
  }

  private static CandidateScores.Gathering pass(List<Layer> stacked, KeyedFolds folds) {
    return new CandidateScores.Gathering(
        HIDDEN.stack(), OutputActivation.SOFTMAX, ESSENCES, stacked, folds, 50);
  }

  @Test
  void everyRowIsScoredByEveryCandidate() {
    Layer stacked = CandidateScores.stacked(List.of(layer(1), layer(2)));
    CandidateScores.Gathering pass = pass(List.of(stacked), null);
    assertThat(pass.wireBytes()).isEqualTo(2 * 50 * (8 * 3 + 12));
    CandidateScores scores = ROWS.store(3, 7, false).aggregate(pass);
    assertThat(scores.candidates()).hasSize(2);
    for (int c = 0; c < 2; c++) {
      assertThat(scores.candidates().get(c).samples()).isEqualTo(50);
      for (int i = 0; i < 50; i++) {
        assertScores(scores.candidates().get(c), i, layer(c + 1), i);
      }
    }
  }

  /** In blocks of one, some have no row to be scored. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void rowsAreGivenToTheirFoldsCandidatesInTheirOrder(int blockSize) {
    KeyHistogram.Counting keys = new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, ESSENCES);
    KeyedFolds folds = ROWS.store().aggregate(keys).folds(keys, 3);
    Layer first = CandidateScores.stacked(List.of(layer(1), layer(2)));
    Layer last = CandidateScores.stacked(List.of(layer(3), layer(4)));
    CandidateScores scores =
        ROWS.store(3, blockSize, false).aggregate(pass(Arrays.asList(null, first, last), folds));
    SampleBlock block = ROWS.dense();
    int[] fold =
        IntStream.range(0, 50).map(i -> folds.of(block.essence(i), block.hash(i))).toArray();
    int[] scored = IntStream.range(0, 50).filter(i -> fold[i] != 0).toArray();
    assertThat(scored).hasSizeBetween(10, 45);
    for (int c = 0; c < 2; c++) {
      assertThat(scores.candidates().get(c).samples()).isEqualTo(scored.length);
      for (int at = 0; at < scored.length; at++) {
        long seed = fold[scored[at]] == 1 ? 1 + c : 3 + c;
        assertScores(scores.candidates().get(c), at, layer(seed), scored[at]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void networksScoresAndTheirMeanCurvature(OutputActivation activation) {
    Network network = new Network(Standardiser.none(4), HIDDEN.stack(), layer(1), activation);
    OutputScores.Gathering pass = new OutputScores.Gathering(network, 50);
    OutputScores scores = ROWS.store(3, 7, false).aggregate(pass);
    double curvature = 0;
    double weight = 0;
    for (int i = 0; i < 50; i++) {
      assertScores(scores, i, layer(1), i);
      double[] p = HIDDEN.outputs(layer(1), ROWS.surfaces()[i]);
      for (int v = 0; v < ESSENCES; v++) {
        p[v] *= 2;
        p[v] = activation == OutputActivation.SOFTMAX ? Math.exp(p[v]) : 1 / (1 + Math.exp(-p[v]));
      }
      double sum = Arrays.stream(p).sum();
      for (double share : p) {
        curvature += ROWS.weights()[i] * share / sum * (1 - share / sum) / ESSENCES;
      }
      weight += ROWS.weights()[i];
    }
    assertThat(scores.meanCurvature(2)).isCloseTo(curvature / weight, within(ROUNDING));
    assertThat(pass.wireBytes()).isEqualTo(50 * (8 * 3 + 12));
  }

  @Test
  void lossesByDefinition() {
    double[][] z = {{1, 0, -1}, {0.5, 2, 0}, {0, 0.1, 0.2}};
    int[] essences = {0, 2, 1};
    double[] weights = {1, 2, 0.5};
    OutputScores one = OutputScores.of(z, essences, weights, OutputActivation.SOFTMAX);
    double[][] other = {{0, 0, 0}, {0, 0, 3}, {0, 0, 0}};
    OutputScores two = OutputScores.of(other, essences, weights, OutputActivation.SOFTMAX);
    assertThat(CandidateLosses.scales(List.of(one, two)))
        .containsExactly(Scale.fit(one), Scale.fit(two));
    CandidateLosses losses = CandidateLosses.logLosses(List.of(one, two), new double[] {2, 1});
    double[] d = new double[3];
    double[] mean = new double[2];
    for (int i = 0; i < 3; i++) {
      double first = loss(z[i], essences[i], 2);
      double second = loss(other[i], essences[i], 1);
      mean[0] += weights[i] * first / 3.5;
      mean[1] += weights[i] * second / 3.5;
      d[i] = first - second;
    }
    assertThat(losses.mean(0)).isCloseTo(mean[0], within(1e-14));
    assertThat(losses.excess(0, 1)).isCloseTo(mean[0] - mean[1], within(1e-14));
    double squares = 0;
    for (int i = 0; i < 3; i++) {
      squares += Math.pow(weights[i] * (d[i] - (mean[0] - mean[1])), 2);
    }
    assertThat(losses.standardError(0, 1)).isCloseTo(Math.sqrt(1.5 * squares) / 3.5, within(1e-14));
    CandidateLosses errors = CandidateLosses.errors(List.of(one, two));
    assertThat(errors.mean(0)).isCloseTo(2.5 / 3.5, within(1e-15)); // the first one is right
    CandidateLosses both = losses.and(errors);
    assertThat(both.mean(1)).isEqualTo(losses.mean(1));
    assertThat(both.mean(3)).isEqualTo(errors.mean(1));
    CandidateLosses fewer =
        CandidateLosses.errors(
            List.of(
                OutputScores.of(
                    new double[][] {z[0]},
                    new int[] {0},
                    new double[] {1},
                    OutputActivation.SOFTMAX)));
    assertThatThrownBy(() -> losses.and(fewer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same 3 samples, got 1");
  }

  private static double loss(double[] z, int essence, double kappa) {
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(kappa * value);
    }
    return Math.log(sum) - kappa * z[essence];
  }
}
