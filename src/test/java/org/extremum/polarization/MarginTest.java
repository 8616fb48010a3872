package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.polarization.SteepNetwork.NETWORK;
import static org.extremum.polarization.SteepNetwork.assertInSpan;
import static org.extremum.polarization.SteepNetwork.basis;
import static org.extremum.polarization.SteepNetwork.moments;
import static org.extremum.polarization.SteepNetwork.rowSpace;
import static org.extremum.polarization.SteepNetwork.stack;

import java.util.Arrays;
import java.util.Random;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.linalg.RowSpace;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Close;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The null space polarized by margins, by definition. */
class MarginTest {
  @ParameterizedTest
  @CsvSource({
    "2,true,SIGMOID",
    "3,true,SIGMOID",
    "3,false,SIGMOID",
    "2,true,SOFTMAX",
    "3,true,SOFTMAX",
    "4,false,SOFTMAX"
  })
  void marginsGradientIsItsDifference(
      int essences, boolean intercept, OutputActivation activation) {
    Rows rows = Rows.random(15, 2, essences, true, 8);
    SampleStore store = rows.store(3, 4, false);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Margin margin = new Margin(functions, stack(), activation, store, functions.unitBasis(1e-3));
      int outputs = essences == 2 ? 1 : essences;
      Random random = new Random(9);
      double[] point = random.doubles(outputs * (functions.dimension() + 1L), -0.5, 0.5).toArray();
      Margin.HingeLoss.Sum at = store.aggregate(new Margin.HingeLoss(margin, point));
      assertThat(at.loss()).isPositive();
      double step = 1e-6; // the loss is piecewise quadratic: only rounding, ε·loss/step
      for (int k = 0; k < point.length; k++) {
        double[] up = point.clone();
        double[] down = point.clone();
        up[k] += step;
        down[k] -= step;
        double difference =
            (store.aggregate(new Margin.HingeLoss(margin, up)).loss()
                    - store.aggregate(new Margin.HingeLoss(margin, down)).loss())
                / (2 * step);
        assertThat(at.gradient()[k]).isCloseTo(difference, within(1e-6 * at.loss()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,true", "3,true", "3,false"})
  void marginGivesEverySampleItsSign(int essences, boolean intercept) {
    Rows rows = Rows.random(15, 2, essences, false, 10);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Layer output =
          new Margin(
                  functions,
                  stack(),
                  OutputActivation.SIGMOID,
                  rows.store(),
                  functions.unitBasis(1e-3))
              .polarize(new BreezeMinimizer(), functions.leastSquares(1e-2));
      for (int i = 0; i < rows.size(); i++) {
        double[] z = NETWORK.outputs(output, rows.surfaces()[i]);
        for (int v = 0; v < essences; v++) {
          double s = rows.essences()[i] == v ? 1 : -1;
          assertThat(s * z[v]).isGreaterThan(0.9 * Margin.MARGIN);
        }
      }
      if (!intercept) {
        assertThat(output.biases()).containsOnly(0);
      }
      double size = 0;
      double[] w = ByHand.rows(output)[essences - 1];
      for (double value : w) {
        size = Math.max(size, Math.abs(value));
      }
      double largest = size;
      assertInSpan(Arrays.stream(w).map(value -> value / largest).toArray(), basis(functions));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,true", "3,true", "4,false"})
  void softmaxMarginLetsTheOwnOutputWin(int essences, boolean intercept) {
    Rows rows = Rows.random(15, 2, essences, false, 10);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Layer output =
          new Margin(
                  functions,
                  stack(),
                  OutputActivation.SOFTMAX,
                  rows.store(),
                  functions.unitBasis(1e-3))
              .polarize(new BreezeMinimizer(), functions.leastSquares(1e-2).gauged());
      double size = Arrays.stream(output.weights()).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < rows.size(); i++) {
        double[] z = NETWORK.outputs(output, rows.surfaces()[i]);
        for (int q = 0; q < essences; q++) {
          if (q != rows.essences()[i]) {
            // A zero squared hinge loss has all differences at twice the margin; it stops within
            // some percent.
            assertThat(z[rows.essences()[i]] - z[q]).isGreaterThan(1.8 * Margin.MARGIN);
          }
        }
      }
      // The loss does not see a common shift, and the start has none: the gauge is kept.
      double[] sum = new double[output.inputs()];
      for (int v = 0; v < essences; v++) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += output.weight(v, k);
        }
      }
      assertThat(Arrays.stream(sum).map(Math::abs).max().orElseThrow())
          .isLessThan(1e-9 * size); // some hundred steps of L-BFGS, each rounding
    }
  }

  @Test
  void hingesByDefinition() {
    double[] z = {0.3, -0.4, 1.2};
    double[] slopes = new double[3];
    double signs = 0;
    double differences = 0;
    for (int v = 0; v < 3; v++) {
      double s = v == 1 ? 1 : -1;
      signs += Math.pow(Math.max(0, 1 - s * z[v]), 2);
      differences += v == 1 ? 0 : Math.pow(Math.max(0, 2 - (z[1] - z[v])), 2);
    }
    assertThat(Hinge.of(OutputActivation.SIGMOID, 3).at(z, 1, slopes))
        .isCloseTo(signs, within(1e-15));
    assertThat(Hinge.of(OutputActivation.SOFTMAX, 3).at(z, 1, slopes))
        .isCloseTo(differences, within(1e-14));
    assertThat(slopes[0] + slopes[1] + slopes[2]).isCloseTo(0, within(1e-14));
    // Two essences: z stands for (-z, z), and 2 - 2sz is twice 1 - sz.
    for (int y = 0; y < 2; y++) {
      double[] both = {-0.3, 0.3};
      double half = 2 - (both[y] - both[1 - y]);
      assertThat(4 * Hinge.of(OutputActivation.SOFTMAX, 2).at(new double[] {0.3}, y, slopes))
          .isCloseTo(half * half, within(1e-14));
    }
  }

  /**
   * Halves the point at each call and says that it left the given share of the loss; the last share
   * over and over.
   */
  private static final class Halving implements Minimizer {
    private final double[] shares;
    private double loss;
    private int calls;

    Halving(double... shares) {
      this.shares = shares;
    }

    @Override
    public Result minimize(Objective objective, double[] start, int most, double tolerance) {
      if (calls == 0) {
        loss = objective.evaluate(start, new double[start.length]);
      }
      loss *= shares[Math.min(calls++, shares.length - 1)];
      return new Result(Arrays.stream(start).map(x -> x / 2).toArray(), loss, 1);
    }
  }

  /** Expects the start halved as often as the minimiser was called. */
  private static void assertRounds(boolean intercept, int rounds, double... shares) {
    Rows rows = Rows.random(15, 2, 3, true, 5);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, 3), intercept)) {
      Layer from = functions.leastSquares(1e-2);
      Halving halving = new Halving(shares);
      Layer layer =
          new Margin(
                  functions,
                  stack(),
                  OutputActivation.SIGMOID,
                  rows.store(),
                  functions.unitBasis(1e-3))
              .polarize(halving, from);
      assertThat(halving.calls).isEqualTo(rounds);
      Layer expected = Scale.apply(Math.pow(0.5, rounds), from);
      // To the projection and back: ε times the spread of its columns' sizes, below 1e4.
      Close.assertClose(layer.weights(), expected.weights(), 1e-9);
      Close.assertClose(layer.biases(), expected.biases(), 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theMinimiserIsBegunAnewForAsLongAsThatHelps(boolean intercept) {
    assertRounds(intercept, 1, 1); // stuck at once
    assertRounds(intercept, 3, 0.5, 0.5, 0.995);
    assertRounds(intercept, 2, 0.99, 1); // a hundredth is enough
    assertRounds(intercept, 2, 0.5, 0); // nothing is left to do
    assertRounds(intercept, 20, 0.5); // enough is enough
  }

  @Test
  void whatHasEveryMarginStaysAsItIs() {
    Rows rows = Rows.random(15, 2, 3, false, 10);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, 3), true)) {
      Margin margin =
          new Margin(
              functions,
              stack(),
              OutputActivation.SIGMOID,
              rows.store(),
              functions.unitBasis(1e-3));
      Layer right =
          Scale.apply(2, margin.polarize(new BreezeMinimizer(), functions.leastSquares(1e-2)));
      Halving unused = new Halving(1);
      Layer layer = margin.polarize(unused, right);
      assertThat(unused.calls).isZero();
      Close.assertClose(layer.weights(), right.weights(), 1e-9);
    }
  }
}
