package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;

/** gamma=auto and regParam=auto (method.md 7), as a whole training. */
class PenaltySearchTest {
  private static final Rows IRIS = DataFile.read("iris.csv");
  private static final double AUTO = Double.NaN;

  /**
   * Folds' Moments are summed in another order: ε·φ relative, times the condition of a candidate's
   * matrix, about λ_max/λ = 1e3/1e-2; weaker ones are left out.
   */
  private static final double ROUNDING = 1e-9;

  private static TrainingResult train(Rows rows, int partitions, Map<String, ?> asked) {
    return train(rows, null, partitions, asked);
  }

  private static TrainingResult train(
      Rows rows, Rows validation, int partitions, Map<String, ?> asked) {
    Map<String, Object> all = new HashMap<>(Map.of("hiddenLayers", List.of(40L)));
    all.putAll(asked);
    return new Trainer(
            TrainingOptions.of(all), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(
            rows.store(partitions, 16, false), validation == null ? null : validation.store(), 3);
  }

  private static Map<String, Object> auto() {
    return Map.of("gamma", AUTO, "regParam", AUTO);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> curve(TrainingResult result) {
    return (List<Map<String, Object>>) result.report().get("selection.candidates");
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) point.get(name)).doubleValue();
  }

  @Test
  void aFoldIsTestedByWhatWasTrainedWithoutIt() {
    TrainingResult result = train(IRIS, 3, auto());
    Network network = result.requireNetwork();
    SampleStore samples = network.standardiser().view(IRIS.store());
    KeyedFolds folds = folds(samples);
    assertThat(result.report().get("selection.comparedOn")).isEqualTo("folds");
    assertThat(result.report().number("selection.samples")).isEqualTo(150);
    assertThat(curve(result)).hasSize(24);
    for (Map<String, Object> point : curve(result)) {
      if (number(point, "regParam") < 1e-2) {
        continue;
      }
      OutputScores scores = byDefinition(network, samples, folds, point);
      double kappa = Scale.fit(scores);
      assertThat(number(point, "scale")).isCloseTo(kappa, within(ROUNDING * 100 * kappa));
      // The test's own sum of -log p_y, weights being one.
      assertThat(number(point, "logLoss"))
          .isCloseTo(logLoss(network, samples, folds, point, kappa), within(ROUNDING));
    }
  }

