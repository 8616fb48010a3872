package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.reference.Close;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;

class LloydTest {
  /** Sums of some hundred terms. */
  private static final double ROUNDING = 1e-12;

  private static Centres firstRows(Rows rows, int... perEssence) {
    return Centres.flat(
        rows.features(),
        IntStream.range(0, perEssence.length)
            .mapToObj(
                v ->
                    IntStream.range(0, rows.size())
                        .filter(i -> rows.essences()[i] == v)
                        .limit(perEssence[v])
                        .mapToObj(i -> rows.surfaces()[i])
                        .toList())
            .toList());
  }

  private static double cost(SampleStore store, Centres centres) {
    ClusterSums sums = store.aggregate(new LloydPass(centres));
    return IntStream.range(0, centres.size()).mapToDouble(sums::cost).sum();
  }

  @Test
  void sumsAreThoseOverTheMembers() {
    Rows rows = Rows.random(200, 5, 3, true, 1);
    Centres centres = firstRows(rows, 4, 0, 7);
    for (boolean sparse : new boolean[] {false, true}) {
      ClusterSums sums = rows.store(3, 32, sparse).aggregate(new LloydPass(centres));
      double[] weight = new double[11];
      double[] cost = new double[11];
      double[][] surface = new double[11][5];
      for (int i = 0; i < rows.size(); i++) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < 11; c++) {
          double squared = SurfaceDistance.squared(rows.surfaces()[i], centres.point(c), 0);
          if (centres.essence(c) == rows.essences()[i] && squared < least) {
            least = squared;
            nearest = c;
          }
        }
        if (nearest >= 0) {
          weight[nearest] += rows.weights()[i];
          cost[nearest] += rows.weights()[i] * least;
          for (int j = 0; j < 5; j++) {
            surface[nearest][j] += rows.weights()[i] * rows.surfaces()[i][j];
          }
        }
      }
      for (int c = 0; c < 11; c++) {
        assertThat(sums.weight(c)).isCloseTo(weight[c], within(ROUNDING * weight[c]));
        assertThat(sums.cost(c)).isCloseTo(cost[c], within(ROUNDING * (1 + cost[c])));
        Close.assertClose(sums.surfaceSum(c, 5), surface[c], ROUNDING);
      }
      Centres means = sums.means(centres, 0);
      double[] atMeans = sums.costsAt(means, centres);
      double byMoving = Arrays.stream(atMeans).sum();
      assertThat(cost(rows.store(), means)).isLessThanOrEqualTo(byMoving * (1 + 1e-7));
    }
  }

  @Test
  void theCostNeverRises() {
    for (long seed = 0; seed < 5; seed++) {
      Rows rows = Rows.random(300, 4, 2, true, seed);
      SampleStore store = rows.store(2, 50, seed % 2 == 0);
      Centres centres = firstRows(rows, 6, 9);
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 15; step++) {
        ClusterSums sums = store.aggregate(new LloydPass(centres));
        double cost = IntStream.range(0, centres.size()).mapToDouble(sums::cost).sum();
        // Distances are compared in single precision: 2^-24 relative.
        assertThat(cost).as("step %d", step).isLessThanOrEqualTo(before * (1 + 0x1p-23));
        before = cost;
        centres = sums.means(centres, 0);
      }
      Centres run = new Lloyd(store, 100).run(firstRows(rows, 6, 9)).centres();
      assertThat(cost(store, run)).isLessThanOrEqualTo(before * 1.01);
    }
  }

  @Test
  void anEmptyClusterGetsTheFarthestSample() {
    double[][] surfaces = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {9, 0}};
    Rows rows = new Rows(surfaces, new int[5], new double[] {1, 1, 1, 1, 1});
    Centres start = Centres.flat(2, List.of(List.of(new double[] {2, 0}, new double[] {99, 99})));
    Lloyd.Clusters clusters = new Lloyd(rows.store(), 10).run(start);
    assertThat(clusters.centres().point(0)).containsExactly(0.5, 0.5);
    assertThat(clusters.centres().point(1)).containsExactly(9, 0);
    assertThat(Arrays.stream(clusters.costs()).sum()).isEqualTo(2);
  }

  @Test
  void severalEmptyClustersAreFilledByDifferentSamples() {
    Rows rows = Blobs.together(Rows.random(40, 3, 1, false, 6));
    double[] far = {1e3, 1e3, 1e3};
    Centres start = Centres.flat(3, List.of(List.of(new double[3], far, far.clone(), far.clone())));
    Centres centres = new Lloyd(rows.store(), 1).run(start).centres();
    ClusterSums sums = rows.store().aggregate(new LloydPass(centres));
    for (int c = 0; c < 4; c++) {
      assertThat(sums.count(c)).as("cluster %d", c).isPositive();
    }
  }

  @Test
  void whereAllSamplesAreCentresNothingIsFarthest() {
    Rows rows = Blobs.together(Rows.random(3, 2, 1, false, 7));
    double[] far = {50, 50};
    Centres start =
        Centres.flat(
            2, List.of(List.of(rows.surfaces()[0], rows.surfaces()[1], rows.surfaces()[2], far)));
    Centres centres = new Lloyd(rows.store(), 5).run(start).centres();
    assertThat(centres.point(3)).containsExactly(far);
  }

  @Test
  void weightsAreRepetitions() {
    Rows weighted = Blobs.wholeWeights(Rows.random(120, 4, 2, false, 8));
    Centres start = firstRows(weighted, 5, 3);
    double[] one = new Lloyd(weighted.store(), 20).run(start).centres().values();
    Rows repeated = Blobs.repeated(weighted);
    assertThat(repeated.size()).isEqualTo(240);
    double[] many = new Lloyd(repeated.store(), 20).run(start).centres().values();
    Close.assertClose(many, one, ROUNDING);
  }

  @Test
  void aSplitCentreHandsItsMembersDown() {
    // Left of 5 belongs to the first top; the point at 4 is nearer to the second top's child.
    double[][] surfaces = {{0}, {4}, {6}, {10}};
    Rows rows = new Rows(surfaces, new int[4], new double[] {1, 1, 1, 1});
    Centres tops = Centres.flat(1, List.of(List.of(new double[] {0}, new double[] {10})));
    Centres tree = tops.split(List.of(1), List.of(List.of(new double[] {4.5}, new double[] {20})));
    ClusterSums sums = rows.store().aggregate(new LloydPass(tree));
    assertThat(IntStream.range(0, 4).mapToLong(sums::count)).containsExactly(2L, 0L, 2L, 0L);
    assertThat(tree.isLeaf(1)).isFalse();
    assertThat(tree.ofEssence(0)).containsExactly(0, 1, 2, 3);
  }
}
