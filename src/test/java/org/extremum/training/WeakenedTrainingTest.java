package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

/** Weakened mode as a whole, in this JVM. */
class WeakenedTrainingTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  private static TrainingResult train(Map<String, ?> asked) {
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(IRIS.store(2, 64, false), 0);
  }

  @Test
  void fineTuningOfAllLayersLowersTheLoss() {
    Map<String, Object> asked = Map.of("hiddenLayers", List.of(40L, 60L));
    TrainingResult solved = train(asked);
    TrainingResult tuned = train(Map.of("hiddenLayers", List.of(40L, 60L), "fineTuning", 15L));
    assertThat(tuned.outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(tuned.report().number("fineTuning.after"))
        .isLessThan(tuned.report().number("fineTuning.before"));
    assertThat(tuned.report().number("train.logLoss"))
        .isLessThan(solved.report().number("train.logLoss"));
    assertThat(tuned.requireNetwork().hidden().layers().get(0).weights())
        .isNotEqualTo(solved.requireNetwork().hidden().layers().get(0).weights());
  }

  @Test
  void sketchedGradientsAreNearTheExactOnes() {
    TrainingResult exact = train(Map.of("hiddenLayers", List.of(40L, 60L)));
    TrainingResult sketched =
        train(Map.of("hiddenLayers", List.of(40L, 60L), "sketchDirections", 3L));
    assertThat(sketched.report().number("train.accuracy"))
        .isGreaterThan(exact.report().number("train.accuracy") - 0.03);
    assertThat(sketched.requireNetwork().output().weights())
        .isNotEqualTo(exact.requireNetwork().output().weights());
  }

  @Test
  void fineTuningAndExactContradictEachOther() {
    assertThatThrownBy(() -> train(Map.of("extremum", "exact", "fineTuning", 3L)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("fineTuning")
        .hasMessageContaining("extremum=weakened");
  }
}
