package org.extremum.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.linalg.PackedSymmetric;

/** Comparison of arrays, the difference measured against the largest entry expected. */
public final class Close {
  private Close() {}

  /** Fails when an entry differs by more than tolerance·max|expected|. */
  public static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int k = 0; k < expected.length; k++) {
      // Written so that NaN fails.
      assertThat(Math.abs(actual[k] - expected[k]) <= tolerance * largest)
          .as("entry %d: expected %s, got %s", k, expected[k], actual[k])
          .isTrue();
    }
  }

  public static void assertClose(double[][] actual, double[][] expected, double tolerance) {
    assertClose(flat(actual), flat(expected), tolerance);
  }

  /** Against a full square. */
  public static void assertClose(PackedSymmetric actual, double[][] expected, double tolerance) {
    double[][] full = new double[actual.order()][actual.order()];
    for (int i = 0; i < full.length; i++) {
      for (int j = 0; j < full.length; j++) {
        full[i][j] = actual.get(i, j);
      }
    }
    assertClose(full, expected, tolerance);
  }

  /** ‖a - b‖/‖b‖ in the Frobenius norm. */
  public static double distance(PackedSymmetric a, PackedSymmetric b) {
    PackedSymmetric difference = a.copy();
    difference.add(-1, b);
    return difference.frobeniusNorm() / b.frobeniusNorm();
  }

  private static double[] flat(double[][] rows) {
    return java.util.Arrays.stream(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
  }
}
