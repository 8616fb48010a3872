package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By definition: the factors are orthonormal or triangular and their product is the argument. */
class LapackTest {
  private static final double TOLERANCE = 1e-13; // c·n·ε·‖A‖: n ≤ 40, ‖A‖ ≈ 12, measured ≤ 2e-14

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 40})
  void eigenvectorsDiagonalise(int order) {
    Matrix g = Prescribed.gaussian(order, order, new Random(order));
    PackedSymmetric symmetric = PackedSymmetric.ofUpper(g);
    Matrix vectors = g.copy(); // the lower triangle differs and must not matter
    double[] values = Lapack.symmetricEigen(vectors);
    assertThat(values).isSorted();
    assertThat(Prescribed.orthonormalityError(vectors)).isLessThan(TOLERANCE);
    Matrix scaled = vectors.copy();
    scaleColumns(scaled, values);
    assertThat(Prescribed.distance(Blas.multiply(symmetric.toFull(), vectors), scaled))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "3,7", "40,40", "40,11"})
  void singularVectorsRebuildTheMatrix(int rows, int columns) {
    Matrix a = Prescribed.gaussian(rows, columns, new Random(1));
    try (Lapack.Svd svd = Lapack.svd(a.copy())) {
      assertThat(Prescribed.orthonormalityError(svd.left())).isLessThan(TOLERANCE);
      assertThat(Prescribed.orthonormalityError(svd.rightTransposed().transpose()))
          .isLessThan(TOLERANCE);
      Matrix scaled = svd.left().copy();
      scaleColumns(scaled, svd.values());
      assertThat(Prescribed.distance(Blas.multiply(scaled, svd.rightTransposed()), a))
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "40,40", "5,0"})
  void orthogonalTimesUpperIsTheMatrix(int rows, int columns) {
    Matrix a = Prescribed.gaussian(rows, columns, new Random(2));
    try (Qr qr = Lapack.qr(a.copy())) {
      Matrix upper = qr.upper();
      Matrix product = Matrix.zeros(rows, columns);
      for (int j = 0; j < columns; j++) {
        for (int i = 0; i < columns; i++) {
          product.set(i, j, upper.get(i, j));
          assertThat(i <= j || upper.get(i, j) == 0).isTrue();
        }
      }
      qr.multiplyInto(product);
      assertThat(Prescribed.distance(product, a)).isLessThan(TOLERANCE);
      Matrix q = Matrix.identity(rows);
      qr.multiplyInto(q);
      assertThat(Prescribed.orthonormalityError(q)).isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "3,7", "40,90"})
  void lowerFactorKeepsTheProductWithItsTranspose(int rows, int columns) {
    Matrix a = Prescribed.gaussian(rows, columns, new Random(3));
    Matrix product = Blas.multiply(Blas.Op.NONE, a, Blas.Op.TRANSPOSED, a);
    Lapack.lowerFactor(a);
    Matrix lower = a.columns(0, Math.min(rows, columns));
    for (int j = 0; j < lower.columns(); j++) {
      for (int i = 0; i < j; i++) {
        assertThat(lower.get(i, j)).isZero();
      }
    }
    assertThat(
            Prescribed.distance(
                Blas.multiply(Blas.Op.NONE, lower, Blas.Op.TRANSPOSED, lower), product))
        .isLessThan(10 * TOLERANCE);
  }

  @Test
  void nothingIsDecomposedIntoNothing() {
    assertThat(Lapack.symmetricEigen(Matrix.zeros(0, 0))).isEmpty();
    try (Lapack.Svd svd = Lapack.svd(Matrix.zeros(4, 0))) {
      assertThat(svd.values()).isEmpty();
    }
    Lapack.lowerFactor(Matrix.zeros(4, 0));
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Lapack.symmetricEigen(Matrix.zeros(2, 3)))
        .hasMessageContaining("square");
    assertThatThrownBy(() -> Lapack.qr(Matrix.zeros(2, 3))).hasMessageContaining("rows >= columns");
    assertThatThrownBy(() -> Lapack.svd(Matrix.ofRows(new double[] {1, Double.NaN})))
        .hasMessageContaining("got NaN at 0, 1");
    try (Qr qr = Lapack.qr(Matrix.identity(3))) {
      assertThatThrownBy(() -> qr.multiplyInto(Matrix.zeros(2, 1)))
          .hasMessageContaining("expected 3 rows");
    }
  }

  private static void scaleColumns(Matrix a, double[] factors) {
    for (int j = 0; j < a.columns(); j++) {
      for (int i = 0; i < a.rows(); i++) {
        a.set(i, j, a.get(i, j) * factors[j]);
      }
    }
  }
}
