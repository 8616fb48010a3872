package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices of single precision, and their products summed in double. */
class FloatProductTest {
  /** Whole numbers below 8: products of few columns have no rounding in 24 bits. */
  private static Matrix whole(int rows, int columns, long seed) {
    Random random = new Random(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, random.nextInt(15) - 7);
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 70})
  void productsAddUp(int order) {
    Matrix a = whole(order, 9, 1);
    PackedSymmetric sum = PackedSymmetric.zeros(order);
    sum.addToDiagonal(0.5);
    try (FloatProduct product = new FloatProduct(order);
        FloatMatrix single = FloatMatrix.of(a)) {
      product.addTo(sum, single.columns(0, 4));
      product.addTo(sum, single.columns(4, 4));
      product.addTo(sum, single.columns(4, 9));
    }
    PackedSymmetric expected = PackedSymmetric.ofProduct(a);
    expected.addToDiagonal(0.5);
    assertThat(sum.values()).isEqualTo(expected.values());
  }

  @Test
  void otherOrdersAreRefused() {
    try (FloatProduct product = new FloatProduct(3);
        FloatMatrix three = FloatMatrix.zeros(3, 2);
        FloatMatrix four = FloatMatrix.zeros(4, 2)) {
      assertThatThrownBy(() -> product.addTo(PackedSymmetric.zeros(3), four))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("product of order 3: got a 4 x 2 matrix of single precision");
      assertThatThrownBy(() -> product.addTo(PackedSymmetric.zeros(2), three))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sum of order 2");
    }
  }

  @Test
  void matricesAreMultiplied() {
    Matrix a = whole(5, 3, 2);
    Matrix b = whole(3, 4, 3);
    try (FloatMatrix left = FloatMatrix.of(a);
        FloatMatrix right = FloatMatrix.of(b);
        FloatMatrix product = FloatMatrix.zeros(5, 4)) {
      Blas.gemm(left, right, product);
      Matrix expected = Blas.multiply(a, b);
      float[] column = new float[5];
      for (int j = 0; j < 4; j++) {
        product.getTop(j, 5, column);
        for (int i = 0; i < 5; i++) {
          assertThat((double) column[i]).isEqualTo(expected.get(i, j));
        }
      }
      for (int[] shape : new int[][] {{4, 4}, {5, 3}}) {
        try (FloatMatrix other = FloatMatrix.zeros(shape[0], shape[1])) {
          assertThatThrownBy(() -> Blas.gemm(left, right, other))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("gemm shapes");
        }
      }
      assertThatThrownBy(() -> Blas.gemm(right, left, product))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void columnsAreCopiedInAndOut() {
    try (FloatMatrix matrix = FloatMatrix.zeros(3, 4)) {
      assertThat(matrix.rows()).isEqualTo(3);
      assertThat(matrix.columns()).isEqualTo(4);
      matrix.setColumn(1, new float[] {1, 2, 3, 99});
      matrix.setColumn(2, new double[] {0, 1 + 0x1p-30, 5, 6}, 1); // to the nearest float
      float[] column = {7, 7, 7};
      matrix.getTop(1, 2, column);
      assertThat(column).containsExactly(1, 2, 7);
      FloatMatrix view = matrix.columns(2, 4);
      view.getTop(0, 3, column);
      assertThat(column).containsExactly(1, 5, 6);
      view.setColumn(1, new float[] {8, 9, 10});
      view.close(); // the parent's memory
      matrix.getTop(3, 3, column);
      assertThat(column).containsExactly(8, 9, 10);
      matrix.getTop(0, 3, column);
      assertThat(column).containsOnly(0);
    }
  }

  @Test
  void whatIsOutsideIsRefused() {
    try (FloatMatrix matrix = FloatMatrix.zeros(3, 4)) {
      assertThatThrownBy(() -> matrix.columns(2, 5)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.columns(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.columns(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.getTop(4, 1, new float[3]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.getTop(0, 4, new float[9]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.getTop(0, 3, new float[2]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> matrix.setColumn(0, new float[2]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> FloatMatrix.zeros(-1, 2))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> FloatMatrix.zeros(2, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
