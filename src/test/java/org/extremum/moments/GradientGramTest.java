package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.reference.Close.assertClose;

import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E added to another matrix, the Moments staying as they are. */
class GradientGramTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void isAddedAndNothingElseChanges(int depth) {
    ByHand network =
        depth == 1
            ? ByHand.random(Activation.SIGMOID, 2, 4, 9)
            : ByHand.random(Activation.SIGMOID, 2, 4, 3, 9);
    Rows rows = Rows.random(30, 4, 3, true, 1);
    Moments moments = rows.store().aggregate(new MomentsPass(network.stack(), 3, null)).training();
    double[] slopes = moments.slopes().values().clone();
    PackedSymmetric target = moments.values().copy();
    moments.addGradientGram(0.5, network.stack(), target);
    double[][] gram = network.gradientGram(rows);
    double[][] expected = network.valueGram(rows);
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        expected[i][j] += 0.5 * gram[i][j];
      }
    }
    assertClose(target, expected, 1e-12); // sums of 30 products
    assertThat(moments.slopes().values()).isEqualTo(slopes);
    Moments sums = moments.copyOfSums();
    assertThat(sums.valueSum(1)).isEqualTo(moments.valueSum(1));
    assertThat(sums.count(2)).isEqualTo(moments.count(2));
    sums.scale(2);
    assertThat(sums.weight()).isEqualTo(2 * moments.weight());
  }
}
