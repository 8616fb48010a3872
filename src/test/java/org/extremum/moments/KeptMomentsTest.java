package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

class KeptMomentsTest {
  private static final int WIDTH = 6;
  private static final ByHand NETWORK = ByHand.random(Activation.SIGMOID, 2, 4, WIDTH);
  private static final Rows ROWS = Rows.random(20, 4, 3, true, 1);

  private static Map<String, double[]> kept() {
    Moments moments = ROWS.store().aggregate(new MomentsPass(NETWORK.stack(), 3, null)).training();
    return new HashMap<>(KeptMoments.arrays(moments, "a."));
  }

  @Test
  void areTheSameMoments() {
    Moments read = KeptMoments.moments(WIDTH, 3, "a.", kept());
    for (int v = 0; v < 3; v++) {
      assertThat(read.count(v)).isPositive();
    }
    MomentsTest.assertMoments(read, NETWORK, ROWS);
  }

  @Test
  void whatIsMissingOrWrongIsRefused() {
    Map<String, double[]> missing = kept();
    missing.remove("a.sums");
    assertThatThrownBy(() -> KeptMoments.moments(WIDTH, 3, "a.", missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.sums: expected 18 values, got none");
    assertThatThrownBy(() -> KeptMoments.moments(WIDTH + 1, 3, "a.", kept()))
        .hasMessageContaining("a.values: expected 28 values, got 21");
    Map<String, double[]> spoilt = kept();
    spoilt.get("a.slopes")[20] = Double.NaN;
    assertThatThrownBy(() -> KeptMoments.moments(WIDTH, 3, "a.", spoilt))
        .hasMessageContaining("a.slopes: expected finite values, got NaN");
  }
}
