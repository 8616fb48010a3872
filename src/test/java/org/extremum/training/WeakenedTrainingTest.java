package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.samples.RowHash;
import org.junit.jupiter.api.Test;

/** Weakened mode as a whole, in this JVM. */
class WeakenedTrainingTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  private static TrainingResult train(Map<String, ?> asked) {
    return train(IRIS, asked);
  }

  private static TrainingResult train(Rows rows, Map<String, ?> asked) {
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(rows.store(2, 64, false), 0);
  }

  @Test
  @SuppressWarnings("unchecked")
  void fineTuningOfAllLayersLowersTheLossOnRowsItHasNotSeen() {
    TrainingResult tuned = train(Map.of("hiddenLayers", List.of(40L, 60L), "fineTuning", 25L));
    assertThat(tuned.outcome()).isEqualTo(Outcome.SOLVED);
    List<Map<String, Object>> rounds =
        (List<Map<String, Object>>) tuned.report().get("fineTuning.rounds");
    List<Double> losses =
        rounds.stream().map(round -> (Double) round.get("validationLogLoss")).toList();
    int best = (int) tuned.report().number("fineTuning.best");
    assertThat(best).isPositive();
    assertThat(losses.get(best)).isEqualTo(Collections.min(losses)).isLessThan(losses.get(0));
    TrainingResult solved = train(Map.of("hiddenLayers", List.of(40L, 60L)));
    assertThat(tuned.requireNetwork().hidden().layers().get(0).weights())
        .isNotEqualTo(solved.requireNetwork().hidden().layers().get(0).weights());
  }

  /** Labels that say nothing: the more is learnt, the worse it is on rows that were not learnt. */
  @Test
  @SuppressWarnings("unchecked")
  void fineTuningStopsEarlyAndKeepsWhatWasBest() {
    int[] labels =
        IntStream.range(0, IRIS.size())
            .map(i -> (int) Long.remainderUnsigned(RowHash.mix(i + 1), 3))
            .toArray();
    Rows noise = IRIS.withEssences(labels);
    TrainingResult tuned =
        train(noise, Map.of("hiddenLayers", List.of(60L), "gamma", 0.0, "fineTuning", 500L));
    List<Map<String, Object>> rounds =
        (List<Map<String, Object>>) tuned.report().get("fineTuning.rounds");
    int best = (int) tuned.report().number("fineTuning.best");
    assertThat(rounds.size()).isLessThan(51); // solved, and 50 rounds of 10 steps
    assertThat(rounds).hasSize(best + 3); // two more to see that it gets worse
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
