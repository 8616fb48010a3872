package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralBoundTest {
  /** ‖Wᵀ diag(f) W‖₂ from the m × m matrix, by hand. */
  private static double norm(double[][] w, double[] f) {
    int m = w[0].length;
    try (Matrix square = Matrix.zeros(m, m)) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          double sum = 0;
          for (int k = 0; k < f.length; k++) {
            sum += w[k][i] * f[k] * w[k][j];
          }
          square.set(i, j, sum);
        }
      }
      return Lapack.symmetricEigen(square)[m - 1];
    }
  }

  @ParameterizedTest
  @CsvSource({"5,9", "9,5", "6,6", "1,4", "4,1", "40,30"})
  void neverBelowTheNorm(int l, int m) {
    Random random = new Random(l + 100L * m);
    for (int n = 0; n < 50; n++) {
      double[][] w = ByHand.gaussian(random, l, m, 1);
      double[] f = random.doubles(l).toArray();
      f[random.nextInt(l)] = 0;
      double norm = norm(w, f);
      double trace = 0;
      for (int k = 0; k < l; k++) {
        for (double value : w[k]) {
          trace += f[k] * value * value;
        }
      }
      try (Matrix weights = Matrix.ofRows(w)) {
        // The reference rounds too: 1e-14 of the largest eigenvalue.
        assertThat(new SpectralBound(weights).of(f))
            .isBetween(norm * (1 - 1e-14), norm * (1 + 1e-10));
        assertThat(new SpectralBound(weights, 0).of(f))
            .isBetween(norm * (1 - 1e-14), trace * (1 + 1e-10));
        java.util.Arrays.fill(f, 1);
        double whole = Math.sqrt(norm(w, f));
        assertThat(new SpectralBound(weights).norm())
            .isBetween(whole * (1 - 1e-14), whole * (1 + 1e-10));
      }
    }
  }

  /** Rows that point the same way: the trace is the norm; rows far apart: the sums are better. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void cheapBoundsThatAreReached(boolean parallel) {
    double[][] w = new double[7][7];
    double[] f = new double[7];
    for (int k = 0; k < 7; k++) {
      w[k][parallel ? 0 : k] = 2;
      f[k] = 0.5;
    }
    try (Matrix weights = Matrix.ofRows(w)) {
      double expected = parallel ? 14 : 2;
      assertThat(new SpectralBound(weights, 0).of(f)).isBetween(expected, expected * (1 + 1e-10));
    }
  }
}
