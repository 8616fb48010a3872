package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products in single precision against the same in double. */
class FloatMomentsTest {
  /** Sums of products of numbers up to 1, in 24 bits, beside the largest entry. */
  private static final double SINGLE = 1e-6;

  private static final int ESSENCES = 3;
  private static final Rows ROWS = Rows.random(2500, 4, ESSENCES, true, 1);

  private static MomentsPass pass(ByHand network, Precision precision) {
    return new MomentsPass(network.stack(), ESSENCES, null, null, GradientRows.ALL, precision);
  }

  private static void assertMoments(ByHand network, SampleStore store) {
    Moments exact = store.aggregate(pass(network, Precision.DOUBLE)).training();
    Moments single = store.aggregate(pass(network, Precision.FLOAT)).training();
    assertClose(single.values().values(), exact.values().values(), SINGLE);
    assertClose(single.slopes().values(), exact.slopes().values(), SINGLE);
    for (int v = 0; v < ESSENCES; v++) {
      assertClose(single.valueSum(v), exact.valueSum(v), SINGLE);
      assertThat(single.weight(v)).isEqualTo(exact.weight(v));
      assertThat(single.count(v)).isEqualTo(exact.count(v));
    }
    assertThat(single.values().values())
        .as("it is another way")
        .isNotEqualTo(exact.values().values());
  }

  @ParameterizedTest
  @EnumSource
  void sumsAreThoseOfDoublePrecision(Activation activation) {
    assertMoments(ByHand.random(activation, 1, 4, 9), ROWS.store(2, 300, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1024, 2500})
  void blocksOfAnySizeAndSparseOnes(int blockSize) {
    Rows rows = blockSize == 1 ? Rows.random(70, 4, ESSENCES, true, 2) : ROWS;
    assertMoments(ByHand.random(Activation.SIGMOID, 1, 4, 9), rows.store(1, blockSize, true));
  }

  /** Many equal samples: what is common to all is not in the products, so nothing of it is lost. */
  @Test
  void whatIsCommonToAllSamplesIsNotRounded() {
    ByHand network = ByHand.random(Activation.SIGMOID, 1, 4, 9);
    Rows rows = Rows.random(2000, 4, ESSENCES, false, 3);
    for (double[] surface : rows.surfaces()) {
      for (int j = 0; j < surface.length; j++) {
        surface[j] *= 1e-3;
      }
    }
    SampleStore store = rows.store();
    Moments exact = store.aggregate(pass(network, Precision.DOUBLE)).training();
    Moments single = store.aggregate(pass(network, Precision.FLOAT)).training();
    // d is of the order of 1e-3, so are errors of 24 bits of the largest entry.
    assertClose(single.values().values(), exact.values().values(), 1e-3 * SINGLE);
  }

  /** The bound is for what 300 neurons gather over 2500 samples, and is not far from it. */
  @Test
  void theBoundOfWhatIsRoundedHolds() {
    ByHand network = ByHand.random(Activation.SIGMOID, 1, 4, 300);
    SampleStore store = ROWS.store();
    Moments exact = store.aggregate(pass(network, Precision.DOUBLE)).training();
    Moments single = store.aggregate(pass(network, Precision.FLOAT)).training();
    FloatRounding bound = FloatRounding.of(List.of(single), network.stack(), GradientRows.ALL);
    double values = norm(difference(single.values(), exact.values()));
    double slopes =
        norm(
            difference(
                single.toGradientGram(network.stack()), exact.toGradientGram(network.stack())));
    assertThat(values).isBetween(bound.values() / 1000, bound.values());
    assertThat(slopes).isBetween(bound.slopes() / 1000, bound.slopes());
    assertThat(bound.with(0.6)).isEqualTo(bound.values() + 0.18 * bound.slopes());
  }

  /** 2u·k/√φ·√(max D·ΣD), D_k = Σω(h_k - h_k(0))², and Σωc_k²·‖w_k‖² for the slopes. */
  @Test
  void theBoundByHand() {
    ByHand network = ByHand.random(Activation.SIGMOID, 1, 4, 9);
    Rows rows = Rows.random(50, 4, ESSENCES, true, 3);
    Moments moments = rows.store().aggregate(pass(network, Precision.DOUBLE)).training();
    FloatRounding bound = FloatRounding.of(List.of(moments), network.stack(), GradientRows.ALL);
    double[] atZero = network.h(new double[4]);
    double[] values = new double[9];
    double[] slopes = new double[9];
    for (int i = 0; i < rows.size(); i++) {
      double[] h = network.h(rows.surfaces()[i]);
      double[] c = network.c(rows.surfaces()[i]);
      for (int k = 0; k < 9; k++) {
        double w = Arrays.stream(network.weights()[0][k]).map(x -> x * x).sum();
        values[k] += rows.weights()[i] * (h[k] - atZero[k]) * (h[k] - atZero[k]);
        slopes[k] += rows.weights()[i] * c[k] * c[k] * w;
      }
    }
    double each = 2 * 0x1p-24 * 1024 / Math.sqrt(50);
    // The centre is h(0) to 24 bits.
    assertThat(bound.values()).isCloseTo(each * root(values), withinPercentage(1e-3));
    assertThat(bound.slopes()).isCloseTo(each * root(slopes), withinPercentage(1e-3));
  }

  private static double root(double[] d) {
    return Math.sqrt(Arrays.stream(d).max().orElseThrow() * Arrays.stream(d).sum());
  }

  @Test
  void precisionsHaveTheOptionsNames() {
    assertThat(Precision.named("float")).isSameAs(Precision.FLOAT);
    assertThat(Precision.named("double")).isSameAs(Precision.DOUBLE);
  }

  private static PackedSymmetric difference(PackedSymmetric a, PackedSymmetric b) {
    PackedSymmetric difference = a.copy();
    difference.add(-1, b);
    return difference;
  }

  /** The spectral norm, by power iteration from below. */
  private static double norm(PackedSymmetric a) {
    double[] x = new double[a.order()];
    Arrays.setAll(x, k -> 1 + Math.sin(k));
    double norm = 0;
    for (int step = 0; step < 100; step++) {
      double[] y = a.times(x);
      norm = 0;
      for (double value : y) {
        norm += value * value;
      }
      norm = Math.sqrt(norm);
      for (int k = 0; k < x.length; k++) {
        x[k] = y[k] / norm;
      }
    }
    return norm;
  }

  @Test
  void deeperStacksAreRefused() {
    ByHand deep = ByHand.random(Activation.SIGMOID, 1, 4, 5, 9);
    for (Precision precision : List.of(Precision.FLOAT)) {
      assertThatThrownBy(() -> pass(deep, precision))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one hidden layer");
    }
  }
}
