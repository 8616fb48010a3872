package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Outcome;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds u &lt; n on breast cancer with three hidden layers: round n fails, and 9a, 9b, 9c each
 * succeed once where those before them do not, and once none does (method.md 9, Table 1).
 */
class DeeperRoundsTest {
  private static final Rows CANCER = DataFile.read("breast_cancer.csv");

  private static final double TOLERANCE = 1e-3; // stationarityTolerance

  @TempDir private Path folders;

  private static TrainingResult train(long centresPerEssence, long... widths) {
    Map<String, Object> asked = new HashMap<>();
    asked.put("extremum", "exact");
    asked.put("hiddenLayers", LongStream.of(widths).boxed().toList());
    asked.put("initScale", 4.0);
    asked.put("centres", "kmeans");
    asked.put("centresPerEssence", centresPerEssence);
    asked.put("onTooSmall", "deepen");
    asked.put("stationarityTolerance", TOLERANCE);
    asked.put("maxRounds", 1L);
    asked.put("seed", 1L);
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(CANCER.store(2, 64, false), 0); // thousands of passes: local, not Spark's
  }

  @Test
  void aLayerRedrawnInANullSpace() throws IOException {
    TrainingResult result = train(2, 150, 40, 40);
    assertSolved(result, "A");
    assertThat(result.report().number("stationarity.max")).isLessThan(1e-9);
  }

  @Test
  void valuesKeptAndGradientsSolved() throws IOException {
    assertSolved(train(2, 12, 40, 30), "B");
  }

  @Test
  void theTrueSystemMinimised() throws IOException {
    assertSolved(train(2, 8, 8, 8), "C");
  }

  @Test
  void noneHelpsAndTheAdviceFollowedDoes() {
    TrainingResult failed = train(20, 1, 1, 1);
    assertThat(failed.outcome()).isEqualTo(Outcome.NETWORK_TOO_SMALL);
    assertThat(failed.detail())
        .contains("round 3 layer redrawn", "round 2 values kept", "round 1 true system");
    Matcher advice = Pattern.compile("hiddenLayers=\\[(\\d+)]").matcher(failed.detail());
    assertThat(advice.find()).isTrue();

    TrainingResult followed = train(20, Long.parseLong(advice.group(1)));
    assertThat(followed.outcome().hasModel()).as(followed.detail()).isTrue();
    assertThat(followed.report().get("resolved.round9")).isNull();
    assertThat(followed.report().number("stationarity.max")).isLessThan(1e-8);
    assertThat(followed.report().number("criticalPoints.own.rightSign")).isEqualTo(40);
  }

  private void assertSolved(TrainingResult result, String way) throws IOException {
    assertThat(result.report().get("resolved.round9")).isEqualTo(way);
    Map<?, ?> round = (Map<?, ?>) ((List<?>) result.report().get("rounds")).get(0);
    int u = (Integer) round.get("u");
    assertThat(u).isBetween(1, 3); // not the output layer alone
    List<?> layers = (List<?>) result.report().get("layers");
    for (int k = 1; k <= 4; k++) {
      assertThat(layers.get(k - 1)).isEqualTo(Map.of("u", k, "state", k >= u ? "update" : "init"));
    }
    assertThat(result.report().number("stationarity.max")).isLessThanOrEqualTo(TOLERANCE);
    // Every sign of every centre is right, and all are stationary; few are definite.
    assertThat(result.report().get("criticalPoints.own.rightSign"))
        .isEqualTo(result.report().get("criticalPoints.own.pairs"));
    assertThat(result.report().get("criticalPoints.own.stationary"))
        .isEqualTo(result.report().get("criticalPoints.own.pairs"));
    String folder = folders.resolve(way).toString();
    new ExtremumClassificationModel(
            "deep", result.requireNetwork(), result.report(), List.of(), List.of())
        .write()
        .session(TestSpark.session())
        .save(folder);
    Network saved =
        ExtremumClassificationModel.read().session(TestSpark.session()).load(folder).network();
    assertFlatByDifferences(saved, ((Number) result.report().get("resolved.centres")).intValue());
  }

  /**
   * The saved network alone, by central differences at every sample: as many samples as there are
   * centres have gradients below the tolerance. Error step²·z'''/6: 1e-8 of the spread.
   */
  private static void assertFlatByDifferences(Network network, int centres) {
    double[][] z = new double[CANCER.size()][];
    for (int i = 0; i < z.length; i++) {
      z[i] = network.raw(CANCER.surfaces()[i]);
    }
    double mean = IntStream.range(0, z.length).mapToDouble(i -> z[i][1]).average().orElseThrow();
    double variance =
        IntStream.range(0, z.length)
            .mapToDouble(i -> (z[i][1] - mean) * (z[i][1] - mean))
            .average()
            .orElseThrow();
    long flat =
        IntStream.range(0, z.length)
            .filter(i -> slope(network, i) <= 1.01 * TOLERANCE * Math.sqrt(variance))
            .count();
    assertThat(flat).isGreaterThanOrEqualTo(centres);
  }

  /** ‖∇z_1‖ at a sample by central differences, all of them in one block. */
  private static double slope(Network network, int sample) {
    double step = 1e-4;
    double[] scales = network.standardiser().scales();
    int m = scales.length;
    double[] surfaces = new double[2 * m * m];
    for (int j = 0; j < 2 * m; j++) {
      System.arraycopy(CANCER.surfaces()[sample], 0, surfaces, j * m, m);
      surfaces[j * m + j / 2] += (j % 2 == 0 ? step : -step) * scales[j / 2];
    }
    double[] ones = new double[2 * m];
    java.util.Arrays.fill(ones, 1);
    SampleBlock moved =
        SampleBlock.dense(m, surfaces, new int[2 * m], ones, new long[2 * m])
            .standardised(network.standardiser());
    double squares = 0;
    try (var scorer = new org.extremum.network.Scorer(network)) {
      var z = scorer.score(moved);
      for (int j = 0; j < m; j++) {
        double slope = (z.get(1, 2 * j) - z.get(1, 2 * j + 1)) / (2 * step);
        squares += slope * slope;
      }
    }
    return Math.sqrt(squares);
  }
}
