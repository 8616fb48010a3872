package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;
import static org.extremum.reference.Close.distance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.Tsqr;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.samples.Standardization;
import org.extremum.samples.SurfaceStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MomentsTest {
  /** Sums of 50 products of numbers of order one: 50ε, and some tens of ε in each factor. */
  private static final double ROUNDING = 1e-12;

  private static final int ESSENCES = 3;
  private static final Rows ROWS = Rows.random(50, 4, ESSENCES, true, 1);

  static List<ByHand> networks() {
    List<ByHand> networks = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      networks.add(ByHand.random(activation, 1, 4, 9));
      networks.add(ByHand.random(activation, 2, 4, 3, 8));
      networks.add(ByHand.random(activation, 3, 4, 5, 2, 7));
      networks.add(ByHand.random(activation, 4, 4, 6, 3, 1, 7));
    }
    return networks;
  }

  /** Turns the slopes into E at last. */
  static void assertMoments(Moments moments, ByHand network, Rows rows) {
    assertClose(moments.values(), network.valueGram(rows), ROUNDING);
    double[] sum = new double[network.width()];
    double weight = 0;
    for (int v = 0; v < ESSENCES; v++) {
      int essence = v;
      double[] own = network.valueSum(rows, v);
      assertClose(moments.valueSum(v), own, ROUNDING);
      Rows members = rows.select(i -> rows.essences()[i] == essence);
      double ownWeight = java.util.Arrays.stream(members.weights()).sum();
      assertThat(moments.weight(v)).isCloseTo(ownWeight, within(ROUNDING));
      assertThat(moments.count(v)).isEqualTo(members.size());
      weight += ownWeight;
      for (int k = 0; k < sum.length; k++) {
        sum[k] += own[k];
      }
    }
    assertClose(moments.valueSum(), sum, ROUNDING);
    assertThat(moments.weight()).isCloseTo(weight, within(ROUNDING * weight));
    assertThat(moments.samples()).isEqualTo(rows.size());
    if (network.weights().length == 1) {
      assertClose(moments.slopes(), network.slopeGram(rows), ROUNDING);
    }
    assertClose(moments.toGradientGram(network.stack()), network.gradientGram(rows), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void byDefinition(ByHand network) {
    MomentsPair pair =
        ROWS.store(1, 17, false).aggregate(new MomentsPass(network.stack(), ESSENCES, null));
    assertThat(pair.heldOut()).isNull();
    assertMoments(pair.training(), network, ROWS);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bothPartsAreTheMomentsOfTheirRows(ByHand network) {
    for (double fraction : new double[] {0, 0.3, 1}) {
      KeyedShare share = share(ROWS.store(), fraction);
      SampleBlock block = ROWS.dense();
      Rows held = ROWS.select(i -> share.contains(block.essence(i), block.hash(i)));
      Rows rest = ROWS.select(i -> !share.contains(block.essence(i), block.hash(i)));
      MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, share);
      MomentsPair pair = ROWS.store(3, 7, false).aggregate(pass);
      if (held.size() > 0) {
        assertMoments(pair.heldOut(), network, held);
      } else {
        assertThat(pair.heldOut().samples()).isZero();
        assertThat(pair.heldOut().values().maxAbs()).isZero();
      }
      if (rest.size() > 0) {
        assertMoments(pair.training(), network, rest);
      } else {
        assertThat(pair.training().samples()).isZero();
        assertThat(pair.training().slopes().maxAbs()).isZero();
      }
      assertThat(held.size() + rest.size()).isEqualTo(50);
    }
  }

  private static KeyedShare share(SampleStore store, double fraction) {
    KeyHistogram.Counting keys = new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, 3);
    return store.aggregate(keys).share(keys, fraction);
  }

  @ParameterizedTest
  @EnumSource
  void sparseBlocksLikeDenseOnes(Standardization kind) {
    Rows rows = ROWS.thinned(3);
    ByHand network = ByHand.random(Activation.SIGMOID, 4, 4, 9);
    Standardiser standardiser = kind.of(rows.store().aggregate(new SurfaceStatistics.Gathering(4)));
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    Moments dense = standardiser.view(rows.store(2, 16, false)).aggregate(pass).training();
    Moments sparse = standardiser.view(rows.store(2, 16, true)).aggregate(pass).training();
    // Centring after the product rounds differently: a few ε of |W|·|mean/scale|, order one here.
    assertClose(sparse.values().values(), dense.values().values(), 1e-13);
    assertClose(sparse.slopes().values(), dense.slopes().values(), 1e-13);
    assertClose(sparse.valueSum(), dense.valueSum(), 1e-13);
    // And both are the Moments of surfaces standardised by hand.
    double[] means = standardiser.means();
    double[] scales = standardiser.scales();
    double[][] x = new double[rows.size()][4];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = (rows.surfaces()[i][j] - means[j]) / scales[j];
      }
    }
    assertMoments(sparse, network, new Rows(x, rows.essences(), rows.weights()));
  }

  @Test
  void weightTwoIsTheRowTwice() {
    ByHand network = ByHand.random(Activation.SIGMOID, 5, 4, 6);
    Rows once = Rows.random(20, 4, ESSENCES, false, 6);
    double[] weights = new double[20];
    java.util.Arrays.setAll(weights, i -> i % 4 == 0 ? 2 : 1);
    int[] twice = new int[25];
    for (int i = 0, to = 0; i < 20; i++) {
      twice[to++] = i;
      if (i % 4 == 0) {
        twice[to++] = i;
      }
    }
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    Moments weighted = once.withWeights(weights).store().aggregate(pass).training();
    Moments repeated = once.at(twice).store().aggregate(pass).training();
    assertClose(weighted.values().values(), repeated.values().values(), 1e-14);
    assertClose(weighted.slopes().values(), repeated.slopes().values(), 1e-14);
    assertClose(weighted.valueSum(1), repeated.valueSum(1), 1e-14);
    assertThat(weighted.weight()).isEqualTo(repeated.weight());
    assertThat(weighted.samples()).isEqualTo(20);
    assertThat(repeated.samples()).isEqualTo(25);
  }

  @Test
  void partitionsAgreeToRounding() {
    for (ByHand network :
        List.of(
            ByHand.random(Activation.SIGMOID, 7, 4, 30),
            ByHand.random(Activation.SIGMOID, 7, 4, 5, 30))) {
      MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
      Rows rows = Rows.random(400, 4, ESSENCES, true, 8);
      Moments one = rows.store(1, 128, false).aggregate(pass).training();
      for (int partitions : new int[] {2, 7}) {
        Moments many = rows.store(partitions, 128, false).aggregate(pass).training();
        assertThat(distance(many.values(), one.values())).isLessThan(1e-9);
        assertThat(distance(many.slopes(), one.slopes())).isLessThan(1e-9);
        // What is asked is 1e-9; sums of 400 terms of one sign cannot differ by more than 400ε.
        assertThat(distance(many.values(), one.values())).isLessThan(400 * Math.ulp(1.0));
      }
    }
  }

  @Test
  void forgettingUndoesAdding() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    Moments first = ROWS.select(i -> i < 30).store().aggregate(pass).training();
    Moments second = ROWS.select(i -> i >= 30).store().aggregate(pass).training();
    Moments both = first.add(1, second);
    Moments whole = ROWS.store().aggregate(pass).training();
    assertClose(both.values().values(), whole.values().values(), ROUNDING);
    both.add(-1, second);
    assertMoments(both, network, ROWS.select(i -> i < 30));
  }

  @Test
  void weightsAreMultipliedAndCountsAreNot() {
    ByHand network = ByHand.random(Activation.SIGMOID, 9, 4, 8);
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    Rows first = ROWS.select(i -> i < 30);
    Rows second = ROWS.select(i -> i >= 30);
    double[] weights = Arrays.stream(second.weights()).map(weight -> 0.3 * weight).toArray();
    Moments expected = second.withWeights(weights).store().aggregate(pass).training();
    Moments scaled = second.store().aggregate(pass).training().scale(0.3);
    Moments other = first.store().aggregate(pass).training();
    Moments added = other.add(0.3, second.store().aggregate(pass).training());
    added.subtract(1, first.store().aggregate(pass).training());
    for (Moments moments : List.of(scaled, added)) {
      assertClose(moments.values().values(), expected.values().values(), ROUNDING);
      assertClose(moments.slopes().values(), expected.slopes().values(), ROUNDING);
      assertClose(moments.valueSum(2), expected.valueSum(2), ROUNDING);
      assertThat(moments.weight(1)).isCloseTo(expected.weight(1), within(ROUNDING));
      assertThat(moments.samples()).isEqualTo(20);
    }
    scaled.add(0, first.store().aggregate(pass).training());
    assertThat(scaled.samples()).isEqualTo(50);
    assertThat(scaled.weight(1)).isCloseTo(expected.weight(1), within(ROUNDING));
    added.subtract(0.3, second.store().aggregate(pass).training());
    assertThat(added.samples()).isZero();
    assertThat(added.values().maxAbs()).isZero(); // exactly
    assertThat(added.slopes().maxAbs()).isZero();
    assertThat(added.valueSum()).containsOnly(0);
    assertThat(added.weight()).isZero();
  }

  @Test
  void moreThanIsThereCannotBeTakenAway() {
    MomentsPass pass =
        new MomentsPass(ByHand.random(Activation.SIGMOID, 9, 4, 8).stack(), ESSENCES, null);
    Moments few = ROWS.select(i -> i < 30).store().aggregate(pass).training();
    double[] before = few.values().values().clone();
    Moments all = ROWS.store().aggregate(pass).training();
    assertThatThrownBy(() -> few.subtract(1, all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most 10 samples of essence 0, got 17");
    assertThat(few.values().values()).isEqualTo(before);
  }

  @Test
  void moreEssencesHaveNoSamples() {
    MomentsPass pass =
        new MomentsPass(ByHand.random(Activation.SIGMOID, 9, 4, 8).stack(), ESSENCES, null);
    Moments three = ROWS.store().aggregate(pass).training();
    Moments five = three.withEssences(5);
    assertThat(five.essences()).isEqualTo(5);
    assertThat(five.valueSum(2)).isEqualTo(three.valueSum(2));
    assertThat(five.valueSum(4)).containsOnly(0);
    assertThat(five.count(4)).isZero();
    assertThat(five.samples()).isEqualTo(50);
    assertThatThrownBy(() -> five.withEssences(4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tilesJoinToTheWhole() {
    ByHand network = ByHand.random(Activation.SIGMOID, 10, 4, 9); // 45 values: no multiple of 7
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    Moments whole = ROWS.store().aggregate(pass).training();
    for (int ranges : new int[] {1, 2, 7, 45, 50}) {
      List<Moments> cut = Tiles.split(whole, ranges);
      assertThat(cut).hasSize(2 * ranges); // of F, then of the slopes
      Moments joined = Tiles.join(new ArrayList<>(cut));
      assertThat(joined.values().values()).isEqualTo(whole.values().values());
      assertThat(joined.slopes().values()).isEqualTo(whole.slopes().values());
      assertThat(joined.valueSum()).isEqualTo(whole.valueSum());
    }
    assertThatThrownBy(() -> Tiles.split(whole, 2).get(0).add(1, Tiles.split(whole, 3).get(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tilesAddAsTheWhole() {
    ByHand network = ByHand.random(Activation.SIGMOID, 10, 4, 9);
    MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, null);
    for (int ranges : new int[] {1, 2, 7}) {
      Moments left = ROWS.store().aggregate(pass).training();
      Moments right = ROWS.select(i -> i % 2 == 0).store().aggregate(pass).training();
      List<Moments> cutLeft = Tiles.split(left, ranges);
      List<Moments> cutRight = Tiles.split(right, ranges);
      List<Moments> sums = new ArrayList<>();
      for (int t = 0; t < cutLeft.size(); t++) {
        sums.add(cutLeft.get(t).add(1, cutRight.get(t)));
      }
      Moments joined = Tiles.join(sums);
      Moments sum =
          ROWS.store()
              .aggregate(pass)
              .training()
              .add(1, ROWS.select(i -> i % 2 == 0).store().aggregate(pass).training());
      assertThat(joined.values().values()).isEqualTo(sum.values().values());
      assertThat(joined.slopes().values()).isEqualTo(sum.slopes().values());
      assertThat(joined.valueSum()).isEqualTo(sum.valueSum());
      assertThat(joined.samples()).isEqualTo(75);
    }
  }

  @Test
  void emptyBlocksChangeNothing() {
    ByHand network = ByHand.random(Activation.SIGMOID, 11, 4, 6);
    for (KeyedShare share : new KeyedShare[] {null, share(ROWS.store(), 0.3)}) {
      MomentsPass pass = new MomentsPass(network.stack(), ESSENCES, share);
      try (var running = pass.begin()) {
        running.add(ROWS.dense().select(i -> false));
        running.add(ROWS.dense());
        running.add(ROWS.dense().select(i -> false));
        Moments plain = ROWS.store(1, 50, false).aggregate(pass).training();
        assertThat(running.finish().training().values().values())
            .isEqualTo(plain.values().values());
      }
    }
  }

  @Test
  void bytesAndOperationsByHand() {
    MomentsPass pass = new MomentsPass(ByHand.random(Activation.TANH, 1, 4, 9).stack(), 3, null);
    assertThat(pass.wireBytes()).isEqualTo(8L * (2 * 45 + 27));
    // Two squares; 512 values and slopes gathered.
    assertThat(pass.runningBytes()).isEqualTo(8L * (2 * 90 + 2 * 512 * 9));
    assertThat(pass.tiles()).isEqualTo(1);
    // 288 MB of two triangles are above 256 MiB, and each triangle is below; twice for two parts.
    assertThat(MomentsPass.tiles(1, 6000, 3)).isEqualTo(2);
    assertThat(MomentsPass.tiles(2, 6000, 3)).isEqualTo(4);
    assertThat(MomentsPass.tiles(1, 9000, 3)).as("324 MB each").isEqualTo(4);
    // 2·l·m for the product, l² for each SYRK.
    assertThat(pass.flops(10)).isEqualTo(10 * (2.0 * 9 * 4 + 81 + 81));
    assertThat(PackedSymmetric.length(9)).isEqualTo(45);
  }

  @Test
  void operationsOfDeeperStacks() {
    HiddenStack stack = ByHand.random(Activation.TANH, 1, 4, 3, 9).stack();
    double forward = 2.0 * (3 * 4 + 9 * 3);
    // r = 3 columns to a sample: their product with the second layer, and a SYRK.
    assertThat(new MomentsPass(stack, 3, null).flops(10))
        .isEqualTo(10 * (forward + 81 + 2.0 * 9 * 3 * 3 + 3 * 81));
    // s = 2 tangents: a forward pass each, and a SYRK.
    assertThat(new MomentsPass(stack, 3, null, new Sketch(1, 2), GradientRows.ALL).flops(10))
        .isEqualTo(10 * (forward + 81 + 2 * (forward + 81)));
    assertThat(MomentsPass.gradientBytes(4, List.of(3, 9), 2)).isEqualTo(8L * 16 * 1024);
    assertThat(MomentsPass.gradientBytes(4, List.of(3, 9), 0))
        .isEqualTo(8L * 9 * 1024 + 8L * (2 * 12 + 341 * 3 * 3));
  }

  /** r rows a sample instead of m, and the singular values of A as it is defined. */
  @ParameterizedTest
  @MethodSource("networks")
  void rowsHaveTheSingularValuesOfTheStackedJacobians(ByHand network) {
    Rows rows = ROWS.select(i -> i < 12);
    int l = network.width();
    int r = network.stack().equationsPerSample();
    double[] expected;
    try (Matrix stacked = Matrix.zeros(l, 12 * 4)) {
      for (int i = 0; i < 12; i++) {
        double[][] jacobian = network.jacobian(rows.surfaces()[i]);
        for (int k = 0; k < l; k++) {
          for (int p = 0; p < 4; p++) {
            stacked.set(k, i * 4 + p, jacobian[k][p]);
          }
        }
      }
      try (Lapack.Svd svd = Lapack.svd(stacked)) {
        expected = svd.values();
      }
    }
    Tsqr method = new Tsqr();
    RowSpaceFactor factor =
        rows.store(3, 5, false).aggregate(new RowsPass(network.stack(), method, 12L * r));
    assertThat(factor.rows()).isEqualTo(12L * r);
    try (RowSpace rowSpace = method.decide(factor)) {
      // Each right to a few tens of ε·σ_max, whatever its size.
      assertClose(Arrays.copyOf(rowSpace.singularValues(), l), expected, 1e-13);
    }
  }
}
