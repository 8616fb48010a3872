package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fold's Moments are those of its rows, and those without it of all others. */
class FoldsPassTest {
  private static final int ESSENCES = 3;
  private static final Rows ROWS = Rows.random(60, 4, ESSENCES, true, 1);
  private static final ByHand NETWORK = ByHand.random(Activation.SIGMOID, 2, 4, 9);

  private static Rows in(KeyedFolds folds, int fold, boolean within) {
    SampleBlock block = ROWS.dense();
    return ROWS.select(i -> (folds.of(block.essence(i), block.hash(i)) == fold) == within);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void byDefinition(int count) {
    SampleStore store = ROWS.store(3, 7, false); // parts are merged
    KeyHistogram.Counting keys = new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, ESSENCES);
    KeyedFolds folds = store.aggregate(keys).folds(keys, count);
    FoldMoments moments =
        store.aggregate(new FoldsPass(NETWORK.stack(), ESSENCES, folds, null, GradientRows.ALL));
    assertThat(moments.folds()).hasSize(count);
    MomentsTest.assertMoments(moments.without(-1), NETWORK, ROWS);
    for (int p = 0; p < count; p++) {
      MomentsTest.assertMoments(moments.without(p), NETWORK, in(folds, p, false));
    }
    for (int p = 0; p < count; p++) {
      MomentsTest.assertMoments(moments.folds().get(p), NETWORK, in(folds, p, true));
    }
  }
}
