package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.reference.Close.assertClose;

import java.util.Random;
import java.util.stream.Stream;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.ReferenceCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hessians against the reference values, and against differences of gradients made by hand. */
class OutputHessiansTest {
  /** Step of central differences: errors of the order step² and ε/step, both below 1e-9. */
  private static final double STEP = 1e-5;

  private static final int[][] WIDTHS = {{4, 9}, {4, 6, 9}, {3, 8, 5, 7}, {1, 5}};

  static Stream<Arguments> networks() {
    return Stream.of(Activation.values())
        .flatMap(s -> Stream.of(WIDTHS).map(widths -> Arguments.of(s, widths)));
  }

  /** Rows of a square matrix. */
  static double[][] rows(Matrix square) {
    double[][] rows = new double[square.rows()][square.columns()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        rows[i][j] = square.get(i, j);
      }
    }
    return rows;
  }

  /** The Hessian of every output by central differences of gradients: [v][i][j]. */
  static double[][][] differences(ByHand hidden, Layer output, double[] x) {
    double[][][] hessians = new double[output.outputs()][x.length][x.length];
    for (int j = 0; j < x.length; j++) {
      double[] moved = x.clone();
      moved[j] = x[j] + STEP;
      double[][] above = hidden.gradients(output, moved);
      moved[j] = x[j] - STEP;
      double[][] below = hidden.gradients(output, moved);
      for (int v = 0; v < hessians.length; v++) {
        for (int i = 0; i < x.length; i++) {
          hessians[v][i][j] = (above[v][i] - below[v][i]) / (2 * STEP);
        }
      }
    }
    return hessians;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void hessiansAreDifferencesOfGradients(Activation s, int[] widths) {
    ByHand hidden = ByHand.random(s, 4, widths);
    double[][] w = ByHand.random(s, 6, hidden.width(), 3).weights()[0];
    Layer output = ByHand.layer(w, new double[3]);
    Random random = new Random(7);
    int m = widths[0];
    try (OutputHessians hessians = new OutputHessians(hidden.stack());
        Matrix full = Matrix.zeros(m, m)) {
      for (int n = 0; n < 3; n++) {
        double[] x = random.doubles(m, -1, 1).toArray();
        double[] before = x.clone();
        hessians.at(x);
        double[][][] expected = differences(hidden, output, x);
        for (int v = 2; v >= 0; v--) {
          hessians.output(w[v]);
          hessians.hessian(full);
          assertClose(rows(full), expected[v], 1e-6);
        }
        assertThat(x).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void productsAreThoseOfTheFullHessian(Activation s, int[] widths) {
    ByHand hidden = ByHand.random(s, 5, widths);
    double[][] w = ByHand.random(s, 6, hidden.width(), 2).weights()[0];
    Random random = new Random(2);
    int m = widths[0];
    try (OutputHessians hessians = new OutputHessians(hidden.stack());
        Matrix full = Matrix.zeros(m, m)) {
      for (int n = 0; n < 4; n++) {
        hessians.at(random.doubles(m, -1, 1).toArray());
        hessians.output(w[n % 2]);
        hessians.hessian(full);
        double[] direction = random.doubles(m, -1, 1).toArray();
        double[] product = new double[m];
        hessians.multiply(direction, product);
        double[] expected = new double[m];
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            expected[i] += full.get(i, j) * direction[j];
          }
        }
        assertClose(product, expected, 1e-12);
      }
    }
  }

  @Test
  void referenceValues() {
    int compared = 0;
    for (ReferenceCase reference : ReferenceCase.all()) {
      if (!reference.node().has("hessianOfZ0AtX0")) {
        continue; // given for one hidden layer only
      }
      double[][] expected = reference.matrix("hessianOfZ0AtX0");
      try (OutputHessians hessians = new OutputHessians(reference.network().stack());
          Matrix full = Matrix.zeros(expected.length, expected.length)) {
        hessians.at(reference.rows().surfaces()[0]);
        hessians.output(reference.matrix("W_out")[0]);
        hessians.hessian(full);
        assertClose(rows(full), expected, 1e-10);
      }
      compared++;
    }
    assertThat(compared).isEqualTo(3);
  }
}
