package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Moments of a widened layer without the old neurons' products, against the full pass. */
class WideningPassTest {
  /** Sums of 50 products of numbers of order one: 50ε, and some tens of ε in each factor. */
  private static final double ROUNDING = 1e-12;

  private static final int ESSENCES = 3;
  private static final Rows ROWS = Rows.random(50, 4, ESSENCES, true, 1);
  private static final SampleStore STORE = ROWS.store(3, 7, false);

  static List<HiddenStack> stacks() {
    List<HiddenStack> stacks = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      stacks.add(ByHand.random(activation, 1, 4, 9).stack());
      stacks.add(ByHand.random(activation, 2, 4, 3, 9).stack());
      stacks.add(ByHand.random(activation, 3, 4, 5, 2, 9).stack());
    }
    return stacks;
  }

  /** The same layers with only the first neurons of the last. */
  static HiddenStack first(HiddenStack stack, int neurons) {
    List<Layer> layers = new ArrayList<>(stack.layers());
    Layer last = layers.remove(layers.size() - 1);
    layers.add(
        ByHand.layer(
            Arrays.copyOf(ByHand.rows(last), neurons), Arrays.copyOf(last.biases(), neurons)));
    return new HiddenStack(layers, stack.activation());
  }

  private static Moments full(HiddenStack stack) {
    return STORE.aggregate(new MomentsPass(stack, ESSENCES, null)).training();
  }

  private static Moments tail(HiddenStack stack, int before) {
    return STORE.aggregate(new WideningPass(stack, before, ESSENCES, GradientRows.ALL));
  }

  private static void assertSame(Moments actual, Moments expected) {
    assertThat(KeptMoments.arrays(actual, "").keySet())
        .isEqualTo(KeptMoments.arrays(expected, "").keySet());
    KeptMoments.arrays(expected, "")
        .forEach(
            (name, numbers) ->
                assertClose(KeptMoments.arrays(actual, "").get(name), numbers, ROUNDING));
  }

  private static void assertKept(Moments wide, Moments narrow) {
    double[] values = narrow.values().values();
    double[] slopes = narrow.slopes().values();
    assertThat(Arrays.copyOf(wide.values().values(), values.length)).containsExactly(values);
    assertThat(Arrays.copyOf(wide.slopes().values(), slopes.length)).containsExactly(slopes);
    for (int v = 0; v < ESSENCES; v++) {
      assertThat(Arrays.copyOf(wide.valueSum(v), narrow.width()))
          .containsExactly(narrow.valueSum(v));
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void isTheFullPassAndKeepsWhatWasThereBitForBit(HiddenStack stack) {
    for (int before : new int[] {1, 4, 8}) {
      Moments narrow = full(first(stack, before));
      Moments wide = WideningPass.joined(narrow, tail(stack, before));
      assertSame(wide, full(stack));
      assertKept(wide, narrow);
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void gradientsOfOldNeuronsStayAsTheyAre(HiddenStack stack) {
    HiddenStack narrowStack = first(stack, 5);
    Moments narrow = full(narrowStack);
    narrow.toGradientGram(narrowStack);
    Moments wide = WideningPass.joined(narrow, tail(stack, 5));
    wide.toGradientGram(stack, 5);
    Moments expected = full(stack);
    expected.toGradientGram(stack);
    assertSame(wide, expected);
    assertKept(wide, narrow);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void canBeWidenedTwice(HiddenStack stack) {
    HiddenStack middle = first(stack, 6);
    Moments twice =
        WideningPass.joined(
            WideningPass.joined(full(first(stack, 2)), tail(middle, 2)), tail(stack, 6));
    assertSame(twice, full(stack));
  }

  @Test
  void tilesJoinToTheWhole() {
    Moments whole = tail(stacks().get(0), 4);
    for (int ranges : new int[] {1, 2, 5}) {
      assertSame(Tiles.join(new ArrayList<>(Tiles.split(whole, ranges))), whole);
    }
    HiddenStack wide = ByHand.random(Activation.SIGMOID, 1, 1, 6000).stack();
    WideningPass pass = new WideningPass(wide, 3000, ESSENCES, GradientRows.ALL);
    // 13.5 million numbers of each triangle are 216 MB together; all 18 million are 288 MB.
    assertThat(pass.tiles()).isEqualTo(1);
    assertThat(new WideningPass(wide, 1, ESSENCES, GradientRows.ALL).tiles()).isEqualTo(2);
  }

  @Test
  void whatDoesNotContinueIsRefused() {
    HiddenStack stack = stacks().get(0);
    Moments tail = tail(stack, 4);
    assertThatThrownBy(() -> WideningPass.joined(full(first(stack, 5)), tail))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected the columns after neuron 5");
    Moments ofFewer =
        ROWS.select(i -> i > 3)
            .store()
            .aggregate(new MomentsPass(first(stack, 4), ESSENCES, null))
            .training();
    assertThatThrownBy(() -> WideningPass.joined(ofFewer, tail))
        .isInstanceOf(IllegalArgumentException.class);
    for (int before : new int[] {0, 9}) {
      assertThatThrownBy(() -> new WideningPass(stack, before, ESSENCES, GradientRows.ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 1..8");
    }
  }

  /** 2·l·m for the forward pass, l² - before² for F and for each of E's equations of a sample. */
  @Test
  void itsSizeByHand() {
    HiddenStack flat = ByHand.random(Activation.SIGMOID, 1, 4, 9).stack();
    assertThat(new WideningPass(flat, 5, ESSENCES, GradientRows.ALL).inWords(1e9))
        .isEqualTo("5 to 9 neurons, 184 GFLOP"); // 2·9·4 + 2·(81 - 25) a sample
    // 2·(3·4 + 9·3), 2·9·3·3 for the factor of three columns, and (1 + 3/2)·(81 - 25).
    HiddenStack deep = ByHand.random(Activation.SIGMOID, 1, 4, 3, 9).stack();
    GradientRows half = new GradientRows(GradientRows.Kind.SOME, null, 0.5);
    assertThat(new WideningPass(deep, 5, ESSENCES, half).inWords(1e9))
        .isEqualTo("5 to 9 neurons, 380 GFLOP");
  }
}
