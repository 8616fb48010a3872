package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.extremum.samples.OrderedMerge;
import org.junit.jupiter.api.Test;

class HandoverTest {
  @Test
  void inPartitionOrderWhicheverComesFirst() {
    try (Handover<String> handover = new Handover<>(3);
        Handover<String> other = new Handover<>(1)) {
      assertThat(Handover.give(handover.number(), 2, "c")).isTrue();
      assertThat(Handover.give(other.number(), 0, "another pass")).isTrue();
      assertThat(Handover.give(handover.number(), 0, "a")).isTrue();
      assertThat(Handover.give(handover.number(), 0, "the same task again")).isTrue();
      assertThatThrownBy(handover::taken)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("partition 1");
      assertThat(Handover.give(handover.number(), 1, "b")).isTrue();
      assertThat(handover.taken()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aPassThatHasEndedTakesNothing() {
    Handover<String> handover = new Handover<>(1);
    handover.close();
    assertThat(Handover.give(handover.number(), 0, "a")).isFalse();
  }

  /** Two tasks of 512 MiB are planned with 1 GiB each: four of their results, not five. */
  @Test
  void asManyResultsAsRunningTasksArePlannedWith() {
    long bytes = 512L << 20;
    assertThat(OrderedMerge.fitsTasks(4, 2, bytes)).isTrue();
    assertThat(OrderedMerge.fitsTasks(5, 2, bytes)).isFalse();
    assertThat(OrderedMerge.fitsTasks(2, 2, 8 * bytes)).isTrue();
    assertThat(OrderedMerge.fitsTasks(3, 2, 8 * bytes)).isFalse();
  }
}