  private static KeyedFolds folds(SampleStore samples) {
    var keys = new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, 3);
    return samples.aggregate(keys).folds(keys, 5);
  }

  private static Network trainedWithout(
      Network network, SampleStore samples, KeyedFolds folds, int fold, Map<String, Object> point) {
    SampleStore others =
        samples.view(
            samples.features(),
            block -> block.select(i -> folds.of(block.essence(i), block.hash(i)) != fold));
    var moments = others.aggregate(new MomentsPass(network.hidden(), 3, null)).training();
    Layer output =
        NormalEquations.of(moments, network.hidden(), number(point, "gamma"), true)
            .solve(number(point, "regParam"));
    return network.withOutput(output);
  }

  private static List<double[]> outputs(
      Network network, SampleStore samples, KeyedFolds folds, Map<String, Object> point) {
    List<double[]> all = new ArrayList<>();
    Network[] by = new Network[5];
    for (int fold = 0; fold < 5; fold++) {
      by[fold] = trainedWithout(network, samples, folds, fold, point);
    }
    SampleBlock rows = IRIS.dense();
    for (int i = 0; i < rows.size(); i++) {
      all.add(by[folds.of(rows.essence(i), rows.hash(i))].raw(rows.surface(i)));
    }
    return all;
  }

  private static OutputScores byDefinition(
      Network network, SampleStore samples, KeyedFolds folds, Map<String, Object> point) {
    double[] weights = new double[IRIS.size()];
    Arrays.fill(weights, 1);
    return OutputScores.of(
        outputs(network, samples, folds, point).toArray(double[][]::new),
        IRIS.essences(),
        weights,
        network.outputActivation());
  }

  private static double logLoss(
      Network network,
      SampleStore samples,
      KeyedFolds folds,
      Map<String, Object> point,
      double kappa) {
    double sum = 0;
    int i = 0;
    for (double[] z : outputs(network, samples, folds, point)) {
      double total = 0;
      for (double value : z) {
        total += 1 / (1 + Math.exp(-kappa * value));
      }
      double own = 1 / (1 + Math.exp(-kappa * z[IRIS.essences()[i++]]));
      sum -= Math.log(own / total);
    }
    return sum / IRIS.size();
  }

  @Test
  void theModelIsThatOfTheChosenPenalty() {
    TrainingReport report = train(IRIS, 2, auto()).report();
    double gamma = report.number("resolved.gamma");
    double ridge = report.number("resolved.regParam");
    assertThat(report.get("selection.chosen.gamma")).isEqualTo(gamma);
    assertThat(report.get("selection.chosen.regParam")).isEqualTo(ridge);
    assertThat(report.get("selection.chosen.tied")).isEqualTo(true);
    assertThat(report.get("selection.runnerUp")).isNotNull();
    assertThat(report.get("resolved.scaleFittedOn")).isEqualTo("folds");
    assertThat(report.number("resolved.scale")).isEqualTo(report.number("selection.chosen.scale"));
    Network chosen = train(IRIS, 2, auto()).requireNetwork();
    Network given = train(IRIS, 2, Map.of("gamma", gamma, "regParam", ridge)).requireNetwork();
    double factor = chosen.output().weights()[0] / given.output().weights()[0];
    for (int k = 0; k < given.output().weights().length; k++) {
      double expected = factor * given.output().weights()[k];
      assertThat(chosen.output().weights()[k]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void partitionsDoNotShow() {
    TrainingResult one = train(IRIS, 1, auto());
    for (int partitions : new int[] {2, 7}) {
      TrainingResult other = train(IRIS, partitions, auto());
      assertThat(other.report().get("resolved.gamma"))
          .isEqualTo(one.report().get("resolved.gamma"));
      assertThat(other.report().get("resolved.regParam"))
          .isEqualTo(one.report().get("resolved.regParam"));
      for (int c = 0; c < curve(one).size(); c++) {
        assertThat(number(curve(other).get(c), "logLoss"))
            .isCloseTo(number(curve(one).get(c), "logLoss"), within(1e-6)); // method.md 11
      }
    }
  }

  @Test
  void whatIsGivenStays() {
    TrainingReport gammaGiven = train(IRIS, 1, Map.of("gamma", 0.45, "regParam", AUTO)).report();
    assertThat(gammaGiven.number("resolved.gamma")).isEqualTo(0.45);
    TrainingReport ridgeGiven = train(IRIS, 1, Map.of("regParam", 0.7, "gamma", AUTO)).report();
    assertThat(ridgeGiven.number("resolved.regParam")).isEqualTo(0.7);
    TrainingReport bothGiven = train(IRIS, 1, Map.of("gamma", 0.6, "regParam", 3e-3)).report();
    assertThat(bothGiven.get("selection")).isNull();
    assertThat(bothGiven.number("resolved.gamma")).isEqualTo(0.6);
  }

  @Test
  void aClassOfTwoSamplesIsMissingInSomeFolds() {
    Rows rows = IRIS.select(i -> i < 100 || i >= 148); // 50, 50 and 2
    TrainingResult result = train(rows, 2, auto());
    assertThat(result.report().number("selection.samples")).isEqualTo(102);
    assertThat(result.report().number("train.accuracy")).isGreaterThan(0.97);
  }

  @Test
  void anEssenceWithoutSamplesIsNoObstacle() {
    TrainingResult result = train(IRIS.select(i -> i < 100), 1, auto());
    assertThat(result.report().number("essences")).isEqualTo(3);
    assertThat(result.report().number("train.accuracy")).isEqualTo(1);
  }

  @Test
  void tooFewSamplesToChooseByGiveTheDefaults() {
    TrainingResult result = train(IRIS.at(0, 75), 1, auto()); // both in the middle fold
    assertThat(result.report().get("selection.comparedOn")).isEqualTo("none");
    assertThat(result.report().number("resolved.gamma")).isEqualTo(0.6);
    assertThat(result.report().number("resolved.regParam")).isEqualTo(3e-3);
    assertThat(result.requireNetwork()).isNotNull();
  }

  @Test
  void validationSamplesAreNotTrainedOn() {
    Rows training = IRIS.select(i -> i % 3 != 0);
    Rows validation = IRIS.select(i -> i % 3 == 0);
    Network alone = train(training, 1, Map.of()).requireNetwork();
    TrainingResult with = train(training, validation, 1, Map.of());
    double[] expected = alone.output().weights();
    double[] weights = with.requireNetwork().output().weights();
    double factor = weights[0] / expected[0];
    for (int k = 0; k < expected.length; k++) {
      assertThat(weights[k]).isCloseTo(factor * expected[k], within(1e-8 * Math.abs(factor)));
    }
    assertThat(with.report().get("resolved.scaleFittedOn")).isEqualTo("validation");
    assertThat(with.report().get("validation.accuracy")).isNotNull();
    TrainingReport chosen = train(training, validation, 1, auto()).report();
    assertThat(chosen.get("selection.comparedOn")).isEqualTo("validation");
    assertThat(chosen.number("selection.samples")).isEqualTo(50);
    assertThat(chosen.number("selection.chosen.accuracy"))
        .isCloseTo(chosen.number("validation.accuracy"), within(1e-12));
    assertThat(chosen.number("selection.chosen.logLoss"))
        .isCloseTo(chosen.number("validation.logLoss"), within(ROUNDING));
  }

  @Test
  void wideLayersAreComparedOnTheTenth() {
    assertThat(Comparison.of(false, 4999, 2000)).isEqualTo(Comparison.FOLDS);
    assertThat(Comparison.of(false, 5000, 2000)).isEqualTo(Comparison.HELD_OUT);
    assertThat(Comparison.of(false, 4999, 4000)).isEqualTo(Comparison.HELD_OUT);
    assertThat(Comparison.of(true, 4999, 2000)).isEqualTo(Comparison.VALIDATION);
  }

  @Test
  void manySamplesAreComparedOnTheHeldOutTenth() {
    Rows rows = Rows.random(5000, 2, 2, false, 5);
    int[] essences = new int[rows.size()];
    for (int i = 0; i < essences.length; i++) {
      double[] x = rows.surfaces()[i];
      essences[i] = x[0] * x[1] > 0 ? 1 : 0;
    }
    TrainingReport report = train(rows.withEssences(essences), 2, auto()).report();
    assertThat(report.get("selection.comparedOn")).isEqualTo("heldOut");
    assertThat(report.number("selection.samples")).isBetween(450.0, 550.0);
    assertThat(report.number("train.accuracy")).isGreaterThan(0.97);
  }

  /** Solves are dear there: λ is followed upwards only while it does well. */
  @Test
  void onTheTenthLambdaIsFollowedAsFarAsItDoesWell() {
    for (double noise : new double[] {0, 3}) { // what little and what much ridge is good for
      Rows rows = Rows.random(5000, 2, 2, false, 5);
      Random random = new Random(7);
      int[] essences = new int[rows.size()];
      for (int i = 0; i < essences.length; i++) {
        double[] x = rows.surfaces()[i];
        essences[i] = x[0] * x[1] + noise * random.nextGaussian() > 0 ? 1 : 0;
      }
      TrainingResult result =
          train(rows.withEssences(essences), 2, Map.of("gamma", 0.0, "regParam", AUTO));
      List<Map<String, Object>> curve = curve(result);
      assertThat(curve).hasSizeBetween(3, 6);
      assertThat(curve)
          .extracting(point -> number(point, "regParam"))
          .isEqualTo(List.of(1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0).subList(0, curve.size()));
      // It ends at the end, or where λ does worse than the best by more than chance.
      Map<String, Object> last = curve.get(curve.size() - 1);
      assertThat(curve.size() == 6 || Boolean.FALSE.equals(last.get("tied"))).isTrue();
      if (noise > 0) {
        assertThat(curve.size()).isGreaterThan(3); // else it was never followed
      }
    }
  }

  @Test
  void noiseIsCountedInErrors() {
    TrainingReport report =
        train(IRIS, 2, Map.of("gamma", AUTO, "regParam", AUTO, "noiseRadius", 0.4)).report();
    assertThat(report.get("selection.criterion")).isEqualTo("errorsUnderNoise");
    double errors = report.number("selection.chosen.criterion") * 150;
    assertThat(errors).isCloseTo(Math.rint(errors), within(1e-9));
    assertThat(report.number("selection.chosen.excess")).isZero();
  }

  @Test
  void momentsOfFoldsAreTakenFromACheckpoint() {
    MemoryCheckpoints kept = new MemoryCheckpoints();
    List<double[]> weights = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Map<String, Object> asked = new HashMap<>(auto());
      asked.put("hiddenLayers", List.of(40L));
      Trainer trainer =
          new Trainer(
              TrainingOptions.of(asked),
              new BreezeMinimizer(),
              Progress.NONE,
              MemoryBudget.UNLIMITED,
              kept);
      weights.add(trainer.train(IRIS.store(), 3).requireNetwork().output().weights());
    }
    assertThat(kept.saved()).isEqualTo(1);
    assertThat(weights.get(1)).containsExactly(weights.get(0));
  }

  @Test
  void exactModeTakesNumbers() {
    assertThatThrownBy(() -> train(IRIS, 1, Map.of("extremum", "exact", "gamma", AUTO)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("extremum=weakened");
  }
}
