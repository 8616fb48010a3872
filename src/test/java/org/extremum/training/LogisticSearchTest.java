package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * gamma=auto and regParam=auto with polarization=logistic: the choice goes by what that reaches.
 */
class LogisticSearchTest {
  private static final Rows IRIS = DataFile.read("iris.csv");
  private static final double AUTO = Double.NaN;

  private static TrainingResult train(
      Rows rows, Rows validation, int partitions, Map<String, ?> asked) {
    Map<String, Object> all =
        new HashMap<>(
            Map.of(
                "hiddenLayers",
                List.of(40L),
                "polarization",
                "logistic",
                "gamma",
                AUTO,
                "regParam",
                AUTO));
    all.putAll(asked);
    return new Trainer(
            TrainingOptions.of(all), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(
            rows.store(partitions, 64, false), validation == null ? null : validation.store(), 3);
  }

  /** Two classes that overlap: 5000 samples, of which a tenth is held out. */
  private static Rows many() {
    Rows rows = Rows.random(5000, 2, 2, false, 5);
    Random random = new Random(7);
    int[] essences = new int[rows.size()];
    for (int i = 0; i < essences.length; i++) {
      double[] x = rows.surfaces()[i];
      essences[i] = x[0] * x[1] + 0.5 * random.nextGaussian() > 0 ? 1 : 0;
    }
    return rows.withEssences(essences);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(TrainingReport report, String name) {
    return (List<Map<String, Object>>) report.get(name);
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) point.get(name)).doubleValue();
  }

  /** Each γ with the λ that least squares take, and at the γ taken λ as far as it does well. */
  private static void holds(TrainingReport report) {
    List<Map<String, Object>> logistic = list(report, "selection.candidates");
    List<Map<String, Object>> solved = list(report, "selection.leastSquares");
    assertThat(report.get("selection.polarization")).isEqualTo("logistic");
    assertThat(logistic).hasSizeBetween(4, 9);
    assertThat(solved.size()).isGreaterThan(logistic.size());
    for (double gamma : new double[] {0, 0.3, 0.6, 1}) {
      assertThat(logistic).anyMatch(point -> number(point, "gamma") == gamma);
    }
    double gamma = report.number("resolved.gamma");
    double ridge = report.number("resolved.regParam");
    assertThat(report.number("selection.chosen.gamma")).isEqualTo(gamma);
    assertThat(report.number("selection.chosen.regParam")).isEqualTo(ridge);
    // The next λ was tried as well, and is no better than by chance; unless there is none.
    if (ridge < 100) {
      assertThat(logistic)
          .anyMatch(
              point ->
                  number(point, "gamma") == gamma
                      && Math.abs(number(point, "regParam") / ridge - 10) < 1e-9
                      && Boolean.FALSE.equals(point.get("tied")));
    }
    // Polarised, not solved: other outputs than those of least squares for the same penalty.
    Map<String, Object> first = logistic.get(0);
    assertThat(solved)
        .filteredOn(
            point ->
                number(point, "gamma") == number(first, "gamma")
                    && number(point, "regParam") == number(first, "regParam"))
        .hasSize(1)
        .allMatch(point -> number(point, "logLoss") != number(first, "logLoss"));
  }

  @Test
  void onTheTenthTheCandidateTakenGoesOn() {
    TrainingReport report = train(many(), null, 2, Map.of()).report();
    holds(report);
    assertThat(report.get("selection.comparedOn")).isEqualTo("heldOut");
    assertThat(report.get("resolved.scaleFittedOn")).isEqualTo("heldOut");
    assertThat(report.number("resolved.scale")).isEqualTo(report.number("selection.chosen.scale"));
    assertThat(report.number("heldOut.logLoss"))
        .isEqualTo(report.number("selection.chosen.logLoss"));
    assertThat(report.number("heldOut.accuracy"))
        .isEqualTo(report.number("selection.chosen.accuracy"));
    // The same as when the penalty taken is given.
    Map<String, Object> given =
        Map.of(
            "gamma",
            report.number("resolved.gamma"),
            "regParam",
            report.number("resolved.regParam"));
    TrainingReport again = train(many(), null, 2, given).report();
    assertThat(again.get("selection")).isNull();
    assertThat(again.number("logistic.curvature"))
        .isCloseTo(report.number("logistic.curvature"), within(1e-6));
    assertThat(again.number("heldOut.logLoss"))
        .isCloseTo(report.number("heldOut.logLoss"), within(1e-4));
    assertThat(again.number("logistic.after") / report.number("logistic.after"))
        .isCloseTo(1, within(1e-3));
    assertThat(again.number("logistic.passes")).isLessThan(report.number("logistic.passes"));
  }

