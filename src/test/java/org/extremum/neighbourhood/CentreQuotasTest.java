package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CentreQuotasTest {
  @Test
  void inProportion() {
    long[] counts = {500, 300, 200};
    assertThat(CentreQuotas.spread(10, counts, counts)).containsExactly(5, 3, 2);
    assertThat(CentreQuotas.spread(1000, counts, counts)).containsExactly(500, 300, 200);
  }

  @Test
  void theRareHaveOneAndTheEmptyNone() {
    long[] counts = {100_000, 0, 3, 1};
    assertThat(CentreQuotas.spread(50, counts, counts)).containsExactly(48, 0, 1, 1);
    assertThat(CentreQuotas.spread(3, counts, counts)).containsExactly(1, 0, 1, 1);
  }

  @Test
  void noMoreThanDiffer() {
    long[] counts = {900, 50, 50};
    long[] distinct = {4, 50, 50};
    assertThat(CentreQuotas.spread(20, counts, distinct)).containsExactly(4, 8, 8);
    assertThat(Arrays.stream(CentreQuotas.spread(1000, counts, distinct)).sum()).isEqualTo(104);
  }

  @Test
  void tooFewForTheEssences() {
    long[] counts = {5, 5, 0, 5};
    assertThatThrownBy(() -> CentreQuotas.spread(2, counts, counts))
        .hasMessageContaining("each of 3 essences")
        .hasMessageContaining("got 2");
  }
}
