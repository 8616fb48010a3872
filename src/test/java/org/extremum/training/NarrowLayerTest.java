package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.extremum.polarization.Minimizer;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

/** A narrow earlier layer cuts the equations of a sample (method.md 2), and the plans follow. */
class NarrowLayerTest {
  private static final int SAMPLES = 60;

  private static TrainingOptions options(Long... widths) {
    return TrainingOptions.of(Map.of("extremum", "exact", "hiddenLayers", List.of(widths)));
  }

  private static TrainingReport train(Long... widths) {
    Minimizer none = (objective, start, steps, tolerance) -> new Minimizer.Result(start, 0, 0);
    Rows rows = Rows.random(SAMPLES, 4, 3, false, 1);
    return new Trainer(options(widths), none, Progress.NONE, MemoryBudget.UNLIMITED)
        .train(rows.store(), 3)
        .report();
  }

  @Test
  void asManyRowsAsThereAreEquations() {
    // 60·2 rows fit the small side of 200 neurons; as many as features, 60·4, would not.
    TrainingReport narrow = train(2L, 200L);
    assertThat(narrow.get("spectrum.method")).isEqualTo("smallSide");
    assertThat(narrow.number("spectrum.rank")).isLessThanOrEqualTo(2 * SAMPLES);
    TrainingReport wide = train(5L, 200L);
    assertThat(wide.get("spectrum.method")).isNotEqualTo("smallSide");
    assertThat(wide.number("spectrum.rank")).isGreaterThan(narrow.number("spectrum.rank"));
  }

  @Test
  void memoryIsPlannedForThem() {
    long narrow = MemoryPlan.of(1000, 50, List.of(2, 3000), options(2L, 3000L)).task();
    long wide = MemoryPlan.of(1000, 50, List.of(60, 3000), options(60L, 3000L)).task();
    // The small side, 8·l·φ·r bytes, and twice as much to send it, where Tsqr needs squares.
    assertThat(narrow).isLessThan(wide);
    TrainingOptions weakened = options(60L, 3000L).with("extremum", "weakened");
    long exactly = MemoryPlan.of(1000, 50, List.of(60, 3000), weakened).task();
    long sketched =
        MemoryPlan.of(1000, 50, List.of(60, 3000), weakened.with("sketchDirections", 5000L)).task();
    // Tangents of 5000 directions at a time instead of 1024 columns.
    assertThat(sketched - exactly).isGreaterThan(8L * 3000 * 3000);
  }
}
