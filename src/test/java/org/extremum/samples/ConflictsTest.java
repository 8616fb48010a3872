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

  /** Random surfaces that stand up to six times each, with essences that mostly agree. */
  @Test
  void severalPassesFindWhatOneFinds() {
    int[][] many = new int[600][];
    for (int i = 0; i < many.length; i++) {
      long draw = RowHash.mix(i);
      int surface = (int) Math.floorMod(draw, 200L);
      many[i] = new int[] {surface, (draw >>> 60) == 0 ? 2 : surface % 2};
    }
    Rows rows = rows(many);
    Conflicts one = find(rows, 3);
    assertThat(one.count()).isGreaterThan(20);
    for (long perPass : new long[] {599, 100, 7}) {
      Conflicts several = Conflicts.in(rows.store(3, 2, false), rows.size(), perPass);
      assertThat(several.count()).isEqualTo(one.count());
      assertThat(several.pairs()).isEqualTo(one.pairs());
    }
  }

  @Test
  void theRangesOfHashesShareTheSurfacesOut() {
    int[][] different = new int[1000][];
    for (int i = 0; i < different.length; i++) {
      different[i] = new int[] {i + 1, 0};
    }
    Rows rows = rows(different);
    int found = 0;
    for (int range = 0; range < 4; range++) {
      int bytes = bytes(rows.store(1, 2, false).aggregate(new Conflicts.Finding(1000, range, 4)));
      found += bytes;
      // A fair share of surfaces, 250 of 32 bytes, to within six standard deviations (14 each).
      assertThat(bytes).isBetween((250 - 84) * 32, (250 + 84) * 32 + 1000);
    }
    int whole = bytes(rows.store(1, 2, false).aggregate(new Conflicts.Finding(1000)));
    assertThat(found).isBetween(whole, whole + 4 * 1000);
  }

  private static int bytes(Conflicts conflicts) {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var out = new java.io.ObjectOutputStream(bytes)) {
      out.writeObject(conflicts);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.size();
  }
}