  @Test
  void onFoldsEachIsPolarisedWithoutTheFold() {
    TrainingReport report = train(IRIS, null, 2, Map.of()).report();
    holds(report);
    assertThat(report.get("selection.comparedOn")).isEqualTo("folds");
    assertThat(report.number("selection.samples")).isEqualTo(150);
    // κ of all rows, each by what was polarised without it.
    assertThat(report.get("resolved.scaleFittedOn")).isEqualTo("folds");
    assertThat(report.number("resolved.scale")).isEqualTo(report.number("selection.chosen.scale"));
    assertThat(report.get("heldOut.rows")).isEqualTo("folds");
    assertThat(report.number("train.accuracy")).isGreaterThan(0.95);
  }

  @Test
  void aValidationPartJudges() {
    Rows training = IRIS.select(i -> i % 3 != 0);
    Rows validation = IRIS.select(i -> i % 3 == 0);
    TrainingReport report = train(training, validation, 1, Map.of()).report();
    holds(report);
    assertThat(report.get("selection.comparedOn")).isEqualTo("validation");
    assertThat(report.number("selection.samples")).isEqualTo(50);
    assertThat(report.get("heldOut")).isNull(); // its own figures say it
    assertThat(report.number("validation.logLoss"))
        .isCloseTo(report.number("selection.chosen.logLoss"), within(0.02));
  }

  /** λ alone: two at least are compared. */
  @Test
  void aGammaThatIsGivenStays() {
    TrainingReport report = train(many(), null, 1, Map.of("gamma", 0.45)).report();
    assertThat(report.number("resolved.gamma")).isEqualTo(0.45);
    assertThat(list(report, "selection.candidates"))
        .hasSizeBetween(2, 6)
        .allMatch(point -> number(point, "gamma") == 0.45);
  }

  @Test
  void aLambdaThatIsGivenStays() {
    TrainingReport report = train(IRIS, null, 1, Map.of("regParam", 0.7)).report();
    assertThat(report.number("resolved.regParam")).isEqualTo(0.7);
    assertThat(list(report, "selection.candidates"))
        .hasSize(4)
        .allMatch(point -> number(point, "regParam") == 0.7);
  }

  @Test
  void hiddenLayersAreComparedByItToo() {
    TrainingReport report =
        train(IRIS, null, 1, Map.of("widthCandidates", List.of(8L, 40L))).report();
    assertThat(list(report, "selection.hidden")).hasSize(2);
    assertThat(list(report, "selection.leastSquares")).hasSize(24);
    assertThat(report.get("outcome")).isEqualTo("SOLVED");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void underNoiseAndBeforeFineTuning(int tuned) {
    Map<String, Object> asked = tuned == 0 ? Map.of("noiseRadius", 0.4) : Map.of("fineTuning", 5L);
    TrainingReport report = train(tuned == 0 ? IRIS : many(), null, 1, asked).report();
    assertThat(report.get("selection.criterion"))
        .isEqualTo(tuned == 0 ? "errorsUnderNoise" : "logLoss");
    assertThat(report.get("outcome")).isEqualTo("SOLVED");
    assertThat(report.get("heldOut.rows")).isEqualTo(tuned == 0 ? "folds" : "heldOut");
  }

  /** On folds a candidate ends with rows of the tenth that judges fine-tuning: it starts anew. */
  @Test
  void fineTuningAfterAChoiceOnFoldsIsThatOfWhatWasChosen() {
    TrainingReport chosen = train(IRIS, null, 1, Map.of("fineTuning", 5L)).report();
    Map<String, Object> given =
        Map.of(
            "fineTuning",
            5L,
            "gamma",
            chosen.number("resolved.gamma"),
            "regParam",
            chosen.number("resolved.regParam"));
    TrainingReport again = train(IRIS, null, 1, given).report();
    assertThat(chosen.get("heldOut.rows")).isEqualTo("heldOut");
    for (String key : List.of("heldOut.logLoss", "resolved.scale", "logistic.before")) {
      assertThat(again.get(key)).as(key).isEqualTo(chosen.get(key));
    }
  }

  @Test
  void partitionsDoNotShow() {
    TrainingReport one = train(IRIS, null, 1, Map.of()).report();
    TrainingReport three = train(IRIS, null, 3, Map.of()).report();
    assertThat(three.get("resolved.gamma")).isEqualTo(one.get("resolved.gamma"));
    assertThat(three.get("resolved.regParam")).isEqualTo(one.get("resolved.regParam"));
  }

  @Test
  void tooFewSamplesToChooseByGiveTheDefaults() {
    TrainingReport report = train(IRIS.at(0, 75), null, 1, Map.of()).report();
    assertThat(report.get("selection.comparedOn")).isEqualTo("none");
    assertThat(report.number("resolved.gamma")).isEqualTo(0.6);
  }
}
