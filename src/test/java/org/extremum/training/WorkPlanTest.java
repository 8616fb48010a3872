package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.extremum.polarization.Minimizer;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

/** Work counted by hand, and time at a pace that divides well. */
class WorkPlanTest {
  private static final Pace PACE = new Pace(2, 50, 100);

  private static TrainingOptions options(Map<String, ?> asked, Long... widths) {
    return TrainingOptions.of(asked).with("hiddenLayers", List.of(widths));
  }

  private static WorkPlan plan(long samples, Map<String, ?> asked, Long... widths) {
    return plan(samples, new Reduction(4, 2, true), asked, widths);
  }

  private static WorkPlan plan(
      long samples, Reduction reduction, Map<String, ?> asked, Long... widths) {
    return WorkPlan.of(samples, 10, 3, options(asked, widths), reduction);
  }

  @Test
  void penaltyGiven() {
    WorkPlan plan = plan(1000, Map.of("regParam", 1.0), 100L);
    assertThat(plan.passes()).isEqualTo(1);
    // φ·(2lm + 2l²) = 1000·(2000 + 20 000)
    assertThat(plan.passFlops()).isEqualTo(22e6);
    // Of 4 partitions to the driver, two parts of 8l(l+1) + 8lV = 80 800 + 2400 bytes
    assertThat(plan.reducedBytes()).isEqualTo(4 * 2 * 83_200);
    // all of them by the driver, since they are small
    assertThat(plan.wholeBytes()).isEqualTo(4 * 2 * 83_200);
    // l³/3 + 2l²V without the tenth and with it, l²m for E of both parts
    assertThat(plan.solveFlops()).isCloseTo(2 * (1e6 / 3 + 6e4) + 2 * 1e5, within(1e-3));
    // A sample's outputs 2lm + 2lV = 2600: all once, 8 radii of noise, twice 3 gradients of 500
    assertThat(plan.verifyFlops()).isEqualTo(2600.0 * (1000 + 8 * 1000 + 2 * 500 * 3));
    assertThat(plan.open()).isFalse();
  }

  @Test
  void noiseIsTriedOnSoManyRowsAsItMayCost() {
    double million = plan(1_000_000, Map.of("regParam", 1.0), 100L).verifyFlops();
    assertThat(million).isEqualTo(2600.0 * (1_000_000 + 8 * 2000 + 2 * 500 * 3));
  }

  @Test
  void penaltyChosen() {
    // 6 λ on 5 folds, and the last solve; Moments of 5 parts.
    WorkPlan folds = plan(1000, Map.of(), 100L);
    double solve = 1e6 / 3 + 6e4;
    assertThat(folds.solveFlops()).isCloseTo(31 * solve + 5 * 1e5, within(1e-3));
    assertThat(folds.reducedBytes()).isEqualTo(4 * 5 * 83_200);
    // On a tenth; of each of three scales.
    WorkPlan tenth = plan(8000, Map.of("initScaleCandidates", List.of(1.0, 2.0, 4.0)), 100L);
    assertThat(tenth.passes()).isEqualTo(3);
    // Slopes of 2048 rows only.
    assertThat(tenth.passFlops()).isEqualTo(3 * (8000 * 12_000.0 + 2048 * 10_000));
    assertThat(plan(8000, Map.of("gradientRows", 0L), 100L).passFlops()).isEqualTo(8 * 22e6);
    assertThat(tenth.solveFlops()).isCloseTo(3 * (6 * solve + 2 * 1e5) + solve, within(1e-3));
  }

  @Test
  void deeperLayersTakeTheirGradientFactors() {
    // Forward 2·20·10 + 2·100·20, values 100², factors 2·100·20·10 and 10·100².
    assertThat(plan(1, Map.of(), 20L, 100L).passFlops()).isEqualTo(4400 + 1e4 + 4e4 + 1e5);
    // Sketched: 7 tangents of 4400 and 100² each.
    assertThat(plan(1, Map.of("sketchDirections", 7L), 20L, 100L).passFlops())
        .isEqualTo(4400 + 1e4 + 7 * (4400 + 1e4));
  }

  @Test
  void nullSpaces() {
    Map<String, ?> exact = Map.of("extremum", "exact");
    // 40 rows beside 100 neurons: the small side, 60 directions left; E for the report.
    WorkPlan small = plan(4, exact, 100L);
    double decision = 2 * 100 * 1600.0 + 20 * 64_000.0 + 4 * 100 * 40 * 60.0;
    double functions = 2 * 1e4 * 60 + 2 * 100 * 3600 + 9 * 216_000;
    assertThat(small.solveFlops()).isCloseTo(decision + functions + 1e5, within(1e-3));
    // 400 rows: eigenvectors of E, no direction left.
    assertThat(plan(40, exact, 100L).solveFlops()).isCloseTo(9e6 + 1e5, within(1e-3));
    assertThat(small.open()).isTrue();
    assertThat(small.timeInWords(PACE)).startsWith("time: at least ");
  }

