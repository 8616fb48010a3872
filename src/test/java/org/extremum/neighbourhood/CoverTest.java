package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.reference.Rows;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;

class CoverTest {
  private static final long SEED = 42;
  private static final Rows ROWS = Rows.random(400, 3, 2, true, 1);
  private static final int[] MANY = {1000, 1000};

  private static Choice cover(SampleStore store, double radius, int... atMost) {
    return CentralSampleChooser.cover(radius, atMost, SEED).choose(store, new long[atMost.length]);
  }

  /** The definition: one sample after the other in the order of keys. */
  private static List<Integer> byHand(Rows rows, double radius) {
    SampleBlock block = rows.dense();
    Comparator<Integer> byKey =
        Comparator.comparingDouble(
            i -> RowHash.unit(RowHash.key(SEED, RowHash.Purpose.COVER_ORDER, block.hash(i))));
    List<Integer> centres = new ArrayList<>();
    IntStream.range(0, rows.size())
        .boxed()
        .sorted(byKey)
        .forEach(
            i -> {
              if (centres.stream().noneMatch(c -> near(rows, c, i, radius))) {
                centres.add(i);
              }
            });
    return centres.stream().sorted().toList();
  }

  private static boolean near(Rows rows, int a, int b, double radius) {
    return rows.essences()[a] == rows.essences()[b]
        && SurfaceDistance.between(rows.surfaces()[a], rows.surfaces()[b]) <= radius;
  }

  @Test
  void everySampleIsWithinTheRadiusAndCentresAreFartherApart() {
    for (double radius : new double[] {0.3, 0.9, 2, 50}) {
      Choice choice = cover(ROWS.store(2, 32, false), radius, MANY);
      assertThat(choice.cutShort()).isEmpty();
      int[] central = Blobs.central(ROWS, choice.centres());
      assertThat(central).hasSize(choice.centres().count());
      for (int i = 0; i < ROWS.size(); i++) {
        int sample = i;
        assertThat(Arrays.stream(central).anyMatch(c -> near(ROWS, c, sample, radius))).isTrue();
      }
      for (int a : central) {
        assertThat(Arrays.stream(central).filter(b -> near(ROWS, a, b, radius))).containsExactly(a);
      }
    }
    assertThat(cover(ROWS.store(), 50, MANY).centres().count()).isEqualTo(2);
  }

  @Test
  void isTheGreedyCoverInTheOrderOfKeysWhateverThePartitions() {
    for (double radius : new double[] {0.4, 1.1}) {
      List<Integer> expected = byHand(ROWS, radius);
      CentralSamples chosen = cover(ROWS.store(), radius, MANY).centres();
      assertThat(Blobs.central(ROWS, chosen))
          .containsExactly(expected.stream().mapToInt(i -> i).toArray());
      for (int partitions : new int[] {1, 2, 7, 64}) {
        SampleStore store = ROWS.shuffled(partitions).store(partitions, 20, partitions == 2);
        assertThat(cover(store, radius, MANY).centres()).isEqualTo(chosen);
      }
      for (int rows : new int[] {1, 3, 50}) {
        assertThat(new Cover(ROWS.store(), radius, MANY, SEED, rows).choose().centres())
            .as("%d rows to a pass", rows)
            .isEqualTo(chosen);
      }
    }
  }

  /**
   * On a grid many samples are exactly as far as the radius: they are within. So far from the
   * origin that products know nothing of the distances, while differences are exact; with three
   * rows to a pass, so that it is passes that decide.
   */
  @Test
  void exactlyAsFarAsTheRadiusIsWithin() {
    double step = 0x1p-10;
    int[] grid = IntStream.range(0, 144).toArray();
    double[][] surfaces =
        Arrays.stream(grid)
            .mapToObj(i -> new double[] {0x1p20 + i % 12 * step, 0x1p21 + i / 12 * step})
            .toArray(double[][]::new);
    double[] ones = new double[144];
    Arrays.fill(ones, 1);
    Rows rows = new Rows(surfaces, new int[144], ones);
    // m = 2: D_s is the Euclidean distance.
    List<Integer> expected = byHand(rows, 5 * step);
    for (int partitions : new int[] {1, 5}) {
      SampleStore store = rows.store(partitions, 10, partitions == 5);
      CentralSamples chosen =
          new Cover(store, 5 * step, new int[] {500}, SEED, 3).choose().centres();
      assertThat(Blobs.central(rows, chosen))
          .containsExactly(expected.stream().mapToInt(i -> i).toArray());
    }
  }

  @Test
  void radiusZeroTakesEveryDifferentSample() {
    Rows once = Rows.random(30, 4, 2, false, 3);
    Rows rows = once.at(IntStream.range(0, 90).map(i -> i % 30).toArray());
    Choice choice = cover(rows.store(4, 7, false), 0, 15, 15);
    assertThat(choice.centres().count()).isEqualTo(30);
    assertThat(choice.cutShort()).as("15 of each are just enough").isEmpty();
  }

  @Test
  void theBoundEndsItAndIsNamed() {
    CentralSamples full = cover(ROWS.store(), 0.5, MANY).centres();
    Choice choice = cover(ROWS.store(3, 40, false), 0.5, 1000, 10);
    assertThat(choice.cutShort()).containsExactly(1);
    assertThat(choice.centres().count(1)).isEqualTo(10);
    assertThat(choice.centres().count(0)).isEqualTo(full.count(0));
    assertThat(full.plus(choice.centres())).as("the first ones of the whole").isEqualTo(full);
    // Just as many as it takes: not cut short, one less: cut short.
    int enough = full.count(0);
    assertThat(cover(ROWS.store(), 0.5, enough, 1000).cutShort()).isEmpty();
    assertThat(cover(ROWS.store(), 0.5, enough - 1, 1000).cutShort()).containsExactly(0);
    assertThat(cover(ROWS.store(), 0.5, 0, 1000).centres().count(0)).isZero();
  }

  @Test
  void anEssenceWithoutSamples() {
    Choice choice = cover(ROWS.store(), 1, 1000, 1000, 1000);
    assertThat(choice.centres().count(2)).isZero();
    assertThat(choice.cutShort()).isEmpty();
  }

  @Test
  void refusesARadiusThatIsNone() {
    for (double radius : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> CentralSampleChooser.cover(radius, MANY, SEED))
          .hasMessageContaining("cover radius");
    }
  }
}
