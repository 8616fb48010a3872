package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlasTest {
  private static Matrix operand(Blas.Op op, int rows, int columns, long seed) {
    boolean asIs = op == Blas.Op.NONE;
    return Prescribed.gaussian(asIs ? rows : columns, asIs ? columns : rows, new Random(seed));
  }

  private static double entry(Blas.Op op, Matrix a, int i, int j) {
    return op == Blas.Op.NONE ? a.get(i, j) : a.get(j, i);
  }

  @ParameterizedTest
  @EnumSource(Blas.Op.class)
  void gemmAgreesWithLoops(Blas.Op opA) {
    for (Blas.Op opB : Blas.Op.values()) {
      Matrix a = operand(opA, 3, 4, 1);
      Matrix b = operand(opB, 4, 5, 2);
      Matrix c = Prescribed.gaussian(3, 5, new Random(3));
      Matrix expected = Matrix.zeros(3, 5);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 5; j++) {
          double sum = -0.5 * c.get(i, j);
          for (int q = 0; q < 4; q++) {
            sum += 2 * entry(opA, a, i, q) * entry(opB, b, q, j);
          }
          expected.set(i, j, sum);
        }
      }
      Blas.gemm(2, opA, a, opB, b, -0.5, c);
      assertThat(Prescribed.distance(c, expected)).isLessThan(1e-14);
    }
  }

  @Test
  void gemmOfViewsReadsTheirColumnsOnly() {
    Matrix a = Prescribed.gaussian(3, 6, new Random(4));
    Matrix product =
        Blas.multiply(Blas.Op.TRANSPOSED, a.columns(2, 4), Blas.Op.NONE, a.columns(5, 6));
    Matrix expected =
        Blas.multiply(
            Blas.Op.TRANSPOSED, a.columns(2, 4).copy(), Blas.Op.NONE, a.columns(5, 6).copy());
    assertThat(product.toArray()).isEqualTo(expected.toArray());
  }

  @Test
  void productsWithAVectorByTheColumnsAsked() {
    Matrix a = Prescribed.gaussian(3, 6, new Random(4));
    Matrix x = Prescribed.gaussian(6, 1, new Random(5));
    for (int from = 0; from <= 6; from++) {
      for (int to = from; to <= 6; to++) {
        Matrix y = Matrix.ofRows(new double[] {1}, new double[] {2}, new double[] {3});
        Blas.addProduct(a, from, to, x, y);
        for (int i = 0; i < 3; i++) {
          double expected = i + 1;
          for (int j = from; j < to; j++) {
            expected += a.get(i, j) * x.get(j, 0);
          }
          assertThat(y.get(i, 0)).isCloseTo(expected, within(1e-14));
        }
      }
    }
    Matrix y = Matrix.zeros(3, 1);
    assertThatThrownBy(() -> Blas.addProduct(a, 2, 7, x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("product shapes: columns 2 until 7 of 3 x 6 matrix");
    assertThatThrownBy(() -> Blas.addProduct(a, 0, 6, y, x))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sumsOverNothingLeaveTheScaledResult() {
    Matrix c = Matrix.ofRows(new double[] {2, 4}, new double[] {6, 8});
    Blas.gemm(1, Blas.Op.NONE, Matrix.zeros(2, 0), Blas.Op.NONE, Matrix.zeros(0, 2), 0.5, c);
    assertThat(c.toArray()).containsExactly(1, 3, 2, 4);
    Blas.syrk(Blas.Triangle.UPPER, 1, Matrix.zeros(2, 0), 0.5, c, 0);
    assertThat(c.toArray()).containsExactly(0.5, 3, 1, 2);
    Blas.gemm(
        1,
        Blas.Op.NONE,
        Matrix.zeros(0, 3),
        Blas.Op.NONE,
        Matrix.zeros(3, 2),
        0,
        Matrix.zeros(0, 2));
  }

  @ParameterizedTest
  @EnumSource(Blas.Triangle.class)
  void syrkWritesOneTriangleFromTheRowAsked(Blas.Triangle triangle) {
    Matrix a = Prescribed.gaussian(3, 5, new Random(5));
    Matrix product = Blas.multiply(Blas.Op.NONE, a, Blas.Op.TRANSPOSED, a);
    Matrix c = Prescribed.gaussian(5, 4, new Random(6));
    Matrix before = c.copy();
    Blas.syrk(triangle, 2, a, -1, c, 1);
    for (int j = 0; j < 4; j++) {
      for (int i = 0; i < 5; i++) {
        int row = i - 1;
        boolean inside = row >= 0 && row < 3 && j < 3;
        boolean written = inside && (triangle == Blas.Triangle.UPPER ? row <= j : row >= j);
        double expected = written ? 2 * product.get(row, j) - before.get(i, j) : before.get(i, j);
        assertThat(c.get(i, j)).isCloseTo(expected, within(1e-14));
      }
    }
  }

  @Test
  void shapesThatDoNotFitAreRefusedByName() {
    Matrix a = Matrix.zeros(2, 3);
    assertThatThrownBy(() -> Blas.multiply(a, Matrix.zeros(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gemm shapes: NONE 2 x 3 matrix times NONE 2 x 3 matrix");
    assertThatThrownBy(
            () ->
                Blas.gemm(
                    1,
                    Blas.Op.TRANSPOSED,
                    a,
                    Blas.Op.NONE,
                    Matrix.zeros(2, 4),
                    0,
                    Matrix.zeros(4, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    for (int[] shape : new int[][] {{1, 2, 0}, {2, 1, 0}, {2, 2, 1}, {3, 2, -1}}) {
      assertThatThrownBy(
              () ->
                  Blas.syrk(
                      Blas.Triangle.UPPER, 1, a, 0, Matrix.zeros(shape[0], shape[1]), shape[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from row " + shape[2]);
    }
  }
}
