package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.polarization.SteepNetwork.NETWORK;
import static org.extremum.polarization.SteepNetwork.WIDTH;
import static org.extremum.polarization.SteepNetwork.assertInSpan;
import static org.extremum.polarization.SteepNetwork.basis;
import static org.extremum.polarization.SteepNetwork.moments;
import static org.extremum.polarization.SteepNetwork.rowSpace;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpace;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The null space polarized by least squares, by definition. */
class StationaryFunctionsTest {
  private static final double RIDGE = 3e-3;

  @ParameterizedTest
  @CsvSource({"2,true", "2,false", "3,true", "3,false"})
  void leastSquaresInTheSpan(int essences, boolean intercept) {
    Rows rows = Rows.random(15, 2, essences, true, 5);
    try (RowSpace rowSpace = rowSpace(rows);
        StationaryFunctions functions =
            StationaryFunctions.in(rowSpace.nullBasis(), moments(rows, essences), intercept)) {
      Layer output = functions.leastSquares(RIDGE);
      double[][] basis = basis(functions);
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

  /**
   * Neurons tanh(x₀) and tanh(δ·x₁) at the corners of a square: F = diag(4 tanh²(1), 4 tanh²(δ)),
   * without rounding that matters, and means of zero.
   */
  @ParameterizedTest
  @CsvSource({"0.9, 1, 0", "1.1, 2, 1"})
  void aDirectionIsKeptAboveTheRoundingOfTheLargest(double times, int ofBoth, int ofTheSmallOne) {
    assertThat(dimension(Matrix.identity(2), times * Math.sqrt(2 * Math.ulp(1.0))))
        .isEqualTo(ofBoth); // k·ε·λ_max
    assertThat(dimension(Matrix.identity(2).columns(1, 2), times * Math.sqrt(Math.ulp(1.0))))
        .isEqualTo(ofTheSmallOne); // ε·tr F, the large neuron's
  }

  private static int dimension(Matrix nullBasis, double ratio) {
    double[][][] weights = {{{1, 0}, {0, ratio * Math.tanh(1)}}};
    ByHand network = new ByHand(weights, new double[1][2], Activation.TANH);
    double[][] corners = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
    Rows rows = new Rows(corners, new int[] {0, 1, 0, 1}, new double[] {1, 1, 1, 1});
    Moments moments = rows.store().aggregate(new MomentsPass(network.stack(), 2, null)).training();
    try (nullBasis;
        StationaryFunctions functions = StationaryFunctions.in(nullBasis, moments, true)) {
      return functions.dimension();
    }
  }
}
