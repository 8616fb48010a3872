package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code precision=float} beside {@code precision=double}. */
class SinglePrecisionTest {
  private static final Rows DIGITS = DataFile.read("digits.csv").shuffled(1);
  private static final Rows TRAINING = DIGITS.select(i -> i % 4 > 0);
  private static final Rows TEST = DIGITS.select(i -> i % 4 == 0);

  private final List<String> notes = new ArrayList<>();

  private TrainingResult train(String precision, Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>(more);
    options.put("precision", precision);
    options.putIfAbsent("hiddenLayers", List.of(500L));
    Progress progress =
        new Progress() {
          @Override
          public void note(String message) {
            notes.add(message);
          }
        };
    return new Trainer(
            TrainingOptions.of(options), new BreezeMinimizer(), progress, MemoryBudget.UNLIMITED)
        .train(TRAINING.store(2, 200, false), 0);
  }

  private static int best(double[] scores) {
    int best = 0;
    for (int v = 1; v < scores.length; v++) {
      best = scores[v] > scores[best] ? v : best;
    }
    return best;
  }

  static List<String> polarizations() {
    return List.of("leastSquares", "logistic");
  }

  /** 449 test rows: both tell all but some seven of them, and hardly any differently. */
  @ParameterizedTest
  @MethodSource("polarizations")
  void digitsAreToldAsWell(String polarization) {
    Map<String, Object> options = Map.of("polarization", polarization);
    Network exact = train("double", options).requireNetwork();
    TrainingResult result = train("float", options);
    Network single = result.requireNetwork();
    int correct = 0;
    int correctSingle = 0;
    int different = 0;
    double largest = 0;
    double off = 0;
    for (int i = 0; i < TEST.size(); i++) {
      double[] a = exact.raw(TEST.surfaces()[i]);
      double[] b = single.raw(TEST.surfaces()[i]);
      for (int v = 0; v < a.length; v++) {
        largest = Math.max(largest, Math.abs(a[v]));
        off = Math.max(off, Math.abs(a[v] - b[v]));
      }
      correct += best(a) == TEST.essences()[i] ? 1 : 0;
      correctSingle += best(b) == TEST.essences()[i] ? 1 : 0;
      different += best(a) == best(b) ? 0 : 1;
    }
    assertThat(correct).isGreaterThan((int) (0.97 * TEST.size()));
    assertThat(Math.abs(correct - correctSingle)).isLessThanOrEqualTo(1);
    assertThat(different).isLessThanOrEqualTo(1);
    assertThat(off).isPositive().isLessThan(1e-3 * largest);
    assertThat(result.report().number("precision.leastRegParam")).isBetween(1e-5, 1e-1);
  }

  @Test
  void aRidgeThatRoundingOutweighsIsNoted() {
    train("float", Map.of("gamma", 0.6, "regParam", 1.0));
    assertThat(notes).noneMatch(note -> note.contains("precision"));
    train("float", Map.of("gamma", 0.6, "regParam", 1e-6));
    assertThat(notes)
        .anyMatch(note -> note.startsWith("warning: precision=float: regParam 1.00e-06 is below"));
  }

  /** Neurons that are all but steps do badly, and are tried last. */
  @Test
  void theBoundIsThatOfTheLayersTaken() {
    Map<String, Object> given =
        Map.of("hiddenLayers", List.of(200L), "gamma", 0.5, "regParam", 0.01);
    Map<String, Object> several = new HashMap<>(given);
    several.put("initScaleCandidates", List.of(4.0, 300.0));
    TrainingReport tried = train("float", several).report();
    assertThat(tried.number("resolved.initScale")).isEqualTo(4);
    double bound = train("float", given).report().number("precision.leastRegParam");
    Map<String, Object> passedOver = new HashMap<>(given);
    passedOver.put("initScale", 300.0);
    assertThat(train("float", passedOver).report().number("precision.leastRegParam"))
        .isGreaterThan(1.1 * bound);
    assertThat(tried.number("precision.leastRegParam")).isCloseTo(bound, within(1e-3 * bound));
  }

  static List<Map<String, Object>> contradictions() {
    return List.of(Map.of("extremum", "exact"), Map.of("hiddenLayers", List.of(20L, 30L)));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void whereItHasNoPlaceItIsRefused(Map<String, Object> options) {
    assertThatThrownBy(() -> train("float", options))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("option precision with")
        .hasMessageContaining("expected double")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(((Problem) e).kind()).isEqualTo(Problem.Kind.USAGE));
  }
}
