package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What moved is told from what chance does, from sums only. */
class DataDriftTest {
  /** What option driftWarning is by default. */
  private static final double LARGE = 0.1;

  private static final List<String> NAMES = List.of("first", "second", "third");
  private static final List<String> LABELS = List.of("a", "b", "c");

  /** Rows of three Gaussian features, whose sums are all that drift sees. */
  private static final class Rows {
    private final double[] sums = new double[3];
    private final double[] squares = new double[3];
    private final double[] classes;
    private double weight;

    Rows(int classes) {
      this.classes = new double[classes];
    }

    void add(int label, double omega, double... x) {
      weight += omega;
      classes[label] += omega;
      for (int j = 0; j < 3; j++) {
        sums[j] += omega * x[j];
        squares[j] += omega * x[j] * x[j];
      }
    }

    DataDrift.Sums sums() {
      return new DataDrift.Sums(weight, sums, squares, classes);
    }
  }

  /**
   * @param shift of the second feature
   */
  private static DataDrift.Sums drawn(long seed, int rows, double[] mix, double shift) {
    Random random = new Random(seed);
    Rows all = new Rows(mix.length);
    for (int i = 0; i < rows; i++) {
      double u = random.nextDouble();
      int label = 0;
      while (label < mix.length - 1 && u >= mix[label]) {
        u -= mix[label++];
      }
      all.add(
          label,
          1,
          random.nextGaussian(),
          3 * (random.nextGaussian() + shift),
          5 + random.nextGaussian());
    }
    return all.sums();
  }

  private static final double[] MIX = {0.5, 0.3, 0.2};

  private static final DataDrift.Sums BEFORE = drawn(1, 20_000, MIX, 0);

  @Test
  void figuresAreThoseOfTheDefinition() {
    Rows before = new Rows(3);
    Rows batch = new Rows(3);
    // Two rows of weights 1 and 3 each; the second feature is 1 and 3, then 4 and 6.
    before.add(0, 1, 0, 1, 7);
    before.add(1, 3, 0, 3, 7);
    batch.add(0, 1, 0, 4, 7);
    batch.add(2, 3, 0, 6, 7);
    DataDrift drift = DataDrift.between(before.sums(), batch.sums(), 2);
    assertThat(drift.mixDistance()).isCloseTo(0.75, within(1e-15));
    double deviation = Math.sqrt(0.25 * 1.5 * 1.5 + 0.75 * 0.5 * 0.5);
    assertThat(drift.shift(1)).isCloseTo(3 / deviation, within(1e-14));
    assertThat(drift.deviations(1)).isCloseTo(3 / deviation, within(1e-14)); // √(1/2 + 1/2)
    assertThat(drift.shift(0)).isZero();
    assertThat(drift.shift(2)).isZero(); // constant, whatever its rounding
    assertThat(drift.largestShift()).isEqualTo(drift.shift(1));
    assertThat(drift.rmsShift()).isCloseTo(drift.shift(1) / Math.sqrt(3), within(1e-14));
    assertThat(drift.mixDeviations()).isZero(); // two rows tell nothing
  }

  @Test
  void chiSquareIsThatOfTheTable() {
    // a 60 : 30, b 25 : 40, c 15 : 30 in 100 and 100 rows.
    DataDrift.Sums before =
        new DataDrift.Sums(100, new double[1], new double[1], new double[] {60, 25, 15});
    DataDrift.Sums batch =
        new DataDrift.Sums(100, new double[1], new double[1], new double[] {30, 40, 30});
    double square = 2 * (15 * 15 / 45.0 + 7.5 * 7.5 / 32.5 + 7.5 * 7.5 / 22.5);
    double expected = (Math.cbrt(square / 2) - (1 - 1 / 9.0)) / Math.sqrt(1 / 9.0);
    DataDrift drift = DataDrift.between(before, batch, 100);
    assertThat(drift.mixDeviations()).isCloseTo(expected, within(1e-12));
    assertThat(drift.mixDistance()).isCloseTo(0.3, within(1e-15));
    // The scale of weights tells nothing, rows do.
    assertThat(DataDrift.between(scaled(before, 7), scaled(batch, 7), 100).mixDeviations())
        .isCloseTo(expected, within(1e-12));
    assertThat(DataDrift.between(before, batch, 50).mixDeviations()).isLessThan(expected);
  }

