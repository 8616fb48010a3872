package org.extremum.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.samples.Standardization;
import org.extremum.samples.SurfaceStatistics;
import org.junit.jupiter.api.Test;

class HiddenWeightsTest {
  private static final double S = 4;

  private static SurfaceStatistics statistics(SampleStore store) {
    return store.aggregate(new SurfaceStatistics.Gathering(store.features()));
  }

  private static HiddenStack pairs(
      SampleStore store, Standardiser standardiser, long seed, Integer... widths) {
    Pool pool =
        store.aggregate(Pool.Gathering.of(store.features(), statistics(store).counts(), seed));
    return HiddenWeights.pairs(pool, standardiser, List.of(widths), Activation.SIGMOID, S, seed);
  }

  private static double[] standardised(Standardiser standardiser, double[] row) {
    int[] kept = standardiser.keptFeatures();
    double[] x = new double[kept.length];
    for (int k = 0; k < kept.length; k++) {
      x[k] = (row[kept[k]] - standardiser.means()[k]) / standardiser.scales()[k];
    }
    return x;
  }

  /**
   * The steepness of neuron k if it stands between some two points of different essence, or NaN.
   */
  private static double steepness(double[] w, double b, double[][] points, int[] essences) {
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < points.length; j++) {
        if (essences[i] == essences[j]) {
          continue;
        }
        double zi = b;
        double zj = b;
        double squared = 0;
        double norm = 0;
        double inner = 0;
        for (int p = 0; p < w.length; p++) {
          double difference = points[j][p] - points[i][p];
          zi += w[p] * points[i][p];
          zj += w[p] * points[j][p];
          squared += difference * difference;
          inner += w[p] * difference;
          norm += w[p] * w[p];
        }
        double s = inner;
        boolean along = s > 0 && Math.abs(inner * inner - norm * squared) < 1e-9 * norm * squared;
        if (along && Math.abs(zi + s / 2) < 1e-9 * S && Math.abs(zj - s / 2) < 1e-9 * S) {
          return s;
        }
      }
    }
    return Double.NaN;
  }

  @Test
  void everyNeuronStandsBetweenTwoRowsOfDifferentEssence() {
    Rows rows = Rows.random(40, 3, 3, false, 1).thinned(2).select(i -> i % 5 != 4);
    for (Standardization kind : Standardization.values()) {
      Standardiser standardiser = kind.of(statistics(rows.store()));
      Layer layer = pairs(rows.store(), standardiser, 5, 25).layers().get(0);
      double[][] points =
          Arrays.stream(rows.surfaces())
              .map(row -> standardised(standardiser, row))
              .toArray(double[][]::new);
      double[][] w = ByHand.rows(layer);
      Set<List<Double>> distinct = new HashSet<>();
      for (int k = 0; k < 25; k++) {
        assertThat(steepness(w[k], layer.biases()[k], points, rows.essences()))
            .as("%s, neuron %d", kind, k)
            .isCloseTo(S, within(1e-9));
        distinct.add(Arrays.stream(w[k]).boxed().toList());
      }
      assertThat(distinct).hasSize(25);
    }
  }

  @Test
  void dependsOnSeedAndContentAlone() {
    Rows rows = Rows.random(200, 4, 3, false, 3).thinned(4);
    Standardiser standardiser = Standardization.FEATURE.of(statistics(rows.store()));
    HiddenStack first = pairs(rows.store(), standardiser, 7, 30);
    Rows shuffled = rows.shuffled(9);
    for (SampleStore store :
        List.of(
            rows.store(),
            rows.store(7, 5, false),
            rows.store(2, 64, true),
            shuffled.store(3, 11, true))) {
      HiddenStack again = pairs(store, standardiser, 7, 30);
      assertThat(again.layers().get(0).weights()).isEqualTo(first.layers().get(0).weights());
      assertThat(again.layers().get(0).biases()).isEqualTo(first.layers().get(0).biases());
    }
    HiddenStack other = pairs(rows.store(), standardiser, 8, 30);
    assertThat(other.layers().get(0).weights()).isNotEqualTo(first.layers().get(0).weights());
  }

  @Test
  void tooFewPairsServeAgainWithOtherSteepness() {
    // 2·3 = 6 pairs for 40 neurons.
    Rows rows = Rows.random(5, 3, 1, false, 11).withEssences(new int[] {0, 1, 1, 0, 1});
    Standardiser none = Standardiser.none(3);
    Layer layer = pairs(rows.store(), none, 5, 40).layers().get(0);
    double[][] w = ByHand.rows(layer);
    Set<List<Double>> distinct = new HashSet<>();
    int jittered = 0;
    for (int k = 0; k < 40; k++) {
      double s = steepness(w[k], layer.biases()[k], rows.surfaces(), rows.essences());
      assertThat(s).isBetween(S / 2 - 1e-9, 1.5 * S);
      jittered += Math.abs(s - S) > 1e-6 ? 1 : 0;
      distinct.add(Arrays.stream(w[k]).boxed().toList());
    }
    assertThat(distinct).hasSize(40);
    assertThat(jittered).isEqualTo(34);
  }

  @Test
  void nearPairsAreLikelierAsTheInverseDistance() {
    // Essence 0 at 0, essence 1 at 1, 2, 4 and 8: shares 8 : 4 : 2 : 1 of 15.
    Rows rows =
        new Rows(
            new double[][] {{0}, {1}, {2}, {4}, {8}},
            new int[] {0, 1, 1, 1, 1},
            new double[] {1, 1, 1, 1, 1});
    int draws = 3000;
    int[] counts = new int[4];
    Standardiser none = Standardiser.none(1);
    for (int seed = 0; seed < draws; seed++) {
      double w = pairs(rows.store(), none, seed, 1).layers().get(0).weights()[0]; // s/distance
      counts[(int) Math.round(Math.log(S / w) / Math.log(2))]++;
    }
    double chiSquare = 0;
    for (int k = 0; k < 4; k++) {
      double expected = draws * Math.pow(2, 3 - k) / 15;
      chiSquare += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
    // 3 degrees of freedom, probability .001. Candidates are 50 draws, which miss one of 4 pairs
    // once in 4·.75^50, 2e-6.
    assertThat(chiSquare).as(Arrays.toString(counts)).isLessThan(16.3);
  }

  @Test
  void deeperLayersStandBetweenImagesOfRows() {
    Rows rows = Rows.random(30, 3, 2, false, 13);
    Standardiser standardiser = Standardization.FEATURE.of(statistics(rows.store()));
    HiddenStack stack = pairs(rows.store(), standardiser, 5, 6, 20);
    assertThat(stack.depth()).isEqualTo(2);
    ByHand below = ByHand.of(new HiddenStack(List.of(stack.layers().get(0)), Activation.SIGMOID));
    double[][] images =
        Arrays.stream(rows.surfaces())
            .map(row -> below.h(standardised(standardiser, row)))
            .toArray(double[][]::new);
    Layer layer = stack.layers().get(1);
    double[][] w = ByHand.rows(layer);
    for (int k = 0; k < 20; k++) {
      assertThat(steepness(w[k], layer.biases()[k], images, rows.essences()))
          .isCloseTo(S, within(1e-7));
    }
  }

  @Test
  void withoutTwoDifferentRowsOfDifferentEssenceThereAreNoPairs() {
    Rows equal = new Rows(new double[][] {{1, 2}, {1, 2}}, new int[] {0, 1}, new double[] {1, 1});
    Rows one = Rows.random(5, 2, 1, false, 1);
    for (Rows rows : List.of(equal, one)) {
      assertThatThrownBy(() -> pairs(rows.store(), Standardiser.none(2), 1, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("two rows of different essence");
    }
  }

  @Test
  void gaussianWeightsHaveTheirMoments() {
    int width = 2000;
    int m = 25;
    double s = 10;
    HiddenStack stack = HiddenWeights.gaussian(m, List.of(width, 30), Activation.TANH, s, true, 42);
    assertNormal(stack.layers().get(0).weights(), s / Math.sqrt(m));
    assertNormal(stack.layers().get(0).biases(), s);
    assertNormal(stack.layers().get(1).weights(), s / Math.sqrt(width));
    assertThat(stack.layers().get(1).inputs()).isEqualTo(width);
    assertThat(stack.layers().get(1).outputs()).isEqualTo(30);
    HiddenStack again = HiddenWeights.gaussian(m, List.of(width, 30), Activation.TANH, s, true, 42);
    assertThat(again.layers().get(1).weights()).isEqualTo(stack.layers().get(1).weights());
    HiddenStack other =
        HiddenWeights.gaussian(m, List.of(width, 30), Activation.TANH, s, false, 43);
    assertThat(other.layers().get(0).weights()).isNotEqualTo(stack.layers().get(0).weights());
    assertThat(other.layers().get(0).biases()).containsOnly(0);
  }

  /** Mean, variance and fourth moment within five standard errors of a normal sample's. */
  private static void assertNormal(double[] values, double deviation) {
    double n = values.length;
    double mean = 0;
    double second = 0;
    double fourth = 0;
    for (double value : values) {
      double x = value / deviation;
      mean += x / n;
      second += x * x / n;
      fourth += x * x * x * x / n;
    }
    assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(second).isCloseTo(1, within(5 * Math.sqrt(2 / n)));
    assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96 / n)));
  }

  @Test
  void thePoolHasTheRowsOfSmallestKeysOfEachEssence() {
    Rows rows = Rows.random(300, 3, 3, false, 17).thinned(18).select(i -> i % 5 != 4);
    Pool.Gathering gathering = new Pool.Gathering(3, new int[] {20, 0, 1000}, 3);
    Pool pool = rows.store(4, 13, true).aggregate(gathering);
    var block = rows.dense();
    for (int v : new int[] {0, 2}) {
      int essence = v;
      List<List<Double>> expected =
          java.util.stream.IntStream.range(0, rows.size())
              .filter(i -> rows.essences()[i] == essence)
              .boxed()
              .sorted(
                  java.util.Comparator.comparingLong(
                      i ->
                          org.extremum.samples.RowHash.key(
                              3, org.extremum.samples.RowHash.Purpose.POOL, block.hash(i))))
              .map(i -> Arrays.stream(rows.surfaces()[i]).boxed().toList())
              .distinct()
              .limit(gathering.quotas()[v])
              .toList();
      List<List<Double>> actual = new ArrayList<>();
      for (Pool.Point point : pool.byEssence().get(v)) {
        double[] row = new double[3];
        for (int k = 0; k < point.values().length; k++) {
          row[point.coordinates()[k]] = point.values()[k];
        }
        actual.add(Arrays.stream(row).boxed().toList());
      }
      assertThat(actual).isEqualTo(expected);
    }
    assertThat(pool.byEssence().get(1)).isEmpty();
  }

  @Test
  void quotasFollowTheCountsWithAFloor() {
    assertThat(Pool.Gathering.of(3, new long[] {50, 7, 0}, 1).quotas()).containsExactly(50, 7, 0);
    assertThat(Pool.Gathering.of(3, new long[] {900_000, 99_995, 5}, 1).quotas())
        .containsExactly(9000, 1000, 5);
    assertThat(Pool.Gathering.of(3, new long[] {999_980, 20}, 1).quotas())
        .containsExactly(10_000, 10);
  }
}
