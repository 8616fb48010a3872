package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact mode as a whole, on data of the project, in this JVM. */
class ExactTrainingTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  /**
   * Where a residual is rounding: some ε·σ_max·‖w‖/sd, and far below any gradient that was left.
   */
  private static final double ROUNDING = 1e-8;

  private static TrainingOptions exact(Object... more) {
    Map<String, Object> asked = new HashMap<>(Map.of("extremum", "exact"));
    for (int k = 0; k < more.length; k += 2) {
      asked.put((String) more[k], more[k + 1]);
    }
    return TrainingOptions.of(asked);
  }

  private static List<Long> widths(long... widths) {
    return java.util.Arrays.stream(widths).boxed().toList();
  }

  private static TrainingResult train(Rows rows, TrainingOptions options) {
    return train(rows, options, Checkpoints.NONE);
  }

  private static TrainingResult train(Rows rows, TrainingOptions options, Checkpoints checkpoints) {
    return new Trainer(
            options, new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED, checkpoints)
        .train(rows.store(2, 64, false), 0);
  }

  @SuppressWarnings("unchecked") // as Round.asMap makes them
  private static List<Map<String, Object>> rounds(TrainingResult result) {
    return (List<Map<String, Object>>) result.report().get("rounds");
  }

  private static long number(Map<String, Object> round, String name) {
    return ((Number) round.get(name)).longValue();
  }

  /** Largest |∂z_v/∂x_j| by central differences of the network as it is, in its own coordinates. */
  private static double gradient(Network network, double[] surface) {
    double step = 1e-4;
    double[] scales = network.standardiser().scales();
    int[] kept = network.standardiser().keptFeatures();
    double largest = 0;
    for (int j = 0; j < kept.length; j++) {
      double[] up = surface.clone();
      double[] down = surface.clone();
      up[kept[j]] += step * scales[j];
      down[kept[j]] -= step * scales[j];
      double[] above = network.raw(up);
      double[] below = network.raw(down);
      for (int v = 0; v < above.length; v++) {
        largest = Math.max(largest, Math.abs(above[v] - below[v]) / (2 * step));
      }
    }
    return largest;
  }

  @Test
  void allSamplesBecomeExtrema() {
    TrainingResult result = train(IRIS, exact("hiddenLayers", widths(900)));
    assertThat(result.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(result.report().number("stationarity.max")).isLessThan(ROUNDING);
    assertThat(result.report().number("train.idealShare")).isEqualTo(1);
    assertThat(result.report().number("train.accuracy")).isEqualTo(1);
    // Stationary all of them; with four coordinates most are saddles, and are not called extrema.
    assertThat(result.report().get("criticalPoints.own.pairs")).isEqualTo(150L);
    assertThat(result.report().get("criticalPoints.own.stationary")).isEqualTo(150L);
    assertThat(result.report().get("criticalPoints.own.rightSign")).isEqualTo(150L);
    assertThat(result.report().number("criticalPoints.own.definite")).isLessThan(75);
    assertThat(result.report().number("certifiedRadius.lowest")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kmeans", "bisecting", "cover"})
  void centresAreStationaryAndTheOthersVerified(String centres) {
    TrainingResult result = train(IRIS, exact("hiddenLayers", widths(200), "centres", centres));
    assertThat(result.outcome())
        .isIn(Outcome.VERIFIED, Outcome.CAPACITY_SPENT, Outcome.ROUNDS_SPENT);
    List<Map<String, Object>> rounds = rounds(result);
    assertThat(number(rounds.get(0), "centres")).isBetween(3L, 20L); // half of 200/(4 + 1)
    for (int k = 0; k < rounds.size(); k++) {
      Map<String, Object> round = rounds.get(k);
      assertThat(number(round, "rank")).isLessThanOrEqualTo(4 * number(round, "centres"));
      assertThat(number(round, "rank") + number(round, "nullity")).isEqualTo(200);
      // Samples equal to a centre are central too, and count once.
      assertThat(number(round, "centres") + number(round, "verified") + number(round, "failed"))
          .isBetween(140L, 150L);
      assertThat(number(round, "promoted")).isLessThanOrEqualTo(number(round, "failed"));
      if (k > 0) {
        assertThat(number(round, "centres"))
            .isEqualTo(
                number(rounds.get(k - 1), "centres") + number(rounds.get(k - 1), "promoted"));
      }
    }
    assertThat(result.report().number("stationarity.max")).isLessThan(ROUNDING);
    assertThat(result.report().get("stationarity.samples"))
        .isEqualTo(((Number) result.report().get("resolved.centres")).longValue());
    assertThat(result.report().number("train.accuracy")).isGreaterThan(0.95);
  }

  @Test
  void roundsEndWhereTheyMust() {
    TrainingOptions options =
        exact("hiddenLayers", widths(120), "centres", "kmeans", "condition", "ideal");
    TrainingResult one = train(IRIS, options.with("maxRounds", 1L));
    assertThat(one.outcome()).isEqualTo(Outcome.ROUNDS_SPENT);
    assertThat(rounds(one)).hasSize(1);
    assertThat(one.requireNetwork()).isNotNull();

    TrainingResult many = train(IRIS, options.with("maxRounds", 100L));
    assertThat(many.outcome()).isEqualTo(Outcome.CAPACITY_SPENT);
    assertThat(rounds(many).size()).isBetween(2, 30);
    assertThat(many.requireNetwork()).isNotNull();
  }

  @Test
  void tooSmallSaysWhatWouldDoAndThatDoes() {
    TrainingOptions options = exact("hiddenLayers", widths(100));
    Rows rows = Rows.random(60, 4, 3, false, 5); // no two alike: iris is numerically rank-poor
    TrainingResult failed = train(rows, options);
    assertThat(failed.outcome()).as(failed.detail()).isEqualTo(Outcome.NETWORK_TOO_SMALL);
    assertThat(failed.network()).isNull();
    Capacity capacity = new Capacity(List.of(100), 4, 3);
    long enough = capacity.widthForEveryLabelling(60);
    assertThat(failed.detail()).contains("rank ", "hiddenLayers=[" + enough + "]");
    assertThat(failed.report().get("capacity.rankBound")).isEqualTo(100L);
    assertThat(failed.report().get("capacity.widthForEveryLabelling")).isEqualTo(enough);

    TrainingResult followed = train(rows, options.with("hiddenLayers", widths(enough)));
    assertThat(followed.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(followed.report().get("capacity.rankBound")).isEqualTo(240L);
  }

  @Test
  void tooSmallGrowsToTheComputedNeed() {
    TrainingResult grown = train(IRIS, exact("hiddenLayers", widths(100), "onTooSmall", "grow"));
    assertThat(grown.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(grown.requireNetwork().hidden().width()).isEqualTo(150 * 5);
    assertThat(grown.report().number("stationarity.max")).isLessThan(ROUNDING);
    // The neurons that were there are there still.
    Network first =
        train(IRIS, exact("hiddenLayers", widths(100), "onTooSmall", "weaken")).requireNetwork();
    Layer before = first.hidden().layers().get(0);
    Layer after = grown.requireNetwork().hidden().layers().get(0);
    for (int k = 0; k < 100; k++) {
      for (int j = 0; j < 4; j++) {
        assertThat(after.weight(k, j)).isEqualTo(before.weight(k, j));
      }
    }
  }

  @Test
  void tooSmallWeakens() {
    TrainingResult weakened =
        train(IRIS, exact("hiddenLayers", widths(100), "onTooSmall", "weaken"));
    assertThat(weakened.outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(weakened.report().get("resolved.extremum")).isEqualTo("weakened");
    assertThat(weakened.report().number("train.accuracy")).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @CsvSource({"sigmoid", "softmax"})
  void gradientsOfTheFinishedNetworkVanishAtTheCentres(String outputActivation) {
    Rows few = IRIS.select(i -> i % 15 == 0);
    TrainingResult result =
        train(few, exact("hiddenLayers", widths(120), "outputActivation", outputActivation));
    Network network = result.requireNetwork();
    double spread =
        IntStream.range(0, few.size())
            .mapToDouble(i -> Math.abs(network.raw(few.surfaces()[i])[0]))
            .max()
            .orElseThrow();
    for (int i = 0; i < few.size(); i++) {
      // Central differences see the third derivative: h²·W³ of it, 1e-8·10³ of the spread.
      assertThat(gradient(network, few.surfaces()[i]) / spread).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void aTrainingThatWasCutGoesOnToTheSameBits() {
    TrainingOptions options =
        exact("hiddenLayers", widths(200), "centres", "kmeans", "centresPerEssence", 1L);
    TrainingResult whole = train(IRIS, options);
    Network undisturbed = whole.requireNetwork();
    assertThat(rounds(whole).size()).isGreaterThan(1);
    for (int survives = 0; survives < rounds(whole).size(); survives++) {
      Kept kept = new Kept(survives);
      try {
        train(IRIS, options, kept);
        throw new AssertionError("expected the training to be cut after save " + survives);
      } catch (Cut expected) {
        kept.left = Integer.MAX_VALUE;
      }
      TrainingResult resumed = train(IRIS, options, kept);
      assertThat(resumed.requireNetwork().output().weights())
          .containsExactly(undisturbed.output().weights());
      assertThat(resumed.requireNetwork().output().biases())
          .containsExactly(undisturbed.output().biases());
      assertThat(rounds(resumed)).hasSameSizeAs(rounds(whole));
    }
  }

  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** After some saves the next one ends the training. */
  private static final class Kept extends MemoryCheckpoints {
    private int left;

    Kept(int left) {
      this.left = left;
    }

    @Override
    public void save(String kind, int number, Snapshot snapshot) {
      if (left-- == 0) {
        throw new Cut();
      }
      super.save(kind, number, snapshot);
    }
  }
}
