package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions in the span of everything: what is solved there is the weakened extremum, and what is
 * of unit size there has the whole matrix as its metric.
 */
class WholeSpaceTest {
  private static final int WIDTH = 8;
  private static final double RIDGE = 3e-3;
  private static final double PENALTY = 0.18; // γ²/2 of γ = 0.6
  private static final ByHand NETWORK = ByHand.random(Activation.SIGMOID, 1, 3, WIDTH);

  /** M's condition number, below 1e5, times ε. */
  private static final double ROUNDING = 1e-10;

  private static Moments moments(Rows rows) {
    MomentsPass pass = new MomentsPass(NETWORK.stack(), 3, null);
    return rows.store().aggregate(pass).training();
  }

  private static StationaryFunctions everything(Moments moments, boolean intercept) {
    try (Matrix identity = Matrix.identity(WIDTH)) {
      return StationaryFunctions.in(identity, moments, intercept);
    }
  }

  private static Rows rows() {
    return Rows.random(40, 3, 3, true, 4);
  }

  @ParameterizedTest
  @CsvSource({"true,0", "true,0.6", "false,0", "false,0.6"})
  void leastSquaresIsThatOfTheNormalEquations(boolean intercept, double gamma) {
    Layer expected =
        NormalEquations.of(moments(rows()), NETWORK.stack(), gamma, intercept).solve(RIDGE);
    Moments moments = moments(rows());
    PackedSymmetric gradientGram = moments.toGradientGram(NETWORK.stack());
    try (StationaryFunctions functions = everything(moments, intercept)) {
      assertThat(functions.dimension()).isEqualTo(WIDTH);
      Layer penalised = functions.leastSquares(RIDGE, gamma * gamma / 2, gradientGram);
      assertClose(penalised.weights(), expected.weights(), ROUNDING);
      assertClose(penalised.biases(), expected.biases(), ROUNDING);
      if (gamma == 0) {
        assertClose(functions.leastSquares(RIDGE).weights(), expected.weights(), ROUNDING);
      }
    }
  }

  /** UᵀMU = Σω·I with M = F_c + (γ²/2)E + λI by loops. */
  @ParameterizedTest
  @ValueSource(doubles = {0, PENALTY})
  void unitBasesHaveUnitSizeInTheirMetric(double penalty) {
    Rows rows = rows();
    double weight = Arrays.stream(rows.weights()).sum();
    Moments moments = moments(rows);
    PackedSymmetric gradientGram = moments.toGradientGram(NETWORK.stack());
    try (StationaryFunctions functions = everything(moments, true)) {
      double[] unit =
          penalty > 0
              ? functions.unitBasis(RIDGE, penalty, gradientGram)
              : functions.unitBasis(RIDGE);
      double[][] metric = metric(rows, penalty);
      double[][] products = new double[WIDTH][WIDTH];
      double[][] expected = new double[WIDTH][WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        expected[i][i] = weight;
        for (int j = 0; j < WIDTH; j++) {
          products[i][j] = product(unit, i, metric, j);
        }
      }
      assertClose(products, expected, ROUNDING);
    }
  }

  private static double[][] metric(Rows rows, double penalty) {
    double[][] metric = NETWORK.valueGram(rows);
    double[][] gradients = NETWORK.gradientGram(rows);
    double weight = Arrays.stream(rows.weights()).sum();
    double[] sum = new double[WIDTH];
    for (int v = 0; v < 3; v++) {
      double[] own = NETWORK.valueSum(rows, v);
      Arrays.setAll(sum, k -> sum[k] + own[k]);
    }
    for (int i = 0; i < WIDTH; i++) {
      metric[i][i] += RIDGE;
      for (int j = 0; j < WIDTH; j++) {
        metric[i][j] += penalty * gradients[i][j] - sum[i] * sum[j] / weight;
      }
    }
    return metric;
  }

  /** u_iᵀ·M·u_j of columns of U. */
  private static double product(double[] unit, int i, double[][] metric, int j) {
    double product = 0;
    for (int a = 0; a < WIDTH; a++) {
      for (int b = 0; b < WIDTH; b++) {
        product += unit[i * WIDTH + a] * metric[a][b] * unit[j * WIDTH + b];
      }
    }
    return product;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, WIDTH})
  void functionsOfUnitVarianceHaveThat(int count) {
    Rows rows = rows();
    double weight = Arrays.stream(rows.weights()).sum();
    try (StationaryFunctions functions = everything(moments(rows), true)) {
      double[] unit = functions.unitVarianceBasis(count);
      assertThat(unit).hasSize(WIDTH * count);
      for (int j = 0; j < count; j++) {
        double[] own = Arrays.copyOfRange(unit, j * WIDTH, (j + 1) * WIDTH);
        assertThat(deviation(rows, weight, own)).isCloseTo(1, within(ROUNDING));
        double[] p = functions.basis().column(j);
        assertThat(functions.deviations()[j])
            .isCloseTo(deviation(rows, weight, p), within(ROUNDING));
      }
    }
  }

  private static double deviation(Rows rows, double weight, double[] function) {
    double[] y =
        Arrays.stream(rows.surfaces())
            .map(NETWORK::h)
            .mapToDouble(h -> IntStream.range(0, WIDTH).mapToDouble(k -> h[k] * function[k]).sum())
            .toArray();
    double[] w = rows.weights();
    double mean = IntStream.range(0, y.length).mapToDouble(i -> w[i] * y[i]).sum() / weight;
    return Math.sqrt(
        IntStream.range(0, y.length).mapToDouble(i -> w[i] * Math.pow(y[i] - mean, 2)).sum()
            / weight);
  }
}
