package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareMemoryTest {
  private static final MemoryPlan PLAN = new MemoryPlan(0, 0, 0, 300, 100);

  private static long spare(JavaHeap heap, int tasksAtOnce) {
    MemoryBudget budget = new MemoryBudget(1000, 1000, heap, JavaHeap.UNLIMITED, "");
    return SpareMemory.beside(PLAN, budget, tasksAtOnce).bytes();
  }

  @Test
  void whatSparkCachesAndTheHeapHasRoomFor() {
    assertThat(spare(new JavaHeap(1000, 600, 2, ""), 2)).as("cache").isEqualTo(600 - 100);
    assertThat(spare(new JavaHeap(700, 600, 2, ""), 2)).as("room").isEqualTo(700 - 300 - 100);
    assertThat(spare(new JavaHeap(300, 200, 2, ""), 2)).as("none").isZero();
  }

  @Test
  void everyProcessHasIt() {
    assertThat(spare(new JavaHeap(1000, 600, 2, ""), 6)).isEqualTo(3 * 600 - 100);
    assertThat(spare(new JavaHeap(1000, 600, 4, ""), 3)).as("few tasks").isEqualTo(600 - 100);
  }

  @Test
  void halfOfTheRoomWhereSamplesAreTheDrivers() {
    assertThat(spare(new JavaHeap(1000, 0, 2, ""), 2)).isEqualTo(350 - 100);
    assertThat(spare(JavaHeap.UNLIMITED, 4)).isGreaterThan(1L << 60);
  }

  @Test
  void eightBytesANumber() {
    SpareMemory spare = new SpareMemory(10 * (8 * 5 + 28));
    assertThat(spare.holds(10, 5, 10)).isTrue();
    assertThat(spare.holds(11, 5, 10)).isFalse();
    assertThat(spare.holds(10, 6, 10)).isFalse();
    assertThat(SpareMemory.NONE.holds(1, 1, 1)).isFalse();
  }

  @Test
  void aBlockIsOneArray() {
    SpareMemory much = new SpareMemory(Long.MAX_VALUE);
    assertThat(much.holds(1L << 20, 1 << 21, 1023)).isTrue();
    assertThat(much.holds(1L << 20, 1 << 21, 1024)).isFalse();
  }
}