  @Test
  void largeResultsClimbTheTree() {
    // 8·l(l+1) + 8lV = 32 080 000 bytes, two parts: more than 8 MiB. 4 results, 1 merged one.
    WorkPlan plan = plan(1000, Map.of("regParam", 1.0), 2000L);
    double result = 2 * (8.0 * 2000 * 2001 + 8 * 2000 * 3);
    assertThat(plan.reducedBytes()).isEqualTo((4 + 1) * result);
    // one task merges four, one after the other, then the driver fetches one
    assertThat(plan.wholeBytes()).isEqualTo((4 + 1) * result);
    assertThat(plan.tiledBytes()).isZero();
    // 64 partitions: 8 groups of 8 in 4 turns of 2 tasks, then one group of 8
    Reduction many = new Reduction(64, 2, true);
    assertThat(plan(1000, many, Map.of("regParam", 1.0), 2000L).wholeBytes())
        .isEqualTo((4 * 8 + 8 + 1) * result);
  }

  /** More than 256 MiB in all and in a triangle: two ranges of each of two triangles, two parts. */
  @Test
  void largestResultsClimbItInTiles() {
    double result = 2 * (8.0 * 9000 * 9001 + 8 * 9000 * 3);
    WorkPlan plan = plan(1000, new Reduction(2, 2, true), Map.of("regParam", 1.0), 9000L);
    // 8 tiles of 2 results: three at a time are fetched, by two tasks in two turns, twice, then two
    assertThat(plan.tiledBytes()).isEqualTo((2 + 2 + 1) * 2 * result / 8 + result);
    assertThat(plan.wholeBytes()).isZero();
  }

  @Test
  void whereTheSamplesAreOnTheDriverNothingIsSent() {
    Reduction here = new Reduction(4, 2, false);
    WorkPlan plan = plan(1000, here, Map.of("regParam", 1.0), 2000L);
    assertThat(plan.reducedBytes()).isZero();
    assertThat(plan.wholeBytes() + plan.tiledBytes()).isZero();
    assertThat(plan.inWords()).contains("nothing sent");
  }

  @Test
  void timeAtAPace() {
    WorkPlan plan = new WorkPlan(1, 1000e9, 4e9, 2e9, 1e9, 500e9, 600e9, false);
    double passes = 1600.0 / (2 * 50 * 0.9);
    double merging = 2e9 / Pace.MERGED_BYTES + 1e9 / Pace.TILED_BYTES;
    double solves = 500.0 / (100 * 0.6);
    assertThat(plan.seconds(PACE)).isCloseTo(passes + merging + solves, within(1e-9));
    assertThat(plan.seconds(new Pace(4, 50, 100)))
        .isCloseTo(passes / 2 + merging + solves, within(1e-9));
    assertThat(plan.inWords())
        .isEqualTo(
            "work: 1 pass for Moments of 1.00 TFLOP, 4.00 GB reduced; 500 GFLOP to solve, 600"
                + " GFLOP to verify");
    assertThat(plan.timeInWords(PACE)).contains("about 45 s", "2 tasks at a time, 50 GFLOP/s each");
  }

  @Test
  void whatWasPlannedStandsBesideWhatItTook() {
    Minimizer none = (objective, start, steps, tolerance) -> new Minimizer.Result(start, 0, 0);
    Rows rows = Rows.random(60, 4, 3, false, 1);
    TrainingReport report =
        new Trainer(
                options(Map.of("regParam", 1.0), 20L), none, Progress.NONE, MemoryBudget.UNLIMITED)
            .train(rows.store(), 3)
            .report();
    assertThat(report.number("plan.momentsFlops"))
        .isEqualTo(60 * (2 * 20 * 4 + 2 * 20 * 20.0))
        .isEqualTo(report.number("moments.flops"));
    assertThat(report.number("plan.reducedBytes")).as("in this JVM").isZero();
    assertThat(report.number("plan.seconds")).isPositive();
    assertThat(report.number("plan.secondsTaken"))
        .isEqualTo(
            report.number("timings.moments")
                + report.number("timings.solve")
                + report.number("timings.verify"));
  }
}
