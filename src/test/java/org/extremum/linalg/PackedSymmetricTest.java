package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedSymmetricTest {
  private static PackedSymmetric random(int order, long seed) {
    Random random = new Random(seed);
    PackedSymmetric m = PackedSymmetric.zeros(order);
    for (int k = 0; k < m.values().length; k++) {
      m.values()[k] = random.nextGaussian();
    }
    return m;
  }

  private static double[] vector(int length, long seed) {
    return Prescribed.gaussian(length, 1, new Random(seed)).toArray();
  }

  /** Panels are 256 columns wide: one, exactly one, just more, two, just more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 255, 256, 257, 512, 513})
  void entrywiseGramProductAgreesWithExplicitLoops(int order) {
    PackedSymmetric m = random(order, 1);
    PackedSymmetric before = m.copy();
    Matrix w = Prescribed.gaussian(order, 3, new Random(2));
    m.multiplyEntrywiseByGramOf(w, 0);
    double worst = 0;
    for (int j = 0; j < order; j++) {
      for (int i = 0; i <= j; i++) {
        double product = 0;
        for (int q = 0; q < 3; q++) {
          product += w.get(i, q) * w.get(j, q);
        }
        worst = Math.max(worst, Math.abs(m.get(i, j) - before.get(i, j) * product));
      }
    }
    assertThat(worst).isLessThan(1e-13);
    PackedSymmetric sum = PackedSymmetric.zeros(order);
    sum.addProductWithGramOf(2, before, w); // a doubling rounds nothing
    m.scale(2);
    assertThat(sum.values()).isEqualTo(m.values());
    assertThat(before.values()).isEqualTo(random(order, 1).values());
  }

  /** Below, at and above one panel and two; of no columns at all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 255, 256, 257, 513})
  void productsByPanels(int order) {
    Matrix a = Prescribed.gaussian(order, 3, new Random(2));
    PackedSymmetric product = PackedSymmetric.ofProduct(a);
    for (int j = 0; j < order; j++) {
      for (int i = 0; i <= j; i++) {
        double sum = 0;
        for (int q = 0; q < 3; q++) {
          sum += a.get(i, q) * a.get(j, q);
        }
        assertThat(product.get(i, j)).isCloseTo(sum, within(1e-13)); // three terms of order ten
      }
    }
    assertThat(PackedSymmetric.ofProduct(Matrix.zeros(order, 0)).values()).containsOnly(0);
  }

  /** What the columns before the first one are, they stay; panels begin at that one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 200, 256, 299})
  void entrywiseGramProductFromAColumnOn(int first) {
    PackedSymmetric m = random(300, 1);
    PackedSymmetric all = m.copy();
    PackedSymmetric before = m.copy();
    Matrix w = Prescribed.gaussian(300, 3, new Random(2));
    m.multiplyEntrywiseByGramOf(w, first);
    all.multiplyEntrywiseByGramOf(w, 0);
    for (int j = 0; j < 300; j++) {
      for (int i = 0; i <= j; i++) {
        double expected = (j < first ? before : all).get(i, j);
        // Panels that begin elsewhere may round a sum of three, up to a hundred, otherwise.
        assertThat(m.get(i, j)).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void standsByColumnsOfTheUpperTriangle() {
    PackedSymmetric m = new PackedSymmetric(3, new double[] {1, 2, 3, 4, 5, 6});
    Matrix expected =
        Matrix.ofRows(new double[] {1, 2, 4}, new double[] {2, 3, 5}, new double[] {4, 5, 6});
    assertThat(m.toFull().toArray()).isEqualTo(expected.toArray());
    assertThat(m.get(0, 2)).isEqualTo(4);
    assertThat(m.get(2, 0)).isEqualTo(4);
    assertThat(m.toUpper().toArray()).isEqualTo(new double[] {1, 0, 0, 2, 3, 0, 4, 5, 6});
    assertThat(PackedSymmetric.ofUpper(m.toUpper()).values()).isEqualTo(m.values());
    assertThat(PackedSymmetric.index(0, 60_000)).isEqualTo(1_800_030_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void timesAndQuadraticFormAgreeWithTheFullSquare(int order) {
    PackedSymmetric m = random(order, 3);
    double[] x = vector(order, 4);
    double[] y = m.times(x);
    double form = 0;
    for (int i = 0; i < order; i++) {
      double sum = 0;
      for (int j = 0; j < order; j++) {
        sum += m.get(i, j) * x[j];
        form += x[i] * m.get(i, j) * x[j];
      }
      assertThat(y[i]).isCloseTo(sum, within(1e-12));
    }
    assertThat(m.quadraticForm(x)).isCloseTo(form, within(1e-11));
  }

  @Test
  void sumsScalesAndOuterProducts() {
    PackedSymmetric m = random(6, 5);
    PackedSymmetric other = random(6, 6);
    PackedSymmetric result = m.copy();
    double[] x = vector(6, 7);
    result.add(-2, other);
    result.scale(3);
    result.addOuter(0.5, x);
    result.addToDiagonal(7);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        double expected =
            3 * (m.get(i, j) - 2 * other.get(i, j)) + 0.5 * x[i] * x[j] + (i == j ? 7 : 0);
        assertThat(result.get(i, j)).isCloseTo(expected, within(1e-13));
      }
    }
  }

  @Test
  void norms() {
    PackedSymmetric m = new PackedSymmetric(2, new double[] {1, -5, 2});
    assertThat(m.maxAbs()).isEqualTo(5);
    assertThat(m.frobeniusNorm()).isCloseTo(Math.sqrt(1 + 2 * 25 + 4), within(1e-15));
    assertThat(m.trace()).isEqualTo(3);
    assertThat(PackedSymmetric.zeros(0).maxAbs()).isZero();
    assertThat(new PackedSymmetric(1, new double[] {Double.NaN}).maxAbs()).isNaN();
  }

  @Test
  void copiesAreIndependent() {
    PackedSymmetric m = random(3, 8);
    PackedSymmetric copy = m.copy();
    copy.scale(2);
    assertThat(m.values()).isEqualTo(random(3, 8).values());
  }

  @Test
  void wrongSizesAreRefused() {
    PackedSymmetric m = PackedSymmetric.zeros(3);
    assertThatThrownBy(() -> new PackedSymmetric(3, new double[5]))
        .hasMessageContaining("expected 6 values, got 5");
    assertThatThrownBy(() -> m.add(1, PackedSymmetric.zeros(4)))
        .hasMessageContaining("expected order 3, got 4");
    assertThatThrownBy(() -> m.addOuter(1, new double[2])).hasMessageContaining("got 2");
    assertThatThrownBy(() -> m.times(new double[4])).hasMessageContaining("got 4");
    assertThatThrownBy(() -> m.multiplyEntrywiseByGramOf(Matrix.zeros(2, 3), 0))
        .hasMessageContaining("got 2");
    assertThatThrownBy(() -> PackedSymmetric.ofUpper(Matrix.zeros(3, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackedSymmetric.length(70_000))
        .isInstanceOf(ArithmeticException.class);
  }

  /** Above the size at which loops are cut into ranges. */
  @Test
  void sumsByAllCoresHaveTheBitsOfOne() {
    int order = 400;
    PackedSymmetric a = ofEntries(order, 3);
    PackedSymmetric b = ofEntries(order, 5);
    PackedSymmetric one = a.plus(0.3, b);
    for (int k = 0; k < one.values().length; k++) {
      assertThat(one.values()[k]).isEqualTo(a.values()[k] + 0.3 * b.values()[k]);
    }
    PackedSymmetric all = BlasThreads.onAllCores(() -> a.plus(0.3, b));
    assertThat(all.values()).isEqualTo(one.values());
    PackedSymmetric added = a.copy();
    BlasThreads.onAllCores(
        () -> {
          added.add(0.3, b);
          return added;
        });
    assertThat(added.values()).isEqualTo(one.values());
  }

  @Test
  void severalAreMultipliedForTheCostOfOne() {
    Matrix w = Prescribed.gaussian(300, 5, new java.util.Random(4));
    PackedSymmetric a = ofEntries(300, 3);
    PackedSymmetric b = ofEntries(300, 5);
    PackedSymmetric first = a.copy();
    PackedSymmetric second = b.copy();
    first.multiplyEntrywiseByGramOf(w, 0);
    second.multiplyEntrywiseByGramOf(w, 0);
    PackedSymmetric.multiplyEntrywiseByGramOf(w, 0, java.util.List.of(a, b));
    assertThat(a.values()).isEqualTo(first.values());
    assertThat(b.values()).isEqualTo(second.values());
  }

  private static PackedSymmetric ofEntries(int order, int step) {
    PackedSymmetric matrix = PackedSymmetric.zeros(order);
    for (int k = 0; k < matrix.values().length; k++) {
      matrix.values()[k] = (k * step % 17 - 8) / 7.0;
    }
    return matrix;
  }
}
