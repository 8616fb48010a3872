package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Memory counted by hand for 10 000 neurons and more. */
class MemoryPlanTest {
  private static final long TILE = 256L << 20;
  private static final TrainingOptions OPTIONS = TrainingOptions.of(Map.of("regParam", 1.0));

  private static MemoryPlan plan(int width) {
    return MemoryPlan.of(5000, 20, List.of(width), OPTIONS);
  }

  @Test
  void tenThousandNeurons() {
    long triangle = 4L * 10_000 * 10_001; // 0.4 GB; F and the slopes', of the tenth and of the rest
    long weights = 8L * 10_000 * 20;
    long block = 838; // 64 MiB / 80 000
    MemoryPlan plan = plan(10_000);
    // Packed on the heap, and a tile that is cut and sent.
    assertThat(plan.taskHeap()).isEqualTo(4 * triangle + 2 * TILE + 2 * weights);
    // Two full squares, values and slopes gathered of both parts and of a block, its surfaces
    // before
    // and after.
    long squares = 2 * 8L * 10_000 * 10_001;
    assertThat(plan.task() - plan.taskHeap())
        .isEqualTo(squares + 4 * 8L * 512 * 10_000 + 8 * block * (2 * 10_000 + 2 * 20));
    // What was merged, and three tiles as they come.
    assertThat(plan.driver()).isEqualTo(4 * triangle + 3 * TILE + 3 * weights);
    assertThat(plan.driverHeap()).isEqualTo(plan.driver());
    assertThat(plan.samples()).isEqualTo(8 * 5000 * 20);
  }

  @Test
  void resultsThatTravelWholeAreThereTwice() {
    long triangle = 4L * 1000 * 1001;
    assertThat(plan(1000).taskHeap()).isEqualTo(2 * 4 * triangle + 2 * 8L * 1000 * 20);
  }

  @Test
  void theLargestLayerThereCanBe() {
    // Triangles of 17 GB each: no number of bytes overflows, no index of an array either.
    MemoryPlan plan = plan(65_535);
    assertThat(plan.task()).isGreaterThan(100_000_000_000L);
    assertThatThrownBy(
            () -> plan.requireWithin(new MemoryBudget(24L << 30, 24L << 30, "buy"), 65_535))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("memory of a task for a last hidden layer of 65535 neurons");
  }

  @Test
  void heapThatCachedSamplesLeave() {
    MemoryPlan plan = new MemoryPlan(10, 10, 4, 9, 6);
    JavaHeap large = new JavaHeap(12, 8, 1, "more");
    plan.requireWithin(
        new MemoryBudget(
            10, 10, new JavaHeap(14, 8, 2, "more"), new JavaHeap(20, 8, 1, "more"), ""),
        1);
    assertThatThrownBy(
            () ->
                plan.requireWithin(
                    new MemoryBudget(10, 10, new JavaHeap(13, 8, 2, "say -Xmx"), large, ""), 1))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Java heap of a task")
        .hasMessageContaining("say -Xmx, or fewer neurons");
    assertThatThrownBy(
            () ->
                plan.requireWithin(
                    new MemoryBudget(10, 10, new JavaHeap(14, 8, 2, ""), large, ""), 1))
        .as("12 less 6 of samples")
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Java heap of the driver");
    // More samples than may be cached in memory take no more.
    new MemoryPlan(1, 1, 4, 1, 1000).requireWithin(new MemoryBudget(10, 10, large, large, ""), 1);
  }
}
