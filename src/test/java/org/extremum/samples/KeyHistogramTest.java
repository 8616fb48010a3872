package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.junit.jupiter.api.Test;

class KeyHistogramTest {
  private static final KeyHistogram.Counting KEYS =
      new KeyHistogram.Counting(42, RowHash.Purpose.TEST_SPLIT, 3);

  /** 2000 samples: 1000, 600, 380 and 20 of the four essences. */
  private static final Rows ROWS = rows();

  private static Rows rows() {
    int[] y =
        IntStream.range(0, 2000).map(i -> i < 1000 ? 0 : i < 1600 ? 1 : i < 1980 ? 2 : 3).toArray();
    return Rows.random(2000, 3, 1, false, 1).withEssences(y).shuffled(2);
  }

  private static KeyedShare share(Rows rows, int partitions, double fraction) {
    return rows.store(partitions, 50, partitions % 2 == 0).aggregate(KEYS).share(KEYS, fraction);
  }

  private static TreeSet<Long> members(Rows rows, KeyedShare share) {
    SampleBlock block = rows.dense();
    TreeSet<Long> hashes = new TreeSet<>();
    for (int i = 0; i < rows.size(); i++) {
      if (share.contains(block.essence(i), block.hash(i))) {
        hashes.add(block.hash(i));
      }
    }
    return hashes;
  }

  private static long count(Rows rows, KeyedShare share, int essence) {
    SampleBlock block = rows.dense();
    return IntStream.range(0, rows.size())
        .filter(i -> block.essence(i) == essence && share.contains(essence, block.hash(i)))
        .count();
  }

  @Test
  void everyEssenceHasItsShare() {
    for (double fraction : new double[] {0.1, 0.2, 0.5, 0.9}) {
      KeyedShare share = share(ROWS, 1, fraction);
      int[] totals = {1000, 600, 380, 20};
      for (int v = 0; v < 4; v++) {
        // Nearest cut between ranges of the key: with 1000 rows in 4096 ranges two or three rows
        // can share a range, so a count is off by one or two at most.
        assertThat(Math.abs(count(ROWS, share, v) - fraction * totals[v])).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void sharesDoNotDependOnPartitionsOrderOrStorage() {
    int[] bins = share(ROWS, 1, 0.3).bins();
    for (int partitions : new int[] {2, 7, 64}) {
      assertThat(share(ROWS, partitions, 0.3).bins()).isEqualTo(bins);
    }
    assertThat(share(ROWS.shuffled(9), 3, 0.3).bins()).isEqualTo(bins);
  }

  @Test
  void equalRowsStandOnOneSide() {
    // Each of 40 rows 25 times, with other weights: the share is of rows, equal ones together.
    Rows once = Rows.random(40, 2, 2, false, 5);
    Rows rows = once.at(IntStream.range(0, 1000).map(i -> i % 40).toArray()).shuffled(6);
    KeyedShare share = share(rows, 7, 0.5);
    SampleBlock block = rows.dense();
    TreeSet<Long> in = new TreeSet<>();
    TreeSet<Long> out = new TreeSet<>();
    for (int i = 0; i < rows.size(); i++) {
      (share.contains(block.essence(i), block.hash(i)) ? in : out).add(block.hash(i));
    }
    assertThat(in).hasSize(20);
    assertThat(out).hasSize(20).doesNotContainAnyElementsOf(in);
  }

  @Test
  void noneAndAll() {
    assertThat(members(ROWS, share(ROWS, 1, 0))).isEmpty();
    assertThat(members(ROWS, share(ROWS, 1, 1))).hasSize(2000);
    // Unknown essences belong to no share.
    KeyedShare all = share(ROWS, 1, 1);
    assertThat(all.contains(4, 17)).isFalse();
    assertThat(all.contains(-1, 17)).isFalse();
  }

  @Test
  void smallerSharesLieInLargerOnes() {
    TreeSet<Long> larger = members(ROWS, share(ROWS, 1, 1));
    for (double fraction = 0.95; fraction >= 0; fraction -= 0.05) {
      TreeSet<Long> smaller = members(ROWS, share(ROWS, 1, fraction));
      assertThat(larger).containsAll(smaller);
      larger = smaller;
    }
  }

  @Test
  void seedAndPurposeDecide() {
    KeyHistogram.Counting other = new KeyHistogram.Counting(43, RowHash.Purpose.TEST_SPLIT, 3);
    KeyHistogram.Counting held = new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, 3);
    TreeSet<Long> mine = members(ROWS, share(ROWS, 1, 0.5));
    for (KeyHistogram.Counting keys : new KeyHistogram.Counting[] {other, held}) {
      TreeSet<Long> theirs = members(ROWS, ROWS.store().aggregate(keys).share(keys, 0.5));
      theirs.retainAll(mine);
      // Independent halves share a quarter, 500 ± 16 (hypergeometric); five deviations.
      assertThat(theirs.size()).isBetween(420, 580);
    }
  }

  @Test
  void noRowsNoShare() {
    Rows rows = Rows.random(5, 2, 1, false, 1);
    KeyedShare share =
        rows.store().view(2, b -> b.select(i -> false)).aggregate(KEYS).share(KEYS, 0.5);
    assertThat(share.bins()).isEmpty();
  }

  @Test
  void keysAreUniform() {
    Random random = new Random(7);
    int[] counts = new int[16];
    for (int i = 0; i < 16_000; i++) {
      long key = RowHash.key(1, RowHash.Purpose.NOISE, random.nextInt(1 << 20));
      counts[(int) (RowHash.unit(key) * 16)]++;
    }
    double chiSquare =
        Arrays.stream(counts).mapToDouble(c -> (c - 1000.0) * (c - 1000) / 1000).sum();
    assertThat(chiSquare).isLessThan(37.7); // 15 degrees of freedom, probability .001
  }
}
