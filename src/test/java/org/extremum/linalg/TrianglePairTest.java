package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrianglePairTest {
  private static double distance(PackedSymmetric packed, Matrix a) {
    Matrix expected = Blas.multiply(Blas.Op.NONE, a, Blas.Op.TRANSPOSED, a);
    return Prescribed.distance(packed.toFull(), expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 65})
  void bothSumsAreIndependent(int order) {
    Matrix a = Prescribed.gaussian(order, 7, new Random(1));
    Matrix b = Prescribed.gaussian(order, 5, new Random(2));
    try (TrianglePair pair = new TrianglePair(order)) {
      pair.addToFirst(a);
      assertThat(pair.second().values()).containsOnly(0.0);
      pair.addToSecond(b);
      assertThat(distance(pair.first(), a)).isLessThan(1e-13);
      assertThat(distance(pair.second(), b)).isLessThan(1e-13);
    }
    try (TrianglePair pair = new TrianglePair(order)) {
      pair.addToSecond(b);
      assertThat(pair.first().values()).containsOnly(0.0);
    }
  }

  @Test
  void piecesAddUp() {
    Matrix a = Prescribed.gaussian(4, 9, new Random(3));
    try (TrianglePair pair = new TrianglePair(4)) {
      for (int[] piece : new int[][] {{0, 2}, {2, 2}, {2, 9}}) {
        pair.addToFirst(a.columns(piece[0], piece[1]));
        pair.addToSecond(a.columns(piece[0], piece[1]));
      }
      assertThat(distance(pair.first(), a)).isLessThan(1e-13);
      assertThat(distance(pair.second(), a)).isLessThan(1e-13);
    }
  }

  @Test
  void resultsAreCopies() {
    try (TrianglePair pair = new TrianglePair(2)) {
      pair.first().addToDiagonal(1);
      assertThat(pair.first().values()).containsOnly(0.0);
    }
  }

  @Test
  void operandsOfAnotherOrderAreRefused() {
    try (TrianglePair pair = new TrianglePair(2)) {
      assertThatThrownBy(() -> pair.addToFirst(Matrix.zeros(3, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pair.addToSecond(Matrix.zeros(3, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pair.addToFirst(Matrix.zeros(1, 1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
