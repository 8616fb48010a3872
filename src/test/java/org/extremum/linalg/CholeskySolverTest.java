package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskySolverTest {
  private static final double EPSILON = Math.ulp(1.0);

  /** G·Gᵀ + n·I: eigenvalues between n and about 5n. */
  private static PackedSymmetric positiveDefinite(int order, long seed) {
    Matrix g = Prescribed.gaussian(order, order, new Random(seed));
    PackedSymmetric product =
        PackedSymmetric.ofUpper(Blas.multiply(Blas.Op.NONE, g, Blas.Op.TRANSPOSED, g));
    product.addToDiagonal(order);
    return product;
  }

  /** Backward stable: |M·X - B| ≤ c·n·ε·‖M‖·‖X‖, condition about 5. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 64, 65})
  void solvesOddAndEvenOrders(int order) {
    PackedSymmetric m = positiveDefinite(order, order);
    double[] before = m.values().clone();
    Matrix expected = Prescribed.gaussian(order, 3, new Random(2));
    Matrix b = Blas.multiply(m.toFull(), expected);
    try (CholeskySolver solver = CholeskySolver.factorise(m)) {
      assertThat(solver.order()).isEqualTo(order);
      solver.solve(b);
    }
    assertThat(m.values()).isEqualTo(before);
    assertThat(Prescribed.distance(b, expected)).isLessThan(20 * order * EPSILON);
  }

  /** Orders at which several threads fill the factor, with what is added on the way. */
  @ParameterizedTest
  @ValueSource(ints = {300, 301})
  void addsAnOuterProductAndARidgeByAllCores(int order) {
    PackedSymmetric m = positiveDefinite(order, order);
    double[] x = Prescribed.gaussian(order, 1, new Random(3)).column(0);
    PackedSymmetric whole = m.copy();
    whole.addOuter(2.5, x);
    whole.addToDiagonal(7);
    Matrix expected = Prescribed.gaussian(order, 3, new Random(2));
    Matrix b = Blas.multiply(whole.toFull(), expected);
    BlasThreads.onAllCores(
        () -> {
          try (CholeskySolver solver = CholeskySolver.factorise(m, 2.5, 7, x)) {
            solver.solve(b);
          }
          return b;
        });
    assertThat(Prescribed.distance(b, expected)).isLessThan(20 * order * EPSILON);
  }

  /** The factor U is a root of M: Uᵀ(UX) = MX, and its solves undo its products. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 64, 65})
  void theFactorIsARootOfTheMatrix(int order) {
    PackedSymmetric m = positiveDefinite(order, order);
    Matrix x = Prescribed.gaussian(order, 3, new Random(2));
    try (CholeskySolver solver = CholeskySolver.factorise(m)) {
      Matrix ux = x.copy();
      solver.multiplyByFactor(ux);
      Matrix inner = Blas.multiply(Blas.Op.TRANSPOSED, ux, Blas.Op.NONE, ux);
      Matrix expected =
          Blas.multiply(Blas.Op.TRANSPOSED, x, Blas.Op.NONE, Blas.multiply(m.toFull(), x));
      // Entries of XᵀMX are sums of n terms of size up to 5n.
      double size = 5.0 * order * order;
      assertThat(Prescribed.distance(inner, expected)).isLessThan(20 * order * EPSILON * size);

      Matrix back = ux.copy();
      solver.solveFactor(back);
      assertThat(Prescribed.distance(back, x)).isLessThan(20 * order * EPSILON);

      Matrix y = Blas.multiply(m.toFull(), x);
      solver.solveFactorTransposed(y);
      assertThat(Prescribed.distance(y, ux)).isLessThan(20 * order * EPSILON * Math.sqrt(size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 65})
  void refusesWhatIsNotPositiveDefinite(int order) {
    PackedSymmetric m = positiveDefinite(order, order);
    int last = PackedSymmetric.index(order - 1, order - 1);
    m.values()[last] = -m.values()[last];
    assertThatThrownBy(() -> CholeskySolver.factorise(m))
        .isInstanceOf(NotPositiveDefiniteException.class)
        .hasMessageContaining("leading minor of order " + order + " ")
        .hasMessageContaining("regParam");
  }

  @Test
  void refusesZero() {
    assertThatThrownBy(() -> CholeskySolver.factorise(PackedSymmetric.zeros(4)))
        .isInstanceOf(NotPositiveDefiniteException.class);
  }

  /** LAPACK's comparison with zero lets NaN pass. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesEntriesThatAreNotFinite(double bad) {
    for (int position = 0; position < 3; position++) {
      PackedSymmetric m = new PackedSymmetric(2, new double[] {2, 1, 2});
      m.values()[position] = bad;
      assertThatThrownBy(() -> CholeskySolver.factorise(m))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("finite");
    }
  }

  @Test
  void refusesRightHandSidesOfAnotherLength() {
    try (CholeskySolver solver = CholeskySolver.factorise(positiveDefinite(3, 1))) {
      assertThatThrownBy(() -> solver.solve(Matrix.zeros(4, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 3 rows, got 4");
      assertThatThrownBy(() -> solver.solveFactor(Matrix.zeros(4, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> solver.multiplyByFactor(Matrix.zeros(4, 1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingToSolveIsSolved() {
    try (CholeskySolver solver = CholeskySolver.factorise(PackedSymmetric.zeros(0))) {
      solver.solve(Matrix.zeros(0, 2));
      solver.solveFactor(Matrix.zeros(0, 2));
      solver.multiplyByFactor(Matrix.zeros(0, 2));
    }
    try (CholeskySolver solver = CholeskySolver.factorise(positiveDefinite(3, 1))) {
      solver.solve(Matrix.zeros(3, 0));
      solver.solveFactorTransposed(Matrix.zeros(3, 0));
      solver.multiplyByFactor(Matrix.zeros(3, 0));
    }
  }
}