  private static DataDrift.Sums scaled(DataDrift.Sums sums, double factor) {
    Consumer<double[]> scale =
        values -> {
          for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
          }
        };
    double[] x = sums.sums().clone();
    double[] squares = sums.squares().clone();
    double[] classes = sums.classWeights().clone();
    List.of(x, squares, classes).forEach(scale);
    return new DataDrift.Sums(factor * sums.weight(), x, squares, classes);
  }

  @Test
  void batchesLikeThoseBeforeAreNotWarnedOf() {
    double[] withRareClasses = {0.5, 0.3, 0.18, 0.01, 0.005, 0.004, 0.001};
    for (double[] mix : new double[][] {MIX, withRareClasses}) {
      DataDrift.Sums before = drawn(1, 20_000, mix, 0);
      int mixes = 0;
      int means = 0;
      double largest = 0;
      for (int night = 0; night < 2000; night++) {
        DataDrift drift = DataDrift.between(before, drawn(100 + night, 200, mix, 0), 200);
        mixes += drift.mixMoved(0) ? 1 : 0; // 0: whatever the size
        means += drift.moved(0).isEmpty() ? 0 : 1;
        largest = Math.max(largest, drift.mixDistance());
      }
      // 2 of 2000 are expected; Poisson beyond 8 is rarer than 1e-3, beyond 20 for rare classes.
      assertThat(mixes).isLessThan(mix == MIX ? 9 : 20);
      assertThat(means).isLessThan(9);
      assertThat(largest).isGreaterThan(0.08); // by chance, in so few rows
    }
  }

  @Test
  void aClassThatComesMoreOftenIsWarnedOf() {
    DataDrift drift =
        DataDrift.between(BEFORE, drawn(2, 1000, new double[] {0.3, 0.3, 0.4}, 0), 1000);
    assertThat(drift.mixDistance()).isCloseTo(0.2, within(0.03));
    assertThat(drift.mixMoved(LARGE)).isTrue();
    assertThat(drift.mixMoved(0.25)).isFalse();
    assertThat(drift.moved(LARGE)).isEmpty();
    List<String> warnings = drift.warnings(LARGE, NAMES, LABELS);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .matches("class mix moved by (19|20|21)\\.\\d % of the rows: .*'c' .*");
  }

  @Test
  void aFeatureThatMovesIsNamed() {
    DataDrift drift = DataDrift.between(BEFORE, drawn(3, 1000, MIX, 0.4), 1000);
    assertThat(drift.moved(LARGE)).containsExactly(1);
    assertThat(drift.shift(1)).isCloseTo(0.4, within(0.1));
    assertThat(drift.deviations(1)).isCloseTo(0.4 * Math.sqrt(1000 / 1.05), within(3.0));
    assertThat(drift.warnings(LARGE, NAMES, LABELS))
        .singleElement()
        .asString()
        .startsWith("1 feature moved, in standard deviations: 'second' +0.");
    assertThat(drift.moved(0.5)).isEmpty();
    Map<String, Object> map = drift.toMap(LARGE, NAMES, LABELS);
    assertThat(map).extracting("features.moved").isEqualTo(1);
    assertThat((List<?>) ((Map<?, ?>) map.get("features")).get("largest"))
        .first()
        .extracting("feature")
        .isEqualTo("second");
    assertThat((List<?>) map.get("warnings")).hasSize(1);
  }

  @Test
  void aSmallMovementOfManyRowsAndALargeOneOfFewAreNot() {
    DataDrift small = DataDrift.between(BEFORE, drawn(4, 20_000, MIX, 0.15), 20_000);
    assertThat(Math.abs(small.deviations(1))).isGreaterThan(10);
    assertThat(small.warnings(LARGE, NAMES, LABELS)).isEmpty();
    DataDrift few = DataDrift.between(BEFORE, drawn(5, 6, MIX, 0.8), 6);
    assertThat(few.largestShift()).isGreaterThan(0.3);
    assertThat(few.warnings(LARGE, NAMES, LABELS)).isEmpty();
  }

  /**
   * A pixel set in one image of 10 000, in 2 of the batch's 600: with its old variance, 8 errors.
   */
  @Test
  void aRarePixelSetTwiceIsChance() {
    DataDrift.Sums before =
        new DataDrift.Sums(
            60_000, new double[] {6}, new double[] {6}, new double[] {30_000, 30_000});
    DataDrift.Sums batch =
        new DataDrift.Sums(600, new double[] {2}, new double[] {2}, new double[] {300, 300});
    DataDrift drift = DataDrift.between(before, batch, 600);
    assertThat(drift.shift(0)).isGreaterThan(0.3);
    assertThat(drift.deviations(0)).isLessThan(2);
    assertThat(drift.moved(LARGE)).isEmpty();
  }

  @Test
  void aFeatureThatWasConstantIsSeenToMove() {
    DataDrift.Sums before =
        new DataDrift.Sums(1000, new double[] {100}, new double[] {10}, new double[] {1000});
    List<Double> values = new ArrayList<>();
    new Random(3).doubles(500, 0, 1).forEach(values::add);
    double sum = values.stream().mapToDouble(x -> x).sum();
    double squares = values.stream().mapToDouble(x -> x * x).sum();
    DataDrift drift =
        DataDrift.between(
            before,
            new DataDrift.Sums(500, new double[] {sum}, new double[] {squares}, new double[] {500}),
            500);
    assertThat(drift.shift(0)).isBetween(1.0, 2.0);
    assertThat(drift.moved(LARGE)).containsExactly(0);
  }

  @Test
  void anotherConstantIsInfinitelyUnlikely() {
    DataDrift drift =
        DataDrift.between(
            new DataDrift.Sums(100, new double[] {100}, new double[] {100}, new double[] {100}),
            new DataDrift.Sums(50, new double[] {100}, new double[] {200}, new double[] {50}),
            50);
    assertThat(drift.deviations(0)).isInfinite();
    assertThat(drift.moved(LARGE)).containsExactly(0);
  }

  @Test
  void aNewClassCountsForTheMix() {
    DataDrift.Sums before =
        new DataDrift.Sums(1000, new double[1], new double[1], new double[] {500, 500});
    DataDrift.Sums batch =
        new DataDrift.Sums(100, new double[1], new double[1], new double[] {40, 40, 20});
    DataDrift drift = DataDrift.between(before, batch, 100);
    assertThat(drift.mixDistance()).isCloseTo(0.2, within(1e-15));
    assertThat(drift.warnings(LARGE, List.of("x"), LABELS))
        .singleElement()
        .asString()
        .contains("'c' 0.0 % to 20.0 %");
  }

  @Test
  void nothingToCompareIsRefused() {
    DataDrift.Sums none =
        new DataDrift.Sums(0, new double[3], new double[3], new double[] {0, 0, 0});
    assertThatThrownBy(() -> DataDrift.between(none, BEFORE, 5))
        .hasMessageContaining("expected samples");
    assertThatThrownBy(
            () ->
                DataDrift.between(
                    BEFORE,
                    new DataDrift.Sums(1, new double[2], new double[2], new double[] {1}),
                    1))
        .hasMessageContaining("expected 3 coordinates, got 2");
  }
}
