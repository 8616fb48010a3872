package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.Test;

/** Prototypes that are asked for and do not fit into a model. */
class PrototypeLimitTest {
  /** 256 MB / (8 · 200 000) = 167.8 surfaces. */
  private static final int FEATURES = 200_000;

  private static TrainingOptions asked(long prototypes) {
    return TrainingOptions.of(
        Map.of("prototypes", prototypes, "hiddenLayers", List.of(2L), "gamma", 0, "regParam", 1));
  }

  private static void require(long prototypes, long... counts) {
    PrototypeStep.requireFitting(asked(prototypes), counts, FEATURES);
  }

  @Test
  void theLargestNumberThatFitsIsNamed() {
    assertThatCode(() -> require(83, 1000, 1000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> require(84, 1000, 1000))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContaining("option prototypes: expected at most 83 of each class")
        .hasMessageContaining("got 84");
    assertThatThrownBy(() -> require(1_000_000, 1000, 1000)).hasMessageContaining("at most 83");
    // A class that is small leaves the others more.
    assertThatThrownBy(() -> require(500, 10, 1000)).hasMessageContaining("at most 157");
    assertThatCode(() -> require(1_000_000, 10, 157)).doesNotThrowAnyException();
    assertThatCode(() -> require(0, 1000, 1000)).doesNotThrowAnyException();
  }

  @Test
  void exactModeKeepsCentralSamplesIfTheyFit() {
    TrainingOptions exact = asked(84).with("extremum", "exact");
    assertThatCode(() -> PrototypeStep.requireFitting(exact, new long[] {1000, 1000}, FEATURES))
        .doesNotThrowAnyException();
  }

  /** 200 rows of 1000 values each, every feature in one of them. */
  private static LocalSampleStore sparse() {
    int rows = 200;
    int each = FEATURES / rows;
    int[] starts = new int[rows + 1];
    int[] coordinates = new int[FEATURES];
    double[] values = new double[FEATURES];
    Arrays.fill(values, 1);
    int[] essences = new int[rows];
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    long[] positions = new long[rows];
    for (int i = 0; i < rows; i++) {
      starts[i + 1] = (i + 1) * each;
      essences[i] = i % 2;
      positions[i] = SampleBlock.position(0, i);
    }
    Arrays.setAll(coordinates, p -> p);
    SampleBlock block =
        SampleBlock.sparse(FEATURES, starts, coordinates, values, essences, weights, positions);
    return new LocalSampleStore(FEATURES, List.of(List.of(block)));
  }

  @Test
  void nothingIsTrainedBefore() {
    List<String> steps = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void stepStarted(String step, String detail) {
            steps.add(step);
          }
        };
    Trainer trainer =
        new Trainer(asked(90), new BreezeMinimizer(), progress, MemoryBudget.UNLIMITED);
    assertThatThrownBy(() -> trainer.train(sparse(), 2))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("at most 83");
    assertThat(steps).containsExactly("statistics");
  }
}
