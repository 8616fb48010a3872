package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.extremum.neighbourhood.CentralSampleChooser.Kind;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CentralSampleChooserTest {
  private static final long SEED = 42;

  private static CentralSamples choose(
      Kind kind, Rows rows, int partitions, boolean sparse, int... perEssence) {
    return CentralSampleChooser.clusters(kind, perEssence, SEED)
        .choose(rows.store(partitions, 32, sparse), Blobs.counts(rows, perEssence.length))
        .centres();
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void everyHeapHasOneCentreWhateverThePartitions(Kind kind) {
    // 12 heaps, 4 of each essence, of 25 samples.
    Rows rows = Blobs.of(12, 25, 5, 3, 1);
    CentralSamples chosen = choose(kind, rows, 1, false, 4, 4, 4);
    int[] central = Blobs.central(rows, chosen);
    assertThat(central).hasSize(12);
    for (int a : central) {
      for (int b : central) {
        double distance = SurfaceDistance.between(rows.surfaces()[a], rows.surfaces()[b]);
        // Members of a heap are within some standard deviations, D_s ≈ 2; middles tens apart.
        assertThat(a == b || distance > 8).isTrue();
      }
    }
    for (int partitions : new int[] {1, 2, 7}) {
      assertThat(choose(kind, rows, partitions, false, 4, 4, 4)).isEqualTo(chosen);
      assertThat(choose(kind, rows, partitions, true, 4, 4, 4)).isEqualTo(chosen);
      assertThat(choose(kind, rows.shuffled(9), partitions, false, 4, 4, 4)).isEqualTo(chosen);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void centresAreSamplesOfTheirEssenceAndTheSameInEveryRun(Kind kind) {
    Rows rows = Rows.random(400, 6, 3, true, 2);
    CentralSamples chosen = choose(kind, rows, 3, false, 20, 1, 7);
    for (int v = 0; v < 3; v++) {
      assertThat(chosen.count(v)).isEqualTo(new int[] {20, 1, 7}[v]);
    }
    assertThat(Blobs.central(rows, chosen)).hasSize(28);
    assertThat(choose(kind, rows, 3, false, 20, 1, 7)).isEqualTo(chosen);
    CentralSamples otherSeed =
        CentralSampleChooser.clusters(kind, new int[] {20, 1, 7}, SEED + 1)
            .choose(rows.store(3, 32, false), Blobs.counts(rows, 3))
            .centres();
    assertThat(otherSeed).isNotEqualTo(chosen);
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void moreThanThereAreDifferentSamples(Kind kind) {
    Rows once = Rows.random(9, 3, 1, false, 3);
    Rows rows = once.at(IntStream.range(0, 45).map(i -> i % 9).toArray());
    CentralSamples chosen = choose(kind, rows, 2, false, 30);
    assertThat(new TreeSet<>(Arrays.stream(chosen.hashes()).boxed().toList()))
        .isEqualTo(Blobs.hashes(once));
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void anEssenceWithoutSamplesOrWithoutQuotaHasNoCentres(Kind kind) {
    Rows rows = Rows.random(60, 3, 1, false, 4);
    Rows ofTwo = rows.withEssences(IntStream.range(0, 60).map(i -> i % 2 * 2).toArray());
    CentralSamples chosen = choose(kind, ofTwo, 2, false, 0, 5, 3);
    assertThat(IntStream.range(0, 3).map(chosen::count)).containsExactly(0, 0, 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void weightsAreRepetitions(Kind kind) {
    Rows weighted = Blobs.wholeWeights(Blobs.of(6, 30, 4, 2, 5));
    CentralSamples chosen = choose(kind, weighted, 1, false, 3, 3);
    assertThat(choose(kind, Blobs.repeated(weighted), 2, false, 3, 3)).isEqualTo(chosen);
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void oneCentreIsTheSampleNearestToTheWeightedMean(Kind kind) {
    Rows rows = Rows.random(80, 3, 1, true, 6);
    double[] mean = new double[3];
    double weight = Arrays.stream(rows.weights()).sum();
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 3; j++) {
        mean[j] += rows.weights()[i] * rows.surfaces()[i][j] / weight;
      }
    }
    int nearest =
        IntStream.range(0, 80)
            .boxed()
            .min(Comparator.comparingDouble(i -> SurfaceDistance.between(rows.surfaces()[i], mean)))
            .orElseThrow();
    assertThat(Blobs.central(rows, choose(kind, rows, 2, false, 1))).containsExactly(nearest);
  }

  /** Both samples are equally far from their mean, but for the mean's last bits. */
  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void ofTwoEquallyNearTheSmallerHashIsCentral(Kind kind) {
    for (long seed = 0; seed < 30; seed++) {
      Rows rows = Rows.random(2, 7, 1, false, seed).withWeights(new double[] {0.3, 0.3});
      for (Rows order : List.of(rows, rows.at(1, 0))) {
        for (int partitions : new int[] {1, 2}) {
          assertThat(choose(kind, order, partitions, false, 1).hashes())
              .containsExactly(Blobs.hashes(rows).first());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KMEANS", "BISECTING"})
  void noSamplesNoCentres(Kind kind) {
    Rows rows = Rows.random(5, 2, 1, false, 7);
    CentralSamples chosen =
        CentralSampleChooser.clusters(kind, new int[] {3}, SEED)
            .choose(rows.store().view(2, b -> b.select(i -> false)), new long[1])
            .centres();
    assertThat(chosen.count()).isZero();
  }

  @Test
  void bisectingSplitsToTheNumberAskedFor() {
    Rows rows = Rows.random(300, 4, 1, false, 8);
    for (int k : new int[] {1, 2, 3, 5, 11, 40}) {
      assertThat(choose(Kind.BISECTING, rows, 1, false, k).count()).as("k = %d", k).isEqualTo(k);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Rows rows = Rows.random(10, 2, 2, false, 9);
    assertThatThrownBy(() -> CentralSampleChooser.clusters(Kind.COVER, new int[1], SEED))
        .hasMessageContaining("KMEANS or BISECTING");
    assertThatThrownBy(() -> CentralSampleChooser.clusters(Kind.KMEANS, new int[] {-1}, SEED))
        .hasMessageContaining("[-1]");
    CentralSampleChooser two = CentralSampleChooser.clusters(Kind.KMEANS, new int[2], SEED);
    assertThatThrownBy(() -> two.choose(rows.store(), new long[3]))
        .hasMessageContaining("expected 3 numbers");
    CentralSampleChooser one = CentralSampleChooser.clusters(Kind.KMEANS, new int[] {2}, SEED);
    assertThatThrownBy(() -> one.choose(rows.store(), new long[] {10}))
        .as("an essence beyond V")
        .hasMessageContaining("got 1");
    List<double[]> wide = List.of(new double[1 << 25], new double[1 << 25]);
    assertThatThrownBy(() -> Centres.flat(1 << 25, List.of(wide)))
        .hasMessageContaining("fewer centres");
  }

  @Test
  void samplesAreKnownByTheHashOfWhatWasRead() {
    Rows rows = Blobs.of(4, 20, 3, 2, 10);
    CentralSamples chosen =
        CentralSampleChooser.clusters(Kind.KMEANS, new int[] {2, 2}, SEED)
            .choose(
                new Standardiser(3, new int[] {0, 2}, new double[2], new double[] {30, 30})
                    .view(rows.store()),
                Blobs.counts(rows, 2))
            .centres();
    assertThat(Blobs.central(rows, chosen)).as("found among the rows as read").hasSize(4);
  }
}
