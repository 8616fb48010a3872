package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.extremum.samples.SurfaceStatistics;
import org.junit.jupiter.api.Test;

class CentralSamplesTest {
  private static final CentralSamples SOME =
      CentralSamples.of(3, new int[] {2, 0, 2, 0, 2}, new long[] {5, -7, -5, 9, 5});

  private static long samples(SampleStore store) {
    return store.aggregate(new SurfaceStatistics.Gathering(store.features())).samples();
  }

  @Test
  void containsWhatItWasMadeOf() {
    assertThat(SOME.count()).isEqualTo(4);
    assertThat(SOME.count(0)).isEqualTo(2);
    assertThat(SOME.count(1)).isZero();
    assertThat(SOME.contains(0, -7)).isTrue();
    assertThat(SOME.contains(2, -7)).as("of another essence").isFalse();
    assertThat(SOME.contains(3, 5)).isFalse();
    assertThat(SOME.contains(-1, 5)).isFalse();
  }

  @Test
  void plainDataMakesTheSameSet() {
    assertThat(SOME.essenceOfEach()).containsExactly(0, 0, 2, 2);
    assertThat(SOME.hashes()).containsExactly(-7, 9, -5, 5);
    assertThat(CentralSamples.of(3, SOME.essenceOfEach(), SOME.hashes()))
        .isEqualTo(SOME)
        .hasSameHashCodeAs(SOME);
  }

  @Test
  void promotedSamplesAreAddedOnce() {
    CentralSamples more = SOME.with(new int[] {1, 0}, new long[] {4, 9});
    assertThat(more.count()).isEqualTo(5);
    assertThat(more.contains(1, 4)).isTrue();
    assertThat(SOME.count()).as("not modified").isEqualTo(4);
    assertThat(SOME.plus(more)).isEqualTo(more);
    assertThat(CentralSamples.none(1).plus(SOME)).isEqualTo(SOME);
    assertThat(SOME.plus(CentralSamples.none(5)).essences()).isEqualTo(5);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> CentralSamples.of(2, new int[] {2}, new long[1]))
        .hasMessageContaining("from 0 to 1, got 2");
    assertThatThrownBy(() -> CentralSamples.of(2, new int[2], new long[1]))
        .hasMessageContaining("got 1");
  }

  @Test
  void theCentralOnesAndTheOthersAreAll() {
    // Rows 0 to 29 twice, the second time of the other essence; row 60 repeats row 0.
    Rows once = Rows.random(30, 4, 1, false, 3);
    int[] indices = IntStream.range(0, 61).map(i -> i % 30).toArray();
    Rows rows =
        once.at(indices)
            .withEssences(IntStream.range(0, 61).map(i -> i < 30 || i == 60 ? 0 : 1).toArray());
    SampleBlock block = rows.dense();
    CentralSamples chosen =
        CentralSamples.of(
            2, new int[] {0, 0, 1}, new long[] {block.hash(0), block.hash(1), block.hash(2)});
    for (boolean sparse : new boolean[] {false, true}) {
      SampleStore store = rows.store(3, 7, sparse);
      // Equal rows of one essence are central together: 0 and 60.
      assertThat(samples(chosen.view(store))).isEqualTo(4);
      assertThat(samples(chosen.others(store))).isEqualTo(57);
      assertThat(samples(chosen.view(chosen.others(store)))).isZero();
    }
  }

  @Test
  void whereAllAreCentralEqualOnesCountOnce() {
    Rows once = Rows.random(20, 3, 2, false, 4);
    Rows rows = once.at(IntStream.range(0, 50).map(i -> i % 20).toArray());
    long[] counts = Blobs.counts(rows, 3);
    CentralSamples all = CentralSampleChooser.all().choose(rows.store(), counts).centres();
    assertThat(all.count()).isEqualTo(20);
    assertThat(all.count(2)).isZero();
    assertThat(samples(all.others(rows.store()))).isZero();
    for (int partitions : new int[] {2, 7}) {
      SampleStore store = rows.shuffled(5).store(partitions, 6, partitions == 7);
      assertThat(CentralSampleChooser.all().choose(store, counts).centres()).isEqualTo(all);
    }
    assertThatThrownBy(() -> new ListingPass(new long[] {1L << 26}))
        .hasMessageContaining("clustering");
  }
}
