package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardPassTest {
  /** Sums of at most 7 terms of order one through three layers: some tens of roundings. */
  private static final double ROUNDING = 1e-13;

  static List<ByHand> networks() {
    List<ByHand> networks = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      networks.add(ByHand.random(activation, 1, 4, 7));
      networks.add(ByHand.random(activation, 2, 4, 3, 6));
      networks.add(ByHand.random(activation, 3, 4, 5, 2, 6));
      networks.add(ByHand.random(activation, 4, 1, 1));
    }
    return networks;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void valuesSlopesAndJacobiansByDefinition(ByHand network) {
    Rows rows = Rows.random(9, network.weights()[0][0].length, 2, false, 5);
    try (ForwardPass forward = new ForwardPass(network.stack());
        Matrix jacobian = Matrix.zeros(network.width(), rows.features())) {
      forward.run(rows.dense(), true);
      assertThat(forward.values().columns()).isEqualTo(9);
      for (int i = 0; i < 9; i++) {
        double[] x = rows.surfaces()[i];
        assertClose(forward.values().column(i), network.h(x), ROUNDING);
        assertClose(forward.slopes().column(i), network.c(x), ROUNDING);
        forward.jacobian(i, jacobian);
        assertClose(jacobian.transpose().toArray(), flat(network.jacobian(x)), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void jacobiansAreCentralDifferences(ByHand network) {
    int m = network.weights()[0][0].length;
    Rows rows = Rows.random(3, m, 2, false, 6);
    double step = 1e-5; // error about step² = 1e-10 and ε/step = 2e-11, of values of order one
    try (ForwardPass forward = new ForwardPass(network.stack());
        ForwardPass shifted = new ForwardPass(network.stack());
        Matrix jacobian = Matrix.zeros(network.width(), m)) {
      forward.run(rows.dense(), true);
      for (int i = 0; i < 3; i++) {
        forward.jacobian(i, jacobian);
        double largest = 0;
        double[][] differences = new double[m][];
        for (int j = 0; j < m; j++) {
          double[] up = at(shifted, rows.surfaces()[i], j, step);
          double[] down = at(shifted, rows.surfaces()[i], j, -step);
          differences[j] = new double[up.length];
          for (int k = 0; k < up.length; k++) {
            differences[j][k] = (up[k] - down[k]) / (2 * step);
            largest = Math.max(largest, Math.abs(differences[j][k]));
          }
        }
        for (int j = 0; j < m; j++) {
          for (int k = 0; k < network.width(); k++) {
            assertThat(jacobian.get(k, j)).isCloseTo(differences[j][k], within(1e-6 * largest));
          }
        }
      }
    }
  }

  private static double[] at(ForwardPass forward, double[] x, int j, double step) {
    double[] moved = x.clone();
    moved[j] += step;
    Rows one = new Rows(new double[][] {moved}, new int[] {0}, new double[] {1});
    forward.run(one.dense(), false);
    return forward.values().column(0);
  }

  @Test
  void blocksOfAnySizeOneAfterTheOther() {
    ByHand network = ByHand.random(Activation.TANH, 7, 3, 4, 5);
    Rows rows = Rows.random(20, 3, 2, false, 8);
    try (ForwardPass forward = new ForwardPass(network.stack());
        Matrix jacobian = Matrix.zeros(5, 3)) {
      for (int size : new int[] {0, 3, 20, 0, 1, 7}) {
        forward.run(rows.dense().select(i -> i < size), true);
        assertThat(forward.values().columns()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
          assertClose(forward.values().column(i), network.h(rows.surfaces()[i]), ROUNDING);
          forward.jacobian(i, jacobian);
          assertClose(
              jacobian.transpose().toArray(), flat(network.jacobian(rows.surfaces()[i])), ROUNDING);
        }
      }
    }
  }

  @Test
  void sparseBlocksLikeDenseOnes() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 6, 8);
    Rows rows = Rows.random(11, 6, 2, false, 10).thinned(11);
    try (ForwardPass dense = new ForwardPass(network.stack());
        ForwardPass sparse = new ForwardPass(network.stack())) {
      dense.run(rows.dense(), true);
      sparse.run(rows.sparse(), true);
      assertClose(sparse.values().toArray(), dense.values().toArray(), ROUNDING);
      assertClose(sparse.slopes().toArray(), dense.slopes().toArray(), ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void slopesOfSomeSamplesOnly(ByHand network) {
    Rows rows = Rows.random(9, network.weights()[0][0].length, 2, false, 5);
    try (ForwardPass all = new ForwardPass(network.stack());
        ForwardPass some = new ForwardPass(network.stack())) {
      all.run(rows.dense(), true);
      some.run(rows.dense(), i -> i % 4 == 1);
      assertThat(some.values().toArray()).isEqualTo(all.values().toArray());
      for (int u = 1; u <= network.stack().depth(); u++) {
        for (int i = 0; i < 9; i++) {
          double[] slopes = some.slopes(u).column(i);
          assertThat(slopes)
              .isEqualTo(i % 4 == 1 ? all.slopes(u).column(i) : new double[slopes.length]);
        }
      }
    }
  }

  @Test
  void slopesAreRefusedWhereNotComputed() {
    ByHand network = ByHand.random(Activation.SIGMOID, 12, 2, 3);
    try (ForwardPass forward = new ForwardPass(network.stack());
        Matrix jacobian = Matrix.zeros(3, 2)) {
      forward.run(Rows.random(2, 2, 2, false, 1).dense(), false);
      assertThatThrownBy(forward::slopes).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> forward.jacobian(0, jacobian))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  static double[] flat(double[][] rows) {
    return java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }
}
