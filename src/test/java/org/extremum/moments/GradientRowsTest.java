package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Close;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientRowsTest {
  private static final int ESSENCES = 3;
  private static final KeyHistogram.Counting KEYS =
      new KeyHistogram.Counting(7, RowHash.Purpose.GRADIENTS, ESSENCES);
  private static final double ROUNDING = 1e-11; // sums of 3000 products of order 1 to 50

  /** 2000, 985 and 15 rows of the three essences, with weights. */
  private static final Rows ROWS =
      Rows.random(3000, 4, ESSENCES, true, 3)
          .withEssences(
              IntStream.range(0, 3000).map(i -> i < 2000 ? 0 : i < 2985 ? 1 : 2).toArray())
          .shuffled(5);

  private static GradientRows about(long rows) {
    return GradientRows.about(rows, ROWS.store().aggregate(KEYS), KEYS);
  }

  private static int chosen(Rows rows, GradientRows of, int essence) {
    SampleBlock block = rows.dense();
    return (int)
        IntStream.range(0, rows.size())
            .filter(i -> block.essence(i) == essence && of.contains(essence, block.hash(i)))
            .count();
  }

  @Test
  void asManyRowsOfEachEssenceMoreOfAFrequentOneAndAllOfARareOne() {
    GradientRows rows = about(900);
    // 600 and 300 expected: five standard deviations of binomial counts are below 105 and 80.
    assertThat(chosen(ROWS, rows, 0)).isBetween(495, 705);
    assertThat(chosen(ROWS, rows, 1)).isBetween(220, 380);
    assertThat(chosen(ROWS, rows, 2)).isEqualTo(15);
    int all = IntStream.range(0, 3).map(v -> chosen(ROWS, rows, v)).sum();
    assertThat(rows.ofAll()).isEqualTo(all / 3000.0);
    for (int later = ESSENCES; later < ESSENCES + 3; later++) {
      assertThat(rows.contains(later, 123)).as("an essence that came later").isTrue();
      assertThat(rows.factor(later)).isEqualTo(1);
    }
  }

  @Test
  void whereRowsRepeatDifferentOnesAreAboutSoMany() {
    int[] repeated = IntStream.range(0, 60_000).map(i -> i % 3000).toArray();
    Rows rows = Rows.random(3000, 4, 1, false, 9);
    Rows twenty =
        new Rows(
            Arrays.stream(repeated).mapToObj(i -> rows.surfaces()[i]).toArray(double[][]::new),
            new int[60_000],
            rowsOfOnes(60_000));
    var keys = new KeyHistogram.Counting(7, RowHash.Purpose.GRADIENTS, 1);
    GradientRows of = GradientRows.about(600, twenty.store().aggregate(keys), keys);
    // 600 of the 3000 that differ, not 30: the estimate of 20 is right to some per cent.
    assertThat(chosen(rows, of, 0)).isBetween(480, 720);
  }

  private static double[] rowsOfOnes(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Blocks of 100 rows give some 30 slopes each: they are gathered over blocks, and flushed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gradientsAreThoseOfTheChosenRowsTimesWhatEachStandsFor(int depth) {
    ByHand network =
        depth == 1
            ? ByHand.random(Activation.SIGMOID, 9, 4, 8)
            : ByHand.random(Activation.TANH, 9, 4, 5, 8);
    GradientRows some = about(2000);
    var heldOut = new KeyHistogram.Counting(7, RowHash.Purpose.HELD_OUT, ESSENCES);
    KeyedShare share = ROWS.store().aggregate(heldOut).share(heldOut, 0.2);
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, share, null, some);
    for (int blockSize : new int[] {100, 4000}) {
      MomentsPair pair = ROWS.store(1, blockSize, false).aggregate(pass);
      SampleBlock block = ROWS.dense();
      for (boolean held : new boolean[] {false, true}) {
        Rows part = ROWS.select(i -> share.contains(block.essence(i), block.hash(i)) == held);
        Moments moments = held ? pair.heldOut() : pair.training();
        assertClose(moments.values(), network.valueGram(part));
        Rows summed = weighted(part, some);
        assertThat(summed.size()).isBetween(1, part.size() - 1);
        assertClose(moments.toGradientGram(network.stack()), network.gradientGram(summed));
      }
    }
  }

  /** The chosen rows with the weights that make their sum unbiased. */
  private static Rows weighted(Rows rows, GradientRows some) {
    SampleBlock block = rows.dense();
    SampleBlock weighted = some.weighted(block);
    double[] weights = new double[rows.size()];
    Arrays.setAll(weights, weighted::weight);
    return new Rows(rows.surfaces(), rows.essences(), weights)
        .select(i -> some.contains(block.essence(i), block.hash(i)));
  }

  @Test
  void whatRowsStandForSumsToAboutAll() {
    Rows chosen = weighted(ROWS, about(900));
    double all = Arrays.stream(ROWS.weights()).sum();
    // Relative deviation of a mean of 600 weights is below 3 %; four of them.
    assertThat(Arrays.stream(chosen.weights()).sum()).isCloseTo(all, within(0.12 * all));
  }

  @Test
  void widenedLikeAWholePass() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    GradientRows some = about(900);
    Moments whole =
        ROWS.store()
            .aggregate(new MomentsPass(network.stack(), ESSENCES, null, null, some))
            .training();
    Moments tail = ROWS.store().aggregate(new WideningPass(network.stack(), 3, ESSENCES, some));
    Moments narrow =
        ROWS.store()
            .aggregate(
                new MomentsPass(
                    WideningPassTest.first(network.stack(), 3), ESSENCES, null, null, some))
            .training();
    assertClose(WideningPass.joined(narrow, tail).slopes().values(), whole.slopes().values());
  }

  /** One block and several: with the first no square is made. */
  @ParameterizedTest
  @CsvSource({
    "DOUBLE, 1, 1, 4000",
    "DOUBLE, 1, 3, 500",
    "DOUBLE, 2, 1, 4000",
    "DOUBLE, 2, 3, 500",
    "FLOAT, 1, 3, 500"
  })
  void whereNoRowIsChosenValuesStayAndThereIsNoE(
      Precision precision, int depth, int partitions, int blockSize) {
    ByHand network =
        depth == 1
            ? ByHand.random(Activation.SIGMOID, 9, 4, 8)
            : ByHand.random(Activation.TANH, 9, 4, 5, 8);
    Moments[] of = new Moments[2];
    MomentsPass[] pass = new MomentsPass[2];
    for (int k = 0; k < 2; k++) {
      GradientRows rows = k == 0 ? GradientRows.ALL : GradientRows.NONE;
      pass[k] = new MomentsPass(network.stack(), ESSENCES, null, null, rows, precision);
      of[k] = ROWS.store(partitions, blockSize, false).aggregate(pass[k]).training();
    }
    assertThat(of[1].values().values()).isEqualTo(of[0].values().values());
    assertThat(of[1].valueSum()).isEqualTo(of[0].valueSum());
    assertThat(of[0].slopes().values()).isNotEmpty();
    assertThat(of[1].slopes).isEmpty();
    assertThat(pass[0].wireBytes() - pass[1].wireBytes()).isEqualTo(8 * 8 * 9 / 2);
    assertThat(pass[1].runningBytes()).isLessThan(pass[0].runningBytes());
  }

  @Test
  void noRowIsNotEveryRow() {
    assertThat(GradientRows.NONE.all()).isFalse();
    assertThat(GradientRows.ALL.none()).isFalse();
    assertThatThrownBy(GradientRows.NONE::toArray).isInstanceOf(IllegalStateException.class);
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    assertThatThrownBy(() -> new WideningPass(network.stack(), 3, ESSENCES, GradientRows.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows for gradients: expected some to widen by, got none");
  }

  @Test
  void singlePrecisionSumsTheSameRows() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    Moments[] of = new Moments[2];
    for (Precision precision : Precision.values()) {
      var pass = new MomentsPass(network.stack(), ESSENCES, null, null, about(900), precision);
      of[precision.ordinal()] = ROWS.store(1, 500, false).aggregate(pass).training();
    }
    // Numbers of 24 bits.
    assertThat(Close.distance(of[1].slopes(), of[0].slopes())).isBetween(Double.MIN_VALUE, 1e-5);
  }

  @Test
  void theSumIsForgottenWithItsRows() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null, null, about(900));
    Rows old = ROWS.select(i -> i % 3 == 0);
    Moments moments = ROWS.store().aggregate(pass).training();
    Moments rest = ROWS.select(i -> i % 3 != 0).store().aggregate(pass).training();
    moments.subtract(1, old.store().aggregate(pass).training());
    assertClose(moments.slopes().values(), rest.slopes().values());
  }

  @Test
  void enoughEquationsForEachNeuron() {
    assertThat(GradientRows.enough(2048, 784, 4000)).isEqualTo(2048);
    assertThat(GradientRows.enough(2048, 2, 4000)).isEqualTo(32_000);
    assertThat(GradientRows.enough(0, 2, 4000)).isZero();
    assertThat(GradientRows.expected(0, 100_000)).isEqualTo(1);
    assertThat(GradientRows.expected(1000, 2000)).isEqualTo(1);
    assertThat(GradientRows.expected(1000, 4000)).isEqualTo(0.25);
  }

  @Test
  void arraysAndBack() {
    GradientRows some = about(900);
    GradientRows again = GradientRows.of(7, some.toArray());
    assertThat(again.toArray()).containsExactly(some.toArray());
    assertThat(chosen(ROWS, again, 0)).isEqualTo(chosen(ROWS, some, 0));
    assertThat(GradientRows.of(7, new double[0])).isEqualTo(GradientRows.ALL);
    for (double wrong : new double[] {0, -0.5, 1.5, 0.1, Double.NaN}) {
      assertThatThrownBy(() -> GradientRows.of(7, new double[] {0.5, wrong}))
          .hasMessageContaining("multiple of 1/4096");
    }
  }

  private static void assertClose(PackedSymmetric actual, double[][] expected) {
    for (int j = 0; j < expected.length; j++) {
      for (int i = 0; i <= j; i++) {
        assertThat(actual.get(i, j)).isCloseTo(expected[i][j], within(ROUNDING * 3000));
      }
    }
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(ROUNDING * 3000));
  }
}
