package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  private static Rows rows(int[][] surfaceAndEssence) {
    double[] ones = new double[surfaceAndEssence.length];
    Arrays.fill(ones, 1);
    return new Rows(
        Arrays.stream(surfaceAndEssence)
            .map(row -> new double[] {row[0], 1})
            .toArray(double[][]::new),
        Arrays.stream(surfaceAndEssence).mapToInt(row -> row[1]).toArray(),
        ones);
  }

  private static Conflicts find(Rows rows, int partitions) {
    return rows.store(partitions, 2, false).aggregate(new Conflicts.Finding(rows.size()));
  }

  @Test
  void equalSurfacesOfOneEssenceAreNone() {
    Rows rows = rows(new int[][] {{5, 0}, {5, 0}, {6, 1}, {5, 0}});
    assertThat(find(rows, 1).count()).isZero();
    assertThat(find(rows, 4).count()).isZero();
    assertThat(find(rows, 4).pairs()).isEmpty();
  }

  @Test
  void countsSamplesThatDifferFromTheFirstAtAnySplit() {
    // Surface 5: first essence 0, then 1, 0, 1, 2. Those that differ from the first: rows 2, 4, 6.
    // Surface 6: first essence 1, then 1, 0: row 7.
    Rows rows =
        rows(new int[][] {{5, 0}, {6, 1}, {5, 1}, {5, 0}, {5, 1}, {6, 1}, {5, 2}, {6, 0}, {9, 2}});
    for (int partitions : new int[] {1, 2, 3, 4, 9}) {
      assertThat(find(rows, partitions).count()).as("%d partitions", partitions).isEqualTo(4);
    }
  }

  @Test
  void namesBothSamples() {
    Rows rows = rows(new int[][] {{5, 0}, {6, 1}, {7, 1}, {5, 2}});
    Conflicts one = find(rows, 1);
    assertThat(one.pairs())
        .containsExactly(
            new Conflicts.Pair(SampleBlock.position(0, 0), 0, SampleBlock.position(0, 3), 2));
    Conflicts two = find(rows, 2);
    assertThat(two.pairs())
        .containsExactly(
            new Conflicts.Pair(SampleBlock.position(0, 0), 0, SampleBlock.position(1, 1), 2));
  }

  @Test
  void namesTenAtMostInOrderAndCountsAll() {
    int[][] both = new int[60][];
    for (int i = 0; i < 30; i++) {
      both[i] = new int[] {i + 1, 0};
      both[30 + i] = new int[] {i + 1, 1};
    }
    for (int partitions : new int[] {1, 2, 3}) {
      Conflicts conflicts = find(rows(both), partitions);
      assertThat(conflicts.count()).isEqualTo(30);
      assertThat(conflicts.pairs()).hasSize(10);
      assertThat(conflicts.pairs())
          .isSortedAccordingTo((a, b) -> Long.compare(a.second(), b.second()));
      assertThat(SampleBlock.rowOf(conflicts.pairs().get(0).first())).isZero();
    }
  }
}
