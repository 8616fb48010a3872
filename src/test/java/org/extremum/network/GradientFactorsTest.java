package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientFactorsTest {
  /** Sums of at most 9 terms of order one through four layers, and a factorisation. */
  private static final double ROUNDING = 1e-13;

  /** Narrow first, narrow later, narrow twice, narrow nowhere, narrow at the end only. */
  static List<ByHand> networks() {
    List<ByHand> networks = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      networks.add(ByHand.random(activation, 1, 4, 7));
      networks.add(ByHand.random(activation, 2, 7, 3, 6));
      networks.add(ByHand.random(activation, 3, 4, 5, 2, 6));
      networks.add(ByHand.random(activation, 4, 9, 6, 7, 3, 8));
      networks.add(ByHand.random(activation, 5, 3, 8, 5, 7));
      networks.add(ByHand.random(activation, 6, 5, 6, 2));
      networks.add(ByHand.random(activation, 7, 3, 1, 1, 4));
    }
    return networks;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void haveTheJacobiansProductInTheFewestColumns(ByHand network) {
    int m = network.weights()[0][0].length;
    int l = network.width();
    Rows rows = Rows.random(5, m, 2, false, 5);
    try (ForwardPass forward = new ForwardPass(network.stack());
        GradientFactors factors = new GradientFactors(forward)) {
      int r = factors.columns();
      assertThat(r).isEqualTo(network.stack().equationsPerSample());
      forward.run(rows.dense(), true);
      try (Matrix all = Matrix.zeros(l, 4 * r)) {
        factors.write(1, 5, all);
        for (int i = 1; i < 5; i++) {
          Matrix own = all.columns((i - 1) * r, i * r);
          try (Matrix product = Blas.multiply(Blas.Op.NONE, own, Blas.Op.TRANSPOSED, own)) {
            double[][] jacobian = network.jacobian(rows.surfaces()[i]);
            double[] expected = new double[l * l];
            for (int k = 0; k < l; k++) {
              for (int q = 0; q < l; q++) {
                for (int p = 0; p < m; p++) {
                  expected[k + q * l] += jacobian[k][p] * jacobian[q][p];
                }
              }
            }
            assertClose(product.toArray(), expected, ROUNDING);
          }
        }
      }
    }
  }

  @Test
  void batchesAndBlocksLikeOneSampleAfterTheOther() {
    ByHand network = ByHand.random(Activation.TANH, 8, 9, 6, 7, 3, 8);
    Rows rows = Rows.random(700, 9, 2, false, 6); // batches of 1024/6 samples
    try (ForwardPass forward = new ForwardPass(network.stack());
        GradientFactors factors = new GradientFactors(forward);
        Matrix all = Matrix.zeros(8, 700 * 3);
        Matrix one = Matrix.zeros(8, 3)) {
      for (int size : new int[] {0, 3, 700, 1}) {
        forward.run(rows.dense().select(i -> i < size), true);
        factors.write(0, size, all.columns(0, size * 3));
        for (int i = 0; i < size; i += 13) {
          factors.write(i, i + 1, one);
          // A GEMM of other width may sum in another order.
          assertClose(all.columns(i * 3, i * 3 + 3).toArray(), one.toArray(), ROUNDING);
        }
      }
    }
  }

  /** σ = 1, 1e-5, 1e-10: from W·Wᵀ, whose eigenvalue 1e-20 is below rounding, the last is noise. */
  @Test
  void smallSingularValuesOfTheFirstLayerAreKept() {
    double[][] w;
    try (Matrix random = Matrix.ofRows(ByHand.gaussian(new Random(9), 3, 6, 1));
        Lapack.Svd svd = Lapack.svd(random);
        Matrix scaled = Matrix.zeros(3, 3)) {
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 3; i++) {
          scaled.set(i, k, svd.left().get(i, k) * Math.pow(10, -5 * k));
        }
      }
      try (Matrix product = Blas.multiply(scaled, svd.rightTransposed())) {
        Layer layer = new Layer(3, 6, product.toArray(), new double[3]);
        w = ByHand.rows(layer);
      }
    }
    ByHand above = ByHand.random(Activation.TANH, 10, 3, 8);
    ByHand network =
        new ByHand(
            new double[][][] {w, above.weights()[0]},
            new double[][] {{0.1, -0.2, 0.3}, above.biases()[0]},
            Activation.TANH);
    Rows rows = Rows.random(1, 6, 1, false, 11);
    try (ForwardPass forward = new ForwardPass(network.stack());
        GradientFactors factors = new GradientFactors(forward);
        Matrix factor = Matrix.zeros(8, 3);
        Matrix jacobian = Matrix.zeros(8, 6)) {
      forward.run(rows.dense(), true);
      factors.write(0, 1, factor);
      forward.jacobian(0, jacobian);
      try (Lapack.Svd small = Lapack.svd(factor);
          Lapack.Svd whole = Lapack.svd(jacobian)) {
        for (int k = 0; k < 3; k++) {
          assertThat(small.values()[k])
              .isCloseTo(
                  whole.values()[k],
                  org.assertj.core.api.Assertions.within(1e-14 * whole.values()[0]));
        }
        assertThat(small.values()[2]).isBetween(1e-13, 1e-9);
      }
    }
  }

  @Test
  void operationsByHand() {
    // m = 9, widths 6, 7, 3, 8: columns 6, 6, 3, 3.
    HiddenStack stack = ByHand.random(Activation.TANH, 1, 9, 6, 7, 3, 8).stack();
    double products = 2.0 * 7 * 6 * 6 + 2.0 * 3 * 7 * 6 + 2.0 * 8 * 3 * 3;
    assertThat(GradientFactors.flops(stack)).isEqualTo(products + 2 * 9 * (6 - 1.0));
    assertThat(GradientFactors.flops(ByHand.random(Activation.TANH, 1, 4, 9).stack())).isZero();
    long batch = 1024 / 6;
    assertThat(GradientFactors.bytes(9, List.of(6, 7, 3, 8)))
        .isEqualTo(8 * (2L * 6 * 9 + batch * (6 * 6 + 7 * 6 + 3 * (6 + 3))));
  }
}
