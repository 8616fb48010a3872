package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.extremum.network.Activation;
import org.extremum.samples.Standardization;
import org.junit.jupiter.api.Test;

/** What is planned for the passes that score candidates. */
class ScoringSizeTest {
  private static final long MEBIBYTE = 1L << 20;

  @Test
  void outputLayersOfAPassFitUnlessOneDoesNot() {
    ScoringSize few = new ScoringSize(24, 1, 10, 2000, 6000);
    assertThat(few.atOnce()).isEqualTo(24);
    assertThat(few.rows()).isEqualTo(6000);
    ScoringSize many = new ScoringSize(24, 5, 100, 2000, 6000);
    assertThat(many.atOnce()).isEqualTo(8); // 64 MiB / (8 · 5 · 100 · 2001)
    assertThat(many.rows()).isEqualTo((1 << 22) / 2400);
    assertThat(new ScoringSize(24, 5, 1000, 4000, 6000).atOnce()).isEqualTo(1);
  }

  @Test
  void aTaskIsPlannedWithWhatItHolds() {
    // 10 000 narrow output layers: what they make of a block outweighs the layers themselves.
    ScoringSize wide = new ScoringSize(24, 1, 1000, 100, 100_000);
    long ofBlock = 2L * 8 * 1024 * 24 * 1000;
    assertThat(wide.taskBytes(1024)).isGreaterThan(ofBlock).isLessThan(2 * ofBlock);
    // One output layer that does not fit into a pass is held as it is, twice.
    ScoringSize large = new ScoringSize(24, 5, 1000, 4000, 6000);
    assertThat(large.taskBytes(1)).isGreaterThan(2L * 8 * 5 * 1000 * 4001);
  }

  private static MemoryPlan plan(int essences, Map<String, ?> asked) {
    ResolvedPlan plan =
        new ResolvedPlan(
            1_000_000,
            20,
            essences,
            List.of(100),
            Activation.SIGMOID,
            "pairs",
            4,
            Standardization.GLOBAL);
    return MemoryPlan.of(plan, TrainingOptions.of(asked).with("hiddenLayers", List.of(100L)));
  }

  @Test
  void thePlanOfATaskKnowsTheEssences() {
    Map<String, ?> auto = Map.of("gamma", Double.NaN);
    long few = plan(2, auto).task();
    long many = plan(1000, auto).task();
    assertThat(many - few).isGreaterThan(300 * MEBIBYTE);
    assertThat(plan(1000, Map.of("regParam", 1.0)).task())
        .as("nothing is scored")
        .isLessThan(10 * MEBIBYTE);
  }

  @Test
  void theDriverKeepsTheMomentsThatLead() {
    long one = plan(2, Map.of()).driver();
    long three = plan(2, Map.of("initScaleCandidates", List.of(1.0, 2.0, 4.0))).driver();
    long moments = 2 * 2 * 4L * 100 * 101; // of the tenth and of the rest, two triangles each
    assertThat(three - one).isGreaterThan(moments);
  }
}
