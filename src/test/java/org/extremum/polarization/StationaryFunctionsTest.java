package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.Random;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.SmallSide;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The null space polarized: least squares and margin, by definition. */
class StationaryFunctionsTest {
  private static final double RIDGE = 3e-3;
  private static final int WIDTH = 60;
  private static final ByHand NETWORK = steep();

  /** Steep neurons, as exact mode draws them, so that the null space varies. */
  private static ByHand steep() {
    ByHand network = ByHand.random(Activation.SIGMOID, 1, 2, WIDTH);
    for (double[] row : network.weights()[0]) {
      row[0] *= 3;
      row[1] *= 3;
    }
    return network;
  }

  private static HiddenStack stack() {
    return NETWORK.stack();
  }

  private static Moments moments(Rows rows, int essences) {
    return rows.store().aggregate(new MomentsPass(stack(), essences, null)).training();
  }

  private static RowSpace rowSpace(Rows rows) {
    SmallSide method = new SmallSide();
    return method.decide(rows.store().aggregate(new RowsPass(stack(), method, 2L * rows.size())));
  }

  @ParameterizedTest
  @CsvSource({"2,true", "2,false", "3,true", "3,false"})
  void leastSquaresInTheSpan(int essences, boolean intercept) {
    Rows rows = Rows.random(15, 2, essences, true, 5);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Layer output = functions.leastSquares(RIDGE);
      double[][] basis = new double[functions.dimension()][];
      for (int j = 0; j < basis.length; j++) {
        basis[j] = functions.basis().column(j);
      }
      assertThat(basis.length).isEqualTo(14); // 15 samples, centred
      for (int v = 0; v < essences; v++) {
        double[] w = ByHand.rows(output)[v];
        // In the directions of P, and of the bias, half the objective's gradient is zero.
        double[] gradient = new double[WIDTH];
        double biasGradient = 0;
        double norm = Math.sqrt(Arrays.stream(w).map(value -> value * value).sum());
        for (int i = 0; i < rows.size(); i++) {
          double[] x = rows.surfaces()[i];
          double residual =
              rows.weights()[i]
                  * (NETWORK.outputs(output, x)[v] - (rows.essences()[i] == v ? 1 : -1));
          double[] h = NETWORK.h(x);
          for (int k = 0; k < WIDTH; k++) {
            gradient[k] += residual * h[k];
          }
          biasGradient += residual;
        }
        for (double[] p : basis) {
          double along = 0;
          for (int k = 0; k < WIDTH; k++) {
            along += p[k] * (gradient[k] + RIDGE * w[k]);
          }
          // ε·‖F‖·‖w‖ with ‖F‖ ≤ tr F, below 2·15·60 as weights are below 2.
          assertThat(along).isCloseTo(0, within(2 * 15 * 60 * Math.ulp(1.0) * norm));
        }
        if (intercept) {
          assertThat(biasGradient).isCloseTo(0, within(1e-12));
        } else {
          assertThat(output.biases()[v]).isZero();
        }
        assertInSpan(w, basis);
      }
      assertStationary(output, rows);
    }
  }

  private static void assertInSpan(double[] w, double[][] basis) {
    double[] rest = w.clone();
    for (double[] p : basis) {
      double inner = 0;
      for (int k = 0; k < w.length; k++) {
        inner += p[k] * w[k];
      }
      for (int k = 0; k < w.length; k++) {
        rest[k] -= inner * p[k];
      }
    }
    for (double r : rest) {
      assertThat(r).isCloseTo(0, within(1e-11));
    }
  }

  /** Central differences of the outputs themselves: error step²·z''' and ε·|z|/step. */
  private static void assertStationary(Layer output, Rows rows) {
    double step = 1e-4;
    for (double[] x : rows.surfaces()) {
      for (int p = 0; p < 2; p++) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[p] += step;
        down[p] -= step;
        for (int v = 0; v < output.outputs(); v++) {
          double slope =
              (NETWORK.outputs(output, up)[v] - NETWORK.outputs(output, down)[v]) / (2 * step);
          assertThat(slope).isCloseTo(0, within(1e-4));
        }
      }
    }
  }

  @Test
  void scatterIsDiagonalInTheBasis() {
    Rows rows = Rows.random(15, 2, 3, true, 5);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, 3), true)) {
      int q = functions.dimension();
      double[][] y = new double[rows.size()][q];
      double[] mean = new double[q];
      double weight = 0;
      for (int i = 0; i < rows.size(); i++) {
        double[] h = NETWORK.h(rows.surfaces()[i]);
        weight += rows.weights()[i];
        for (int j = 0; j < q; j++) {
          double[] p = functions.basis().column(j);
          for (int k = 0; k < WIDTH; k++) {
            y[i][j] += p[k] * h[k];
          }
          mean[j] += rows.weights()[i] * y[i][j];
        }
      }
      double[][] scatter = new double[q][q];
      double[][] expected = new double[q][q];
      for (int a = 0; a < q; a++) {
        expected[a][a] = functions.scatter()[a];
        for (int b = 0; b < q; b++) {
          for (int i = 0; i < rows.size(); i++) {
            scatter[a][b] +=
                rows.weights()[i] * (y[i][a] - mean[a] / weight) * (y[i][b] - mean[b] / weight);
          }
        }
      }
      // F's rounding: ε·tr F = ε·15·60·(1/2)², against the largest scatter.
      assertClose(scatter, expected, 1e-11);
      assertThat(functions.scatter()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
  }

  @Test
  void constantDirectionsAreDropped() {
    // Neurons 0 and 1 are constant over the samples, exactly; 2 is not.
    ByHand network =
        new ByHand(
            new double[][][] {{{0, 0}, {0, 0}, {1, -1}}},
            new double[][] {{0.3, -2, 0}},
            Activation.SIGMOID);
    Rows rows = Rows.random(10, 2, 2, false, 7);
    Moments moments = rows.store().aggregate(new MomentsPass(network.stack(), 2, null)).training();
    try (Matrix everything = Matrix.identity(3);
        StationaryFunctions functions = StationaryFunctions.in(everything, moments, true)) {
      assertThat(functions.dimension()).isEqualTo(1);
      assertThat(Math.abs(functions.basis().get(2, 0))).isCloseTo(1, within(1e-12));
    }
    try (Matrix constant = Matrix.identity(3).columns(0, 2).copy();
        StationaryFunctions functions = StationaryFunctions.in(constant, moments, true)) {
      assertThat(functions.dimension()).isZero();
    }
  }

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
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Margin margin =
          new Margin(functions, stack(), activation, rows.store(), functions.unitBasis(1e-3));
      int outputs = essences == 2 ? 1 : essences;
      Random random = new Random(9);
      double[] point = random.doubles(outputs * (functions.dimension() + 1L), -0.5, 0.5).toArray();
      Margin.HingeLoss.Sum at = rows.store().aggregate(new Margin.HingeLoss(margin, point));
      assertThat(at.loss()).isPositive();
      double step = 1e-6; // the loss is piecewise quadratic: only rounding, ε·loss/step
      for (int k = 0; k < point.length; k++) {
        double[] up = point.clone();
        double[] down = point.clone();
        up[k] += step;
        down[k] -= step;
        double difference =
            (rows.store().aggregate(new Margin.HingeLoss(margin, up)).loss()
                    - rows.store().aggregate(new Margin.HingeLoss(margin, down)).loss())
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
      double[][] basis = new double[functions.dimension()][];
      for (int j = 0; j < basis.length; j++) {
        basis[j] = functions.basis().column(j);
      }
      double size = 0;
      double[] w = ByHand.rows(output)[essences - 1];
      for (double value : w) {
        size = Math.max(size, Math.abs(value));
      }
      double largest = size;
      assertInSpan(Arrays.stream(w).map(value -> value / largest).toArray(), basis);
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
}
