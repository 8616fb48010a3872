package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/**
 * Rounds u &lt; n on breast cancer with three hidden layers: round n fails, and 9a, 9b, 9c each
 * succeed once where those before them do not, and once none does (method.md 9, Table 1).
 */
class DeeperRoundsTest {
  private static final Rows CANCER = DataFile.read("breast_cancer.csv");

  private static final double TOLERANCE = 1e-3; // stationarityTolerance

  private static TrainingResult train(long centresPerEssence, List<Long> widths) {
    Map<String, Object> asked = new HashMap<>();
    asked.put("extremum", "exact");
    asked.put("hiddenLayers", widths);
    asked.put("initScale", 4.0);
    asked.put("centres", "kmeans");
    asked.put("centresPerEssence", centresPerEssence);
    asked.put("onTooSmall", "deepen");
    asked.put("stationarityTolerance", TOLERANCE);
    asked.put("maxRounds", 1L);
    asked.put("seed", 1L);
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(CANCER.store(2, 64, false), 0);
  }

  private static List<Long> widths(long... widths) {
    return LongStream.of(widths).boxed().toList();
  }

  @Test
  void aLayerRedrawnInANullSpace() {
    TrainingResult result = train(2, widths(150, 40, 40));
    assertSolved(result, "A", 2);
    assertThat(result.report().number("stationarity.max")).isLessThan(1e-9);
  }

  @Test
  void valuesKeptAndGradientsSolved() {
    assertSolved(train(4, widths(20, 20, 20)), "B", 3);
  }

  @Test
  void theTrueSystemMinimised() {
    assertSolved(train(2, widths(8, 8, 8)), "C", 1);
  }

  @Test
  void noneHelpsAndTheAdviceFollowedDoes() {
    TrainingResult failed = train(20, widths(1, 1, 1));
    assertThat(failed.outcome().hasModel()).as(failed.detail()).isFalse();
    assertThat(failed.detail())
        .contains("round 3 layer redrawn", "round 2 values kept", "round 1 true system");
    Matcher advice = Pattern.compile("hiddenLayers=\\[(\\d+)]").matcher(failed.detail());
    assertThat(advice.find()).isTrue();

    TrainingResult followed = train(20, widths(Long.parseLong(advice.group(1))));
    assertThat(followed.outcome().hasModel()).as(followed.detail()).isTrue();
    assertThat(followed.report().get("resolved.round9")).isNull();
    assertThat(followed.report().number("stationarity.max")).isLessThan(1e-8);
    assertThat(followed.report().number("criticalPoints.own.rightSign")).isEqualTo(40);
  }

  private static void assertSolved(TrainingResult result, String way, int u) {
    assertThat(result.network()).as(result.detail()).isNotNull();
    assertThat(result.report().get("resolved.round9")).isEqualTo(way);
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
    assertFlatSomewhereByDifferences(result.requireNetwork(), centres(result));
  }

  private static int centres(TrainingResult result) {
    return ((Number) result.report().get("resolved.centres")).intValue();
  }

  /**
   * The finished network alone, by central differences at every sample: as many samples as there
   * are centres have gradients below the tolerance. Error step²·z'''/6: 1e-8 of the spread.
   */
  private static void assertFlatSomewhereByDifferences(Network network, int centres) {
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
