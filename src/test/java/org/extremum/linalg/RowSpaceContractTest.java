package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.extremum.linalg.RowSpace.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every way to the row space promises, on A = U·diag(σ)·Vᵀ with σ geometric from 1 to σ_min.
 *
 * <p>Bounds, n = max(rows, l), σ_max = 1. Householder methods are backward stable: what they find
 * belongs to A + δA, ‖δA‖ ≤ n·ε (measured: a few ε), so ‖A·N‖ ≤ n·ε, |Δσ| ≤ n·ε, and by Wedin's
 * theorem the null space turns by sine ≤ n·ε/σ_min. The Gram is backward stable in E: ‖δE‖ ≤ n·ε
 * (measured: a few ε), so |Δσ| ≤ n·ε/σ, sine ≤ n·ε/σ_min² and ‖A·N‖ ≤ n·ε/σ_min.
 */
class RowSpaceContractTest {
  private static final double EPSILON = Math.ulp(1.0);
  private static final int[] PIECES = {7, 1, 31, 0, 64};
  private static final int[][] SHAPES = { // rows, l, rank
    {300, 120, 80}, {60, 150, 60}, {60, 150, 40}, {120, 120, 90}, {300, 120, 120}
  };

  static Stream<Arguments> factorCases() {
    List<Arguments> cases = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (double min : new double[] {1e-4, 1e-6, 1e-8, 1e-10, 1e-12}) {
        cases.add(Arguments.of(new Tsqr(), shape, min));
        if (shape[0] <= shape[1]) {
          cases.add(Arguments.of(new SmallSide(), shape, min));
        }
      }
    }
    return cases.stream();
  }

  static Stream<RowSpaceMethod> methods() {
    return Stream.of(new Gram(), new Tsqr(), new SmallSide());
  }

  static Stream<RowSpaceMethod> factorMethods() {
    return Stream.of(new Tsqr(), new SmallSide());
  }

  /** Three partial factors of uneven pieces, merged in order. */
  private static RowSpaceFactor inPieces(RowSpaceMethod method, Matrix transposed) {
    int rows = transposed.columns();
    int[] cuts = {0, rows / 5, rows / 2, rows};
    RowSpaceFactor merged = method.empty(transposed.rows());
    for (int part = 0; part < 3; part++) {
      merged = merged.merge(factor(method, transposed.columns(cuts[part], cuts[part + 1]), PIECES));
    }
    return merged;
  }

  private static RowSpaceFactor factor(RowSpaceMethod method, Matrix transposed, int... sizes) {
    try (RowSpaceMethod.Running running = method.begin(transposed.rows())) {
      for (int from = 0, k = 0; from < transposed.columns(); k++) {
        int to = Math.min(transposed.columns(), from + sizes[k % sizes.length]);
        running.add(transposed.columns(from, to));
        from = to;
      }
      return running.finish();
    }
  }

  private static RowSpace decide(RowSpaceMethod method, double[][] rowsOfA) {
    Matrix transposed = Matrix.ofRows(rowsOfA).transpose();
    return method.decide(factor(method, transposed, Math.max(1, transposed.columns())));
  }

  private static double[][] diagonal(int order, double... values) {
    double[][] rows = new double[order][order];
    for (int i = 0; i < values.length; i++) {
      rows[i][i] = values[i];
    }
    return rows;
  }

  private static double residual(Prescribed.Case a, RowSpace found) {
    return Prescribed.spectralNorm(
        Blas.multiply(Blas.Op.TRANSPOSED, a.transposed(), Blas.Op.NONE, found.nullBasis()));
  }

  private static void assertWellFormed(RowSpace found, RowSpaceMethod method, int l, long rows) {
    assertThat(found.method()).isEqualTo(method.name());
    assertThat(found.order()).isEqualTo(l);
    assertThat(found.rows()).isEqualTo(rows);
    assertThat(found.rank() + found.nullity()).isEqualTo(l);
    assertThat(found.nullBasis().rows()).isEqualTo(l);
    assertThat(found.nullBasis().columns()).isEqualTo(found.nullity());
    assertThat(Prescribed.orthonormalityError(found.nullBasis())).isLessThan(l * EPSILON + EPSILON);
    double[] descending = found.singularValues();
    for (int i = 1; i < descending.length; i++) {
      assertThat(descending[i]).isBetween(0.0, descending[i - 1]);
    }
  }

  @ParameterizedTest
  @MethodSource("factorCases")
  void factorsOfASeeTwelveDecades(RowSpaceMethod method, int[] shape, double min) {
    Prescribed.Case a =
        Prescribed.matrix(shape[0], shape[1], Prescribed.geometric(shape[2], min), 7);
    double bound = Math.max(shape[0], shape[1]) * EPSILON;

    RowSpace found = method.decide(inPieces(method, a.transposed()));

    assertWellFormed(found, method, shape[1], shape[0]);
    assertThat(found.rank()).isEqualTo(shape[2]);
    assertThat(found.verdict()).isEqualTo(Verdict.CLEAR);
    assertThat(found.tolerance()).isEqualTo(bound);
    assertThat(found.gap()).isBetween(min / bound, min / EPSILON * 1.001);
    assertThat(found.singularValues()).hasSize(Math.min(shape[0], shape[1]));
    for (int i = 0; i < found.singularValues().length; i++) {
      double expected = i < shape[2] ? a.sigma()[i] : 0;
      assertThat(Math.abs(found.singularValues()[i] - expected)).isLessThan(bound);
    }
    assertThat(residual(a, found)).isLessThan(bound);
    assertThat(Prescribed.sineOfLargestAngle(found.nullBasis(), a.nullSpace()))
        .isLessThan(bound / min);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-6})
  void gramIsRightDownToAMillionth(double min) {
    for (int[] shape : SHAPES) {
      Prescribed.Case a =
          Prescribed.matrix(shape[0], shape[1], Prescribed.geometric(shape[2], min), 7);
      double bound = Math.max(shape[0], shape[1]) * EPSILON;

      RowSpace found = new Gram().decide(inPieces(new Gram(), a.transposed()));

      assertWellFormed(found, new Gram(), shape[1], shape[0]);
      assertThat(found.rank()).isEqualTo(shape[2]);
      assertThat(found.tolerance()).isEqualTo(Math.sqrt(shape[1] * EPSILON));
      if (found.nullity() > 0) {
        assertThat(found.verdict()).isEqualTo(Verdict.CLEAR);
        assertThat(found.gap()).isBetween(10.0, min / Math.sqrt(EPSILON) * 1.001);
      }
      assertThat(found.singularValues()).hasSize(shape[1]);
      for (int i = 0; i < shape[2]; i++) {
        double sigma = a.sigma()[i];
        assertThat(Math.abs(found.singularValues()[i] - sigma)).isLessThan(bound / sigma);
      }
      assertThat(residual(a, found)).isLessThan(bound / min);
      assertThat(Prescribed.sineOfLargestAngle(found.nullBasis(), a.nullSpace()))
          .isLessThan(bound / (min * min));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 1e-10, 1e-12})
  void gramSaysWhatItCannotTell(double min) {
    for (int[] shape : SHAPES) {
      Prescribed.Case a =
          Prescribed.matrix(shape[0], shape[1], Prescribed.geometric(shape[2], min), 7);
      RowSpace found = new Gram().decide(inPieces(new Gram(), a.transposed()));
      assertWellFormed(found, new Gram(), shape[1], shape[0]);
      assertThat(found.verdict()).isEqualTo(Verdict.NO_SPECTRAL_GAP);
      assertThat(found.gap()).isLessThan(RowSpace.CLEAR_GAP);
      // What it calls null is null to its own tolerance (the values cut are below it).
      assertThat(residual(a, found)).isLessThan(2 * found.tolerance());
    }
  }

  /** √(120·ε) = 1.6e-7: the smallest value 1e-6 is kept, but noise may reach almost as high. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-6})
  void gramOfFullRankIsClearOnlyFarFromTheCut(double min) {
    Prescribed.Case a = Prescribed.matrix(300, 120, Prescribed.geometric(120, min), 7);
    RowSpace found = new Gram().decide(inPieces(new Gram(), a.transposed()));
    assertThat(found.rank()).isEqualTo(120);
    assertThat(found.gap()).isCloseTo(min / found.tolerance(), within(0.01));
    assertThat(found.verdict()).isEqualTo(min == 1e-4 ? Verdict.CLEAR : Verdict.NO_SPECTRAL_GAP);
  }

  private static org.assertj.core.data.Percentage within(double ratio) {
    return org.assertj.core.data.Percentage.withPercentage(100 * ratio);
  }

  @ParameterizedTest
  @MethodSource("factorMethods")
  void aSpectrumThatRunsIntoTheNoiseHasNoGap(RowSpaceMethod method) {
    Prescribed.Case a = Prescribed.matrix(60, 80, Prescribed.geometric(60, 1e-18), 3);
    RowSpace found = method.decide(inPieces(method, a.transposed()));
    assertThat(found.verdict()).isEqualTo(Verdict.NO_SPECTRAL_GAP);
    assertThat(found.rank()).isBetween(40, 50); // 80·ε = 1.8e-14 is the 46th of 60 over 18 decades
  }

  @ParameterizedTest
  @MethodSource("factorMethods")
  void seesWhatStandsAboveTheRoundingUnit(RowSpaceMethod method) {
    double[] sigma = {1, 0.5, 4e-15};
    RowSpace found = new Tsqr(1e-15).decide(factor(new Tsqr(), diagonalRotated(sigma), 2));
    assertThat(found.rank()).isEqualTo(3);
    assertThat(method.decide(factor(method, diagonalRotated(sigma), 2)).rank()).isEqualTo(3);
  }

  /** Aᵀ of order 5. */
  private static Matrix diagonalRotated(double[] sigma) {
    return Prescribed.matrix(4, 5, sigma, 11).transposed();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyRankFromNoneToAll(RowSpaceMethod method) {
    for (int l : new int[] {1, 2, 3, 7}) {
      for (int rank = 0; rank <= l; rank++) {
        double[] sigma = new double[Math.max(1, rank)];
        java.util.Arrays.fill(sigma, rank == 0 ? 0 : 3e5);
        Prescribed.Case a = Prescribed.matrix(l, l, sigma, 100 * l + rank);
        RowSpace found = method.decide(inPieces(method, a.transposed()));
        assertWellFormed(found, method, l, l);
        assertThat(found.rank()).isEqualTo(rank);
        assertThat(found.verdict()).isEqualTo(Verdict.CLEAR);
        if (rank > 0) {
          assertThat(found.gap()).isFinite().isGreaterThan(1e6);
          assertThat(Prescribed.sineOfLargestAngle(found.nullBasis(), a.nullSpace()))
              .isLessThan(10 * l * EPSILON);
        } else {
          assertThat(found.gap()).isEqualTo(Double.POSITIVE_INFINITY);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noRowsLeaveEverythingNull(RowSpaceMethod method) {
    RowSpace found = method.decide(method.empty(5));
    assertWellFormed(found, method, 5, 0);
    assertThat(found.rank()).isZero();
    assertThat(found.verdict()).isEqualTo(Verdict.CLEAR);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void scaleDoesNotMatter(RowSpaceMethod method) {
    for (double scale : new double[] {1e-60, 1e60}) {
      double[] sigma = {scale, 1e-2 * scale, 1e-4 * scale};
      RowSpace found = method.decide(factor(method, diagonalRotated(sigma), 2));
      assertThat(found.rank()).isEqualTo(3);
      assertThat(found.verdict()).isEqualTo(Verdict.CLEAR);
    }
  }

  /** Powers of two, so that tolerance·σ_max and the values found carry no rounding. */
  @ParameterizedTest
  @ValueSource(strings = {"gram", "tsqr", "smallSide"})
  void rankCountsStrictlyAboveTheTolerance(String name) {
    double tolerance = 0x1p-10;
    RowSpaceMethod method =
        switch (name) {
          case "gram" -> new Gram(tolerance);
          case "tsqr" -> new Tsqr(tolerance);
          default -> new SmallSide(tolerance);
        };
    double cut = 4 * tolerance;
    assertThat(decide(method, diagonal(3, 4, Math.nextDown(cut))).rank()).isEqualTo(1);
    assertThat(decide(method, diagonal(3, 4, cut)).rank()).isEqualTo(1);
    assertThat(decide(method, diagonal(3, 4, Math.nextUp(cut))).rank()).isEqualTo(2);
    assertThat(decide(method, diagonal(3, 4, cut)).tolerance()).isEqualTo(tolerance);
    assertThat(decide(method, diagonal(3, 4, cut)).gap()).isEqualTo(1024);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void entriesThatAreNotFiniteAreRefused(RowSpaceMethod method) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> decide(method, diagonal(3, 1, bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("finite");
    }
  }
}
