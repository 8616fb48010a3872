package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.Qr;
import org.extremum.verification.Definiteness.Extremes;
import org.junit.jupiter.api.Test;

/** The ends of prescribed spectra, and against dense eigenvalues. */
class LanczosTest {
  private static Extremes run(
      Matrix a, java.util.function.Predicate<Extremes> enough, int[] steps) {
    int n = a.rows();
    try (Lanczos lanczos = new Lanczos(n)) {
      return lanczos.run(
          (x, into) -> {
            steps[0]++;
            try (Matrix vector = Matrix.ofColumnMajor(n, 1, x);
                Matrix product = Blas.multiply(a, vector)) {
              product.getColumns(0, 1, into, 0);
            }
          },
          new Random(5).doubles(n, -1, 1).toArray(),
          enough);
    }
  }

  private static Definiteness decide(Matrix a, int[] steps) {
    return Definiteness.of(run(a, ends -> Definiteness.of(ends) != Definiteness.UNKNOWN, steps));
  }

  /** Q·diag(values)·Qᵀ with a random orthogonal Q. */
  private static Matrix prescribed(double... values) {
    int n = values.length;
    Random random = new Random(n);
    try (Matrix gaussian = Matrix.zeros(n, n)) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gaussian.set(i, j, random.nextGaussian());
        }
      }
      try (Qr qr = Lapack.qr(gaussian.copy());
          Matrix q = Matrix.identity(n)) {
        qr.multiplyInto(q);
        try (Matrix scaled = q.copy()) {
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              scaled.set(i, j, q.get(i, j) * values[j]);
            }
          }
          return Blas.multiply(Blas.Op.NONE, scaled, Blas.Op.TRANSPOSED, q);
        }
      }
    }
  }

  private static double[] spaced(int n, double from, double to) {
    double[] values = new double[n];
    java.util.Arrays.setAll(values, k -> from + (to - from) * k / (n - 1));
    return values;
  }

  @Test
  void endsOfDenseSpectra() {
    Random random = new Random(3);
    for (int n : new int[] {1, 2, 7, 100}) {
      try (Matrix a = Matrix.zeros(n, n)) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j <= i; j++) {
            a.set(i, j, random.nextGaussian());
            a.set(j, i, a.get(i, j));
          }
        }
        Extremes ends = run(a, never -> false, new int[1]);
        double[] dense = Lapack.symmetricEigen(a);
        double largest = Math.max(Math.abs(dense[0]), Math.abs(dense[n - 1]));
        assertThat(ends.least()).isCloseTo(dense[0], within(1e-12 * largest));
        assertThat(ends.greatest()).isCloseTo(dense[n - 1], within(1e-12 * largest));
        assertThat(ends.leastResidual()).isLessThan(1e-10 * largest);
      }
    }
  }

  @Test
  void residualsBoundTheDistanceToAnEigenvalueAtEveryStep() {
    double[] values = spaced(80, -1, 3);
    try (Matrix a = prescribed(values)) {
      int[] seen = new int[1];
      run(
          a,
          ends -> {
            seen[0]++;
            assertThat(nearest(values, ends.least()))
                .isLessThanOrEqualTo(ends.leastResidual() + 1e-13);
            assertThat(nearest(values, ends.greatest()))
                .isLessThanOrEqualTo(ends.greatestResidual() + 1e-13);
            assertThat(ends.least()).isGreaterThan(-1 - 1e-13);
            assertThat(ends.greatest()).isLessThan(3 + 1e-13);
            return false;
          },
          new int[1]);
      assertThat(seen[0]).isGreaterThan(5);
    }
  }

  private static double nearest(double[] values, double x) {
    return java.util.Arrays.stream(values).map(v -> Math.abs(v - x)).min().orElseThrow();
  }

  @Test
  void aSaddleIsSeenAtOnce() {
    int[] steps = new int[1];
    try (Matrix a = prescribed(spaced(200, -1, 1))) {
      assertThat(decide(a, steps)).isEqualTo(Definiteness.NEITHER);
    }
    assertThat(steps[0]).isLessThan(6);
  }

  /** The mean of the eigenvalues is far from zero and the first residual small: no early claim. */
  @Test
  void oneEigenvalueOfTheWrongSignIsNotOverlooked() {
    double[] values = spaced(200, 1, 1.1);
    values[77] = -1e-3;
    try (Matrix a = prescribed(values)) {
      assertThat(decide(a, new int[1])).isEqualTo(Definiteness.NEITHER);
    }
  }

  @Test
  void definiteSpectra() {
    try (Matrix positive = prescribed(spaced(150, 1e-4, 2));
        Matrix negative = prescribed(spaced(150, -2, -1e-4))) {
      assertThat(decide(positive, new int[1])).isEqualTo(Definiteness.POSITIVE);
      assertThat(decide(negative, new int[1])).isEqualTo(Definiteness.NEGATIVE);
    }
  }

  @Test
  void semiDefiniteIsNotDefinite() {
    double[] values = spaced(120, 0.5, 2);
    values[3] = 0;
    try (Matrix a = prescribed(values);
        Matrix zero = Matrix.zeros(90, 90)) {
      assertThat(decide(a, new int[1])).isIn(Definiteness.NEITHER, Definiteness.UNKNOWN);
      assertThat(decide(zero, new int[1])).isEqualTo(Definiteness.NEITHER);
    }
  }

  @Test
  void multiplesOfTheIdentityEndAtOnce() {
    int[] steps = new int[1];
    try (Matrix a = prescribed(spaced(100, 3, 3))) {
      assertThat(decide(a, steps)).isEqualTo(Definiteness.POSITIVE);
    }
    assertThat(steps[0]).isLessThanOrEqualTo(2);
  }

  /** Eigenvalues crowd at zero, order above the steps: nothing is claimed. */
  @Test
  void stepsSpentIsNoClaim() {
    int n = Lanczos.STEPS + 100;
    double[] values = new double[n];
    java.util.Arrays.setAll(values, k -> Math.pow(10, -12.0 * k / (n - 1)));
    int[] steps = new int[1];
    Extremes ends;
    try (Matrix a = Matrix.zeros(n, n)) {
      for (int k = 0; k < n; k++) {
        a.set(k, k, values[k]);
      }
      ends = run(a, e -> Definiteness.of(e) != Definiteness.UNKNOWN, steps);
    }
    assertThat(steps[0]).isLessThanOrEqualTo(Lanczos.STEPS);
    assertThat(Definiteness.of(ends)).isNotIn(Definiteness.POSITIVE, Definiteness.NEGATIVE);
  }

  @Test
  void definitenessAtTheTolerance() {
    double edge = Definiteness.TOLERANCE;
    assertThat(Definiteness.of(new double[] {edge, 1})).isEqualTo(Definiteness.NEITHER);
    assertThat(Definiteness.of(new double[] {Math.nextUp(edge), 1}))
        .isEqualTo(Definiteness.POSITIVE);
    assertThat(Definiteness.of(new double[] {-1, -edge})).isEqualTo(Definiteness.NEITHER);
    assertThat(Definiteness.of(new double[] {-1, -Math.nextUp(edge)}))
        .isEqualTo(Definiteness.NEGATIVE);
    assertThat(Definiteness.of(new double[] {0})).isEqualTo(Definiteness.NEITHER);
    assertThat(Definiteness.of(new double[] {-1e-300})).isEqualTo(Definiteness.NEGATIVE);
    // A residual that leaves the sign open.
    assertThat(Definiteness.of(new Extremes(0.5, 0.6, 1, 0))).isEqualTo(Definiteness.UNKNOWN);
    assertThat(Definiteness.of(new Extremes(0.5, 1e-3, 1, 0))).isEqualTo(Definiteness.UNKNOWN);
    assertThat(Definiteness.of(new Extremes(0.5, 1e-12, 1, 0.3))).isEqualTo(Definiteness.POSITIVE);
    assertThat(Definiteness.of(new Extremes(-1, 0.3, -0.5, 1e-12)))
        .isEqualTo(Definiteness.NEGATIVE);
    assertThat(Definiteness.of(new Extremes(-1, 0, 0.5, 9))).isEqualTo(Definiteness.NEITHER);
  }
}
