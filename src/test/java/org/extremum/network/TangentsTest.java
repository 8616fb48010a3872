package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.Random;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TangentsTest {
  /** Sums of at most 6 terms of order one through three layers. */
  private static final double ROUNDING = 1e-13;

  @ParameterizedTest
  @EnumSource
  void areTheJacobiansProductsAtEveryLayer(Activation activation) {
    ByHand network = ByHand.random(activation, 1, 4, 5, 3, 6);
    Rows rows = Rows.random(7, 4, 2, false, 2);
    Random random = new Random(3);
    try (ForwardPass forward = new ForwardPass(network.stack());
        Tangents tangents = new Tangents(forward)) {
      forward.run(rows.dense(), true);
      for (int[] part : new int[][] {{0, 7, 2}, {2, 5, 3}, {6, 7, 1}, {0, 7, 5}}) {
        int from = part[0];
        int to = part[1];
        int each = part[2];
        double[][] directions = ByHand.gaussian(random, (to - from) * each, 4, 1);
        try (Matrix given = Matrix.ofRows(directions);
            Matrix columns = given.transpose()) {
          tangents.run(from, to, columns);
          assertThat(tangents.last().toArray()).isEqualTo(tangents.of(3).toArray());
          for (int u = 1; u <= 3; u++) {
            ByHand below =
                new ByHand(
                    Arrays.copyOf(network.weights(), u),
                    Arrays.copyOf(network.biases(), u),
                    activation);
            assertThat(tangents.of(u).columns()).isEqualTo((to - from) * each);
            for (int c = 0; c < directions.length; c++) {
              double[][] jacobian = below.jacobian(rows.surfaces()[from + c / each]);
              assertClose(tangents.of(u).column(c), times(jacobian, directions[c]), ROUNDING);
            }
          }
        }
      }
    }
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[matrix.length];
    for (int k = 0; k < product.length; k++) {
      for (int p = 0; p < vector.length; p++) {
        product[k] += matrix[k][p] * vector[p];
      }
    }
    return product;
  }

  @Test
  void directionsMustBeEquallyManyForEverySample() {
    ByHand network = ByHand.random(Activation.TANH, 1, 4, 5);
    try (ForwardPass forward = new ForwardPass(network.stack());
        Tangents tangents = new Tangents(forward);
        Matrix directions = Matrix.zeros(4, 5)) {
      forward.run(Rows.random(7, 4, 2, false, 2).dense(), true);
      assertThatThrownBy(() -> tangents.run(0, 2, directions))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("each of 2 samples");
      assertThatThrownBy(() -> tangents.run(3, 3, directions))
          .isInstanceOf(IllegalArgumentException.class);
      tangents.run(0, 1, directions);
      assertThat(tangents.last().columns()).isEqualTo(5);
    }
  }

  @Test
  void operationsByHand() {
    HiddenStack stack = ByHand.random(Activation.TANH, 1, 4, 5, 3).stack();
    assertThat(Tangents.flops(stack)).isEqualTo(2.0 * (4 * 5 + 5 * 3));
  }
}
