package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderedMergeTest {
  @Test
  void resultsSent() {
    long large = OrderedMerge.DIRECT_BYTES + 1;
    assertThat(OrderedMerge.sent(1, large)).as("to a merging task and to the driver").isEqualTo(2);
    assertThat(OrderedMerge.sent(8, large)).isEqualTo(8 + 1);
    assertThat(OrderedMerge.sent(9, large)).isEqualTo(9 + 2 + 1);
    assertThat(OrderedMerge.sent(64, large)).isEqualTo(64 + 8 + 1);
    assertThat(OrderedMerge.sent(8, OrderedMerge.DIRECT_BYTES / 8)).as("all at once").isEqualTo(8);
    assertThat(OrderedMerge.sent(9, OrderedMerge.DIRECT_BYTES / 8)).isEqualTo(9 + 2 + 1);
  }
}
