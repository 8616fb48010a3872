package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

class KeyedFoldsTest {
  private static final KeyHistogram.Counting KEYS =
      new KeyHistogram.Counting(3, RowHash.Purpose.HELD_OUT, 3);

  private static int[][] sizes(Rows rows, int partitions) {
    KeyedFolds folds = rows.store(partitions, 32, false).aggregate(KEYS).folds(KEYS, 5);
    SampleBlock all = rows.dense();
    int[][] sizes = new int[3][5];
    for (int i = 0; i < all.size(); i++) {
      sizes[all.essence(i)][folds.of(all.essence(i), all.hash(i))]++;
    }
    return sizes;
  }

  /** A cut is right to within the rows of one of 4096 ranges: 200 rows seldom share one. */
  @Test
  void everyEssenceIsDealtOutAlike() {
    Rows rows = Rows.random(600, 4, 3, false, 1);
    for (int[] ofEssence : sizes(rows, 1)) {
      for (int size : ofEssence) {
        assertThat(size).isBetween(38, 42);
      }
    }
    assertThat(sizes(rows, 4)).isDeepEqualTo(sizes(rows, 1));
  }

  @Test
  void equalRowsAreInOneFold() {
    Rows one = Rows.random(1, 4, 3, false, 1);
    int[] sizes = sizes(one.at(0, 0, 0, 0, 0), 1)[0];
    assertThat(sizes).containsOnly(0, 5);
  }

  @Test
  void fewRowsOfAnEssenceAreInDifferentFolds() {
    Rows rows = Rows.random(6, 4, 3, false, 1); // two of each
    for (int[] ofEssence : sizes(rows, 1)) {
      assertThat(ofEssence).containsExactlyInAnyOrder(0, 0, 0, 1, 1);
    }
  }
}
