package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.NoiseCurve;
import org.junit.jupiter.api.Test;

/** What a training enters of its performance, against what can be counted by hand. */
class PerformanceTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  private static TrainingResult train(Map<String, ?> asked) {
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(IRIS.store(2, 64, false), 0);
  }

  private static double number(Map<?, ?> row, String name) {
    return ((Number) row.get(name)).doubleValue();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(TrainingReport report, String name) {
    return (List<Map<String, Object>>) report.get(name);
  }

  /** A poor network, so that there are mistakes. */
  @Test
  void figuresOfClassesFollowFromTheConfusions() {
    TrainingResult result = train(Map.of("hiddenLayers", List.of(3L), "regParam", 10.0));
    long[][] confusion = new long[3][3];
    for (int i = 0; i < IRIS.size(); i++) {
      double[] z = result.requireNetwork().raw(IRIS.surfaces()[i]);
      confusion[IRIS.essences()[i]][Network.argmax(z)]++;
    }
    List<?> entered = (List<?>) result.report().get("train.confusion");
    long mistakes = 0;
    for (int v = 0; v < 3; v++) {
      Map<String, Object> figures = rows(result.report(), "train.perEssence").get(v);
      long predicted = confusion[0][v] + confusion[1][v] + confusion[2][v];
      double precision = (double) confusion[v][v] / predicted;
      double recall = confusion[v][v] / 50.0;
      assertThat(number(figures, "essence")).isEqualTo(v);
      assertThat(number(figures, "samples")).isEqualTo(50);
      assertThat(number(figures, "precision")).isEqualTo(precision);
      assertThat(number(figures, "recall")).isEqualTo(recall);
      if (predicted > 0 && confusion[v][v] > 0) {
        assertThat(number(figures, "f1"))
            .isCloseTo(
                2 * precision * recall / (precision + recall),
                org.assertj.core.api.Assertions.within(1e-15));
      }
      for (int q = 0; q < 3; q++) {
        assertThat(((List<?>) entered.get(v)).get(q)).isEqualTo(confusion[v][q]);
        mistakes += v == q ? 0 : confusion[v][q];
      }
    }
    assertThat(mistakes).isPositive();
    List<Map<String, Object>> named = rows(result.report(), "train.mistakes");
    assertThat(named.stream().mapToDouble(row -> number(row, "samples")).sum()).isEqualTo(mistakes);
    assertThat(number(named.get(0), "samples"))
        .isGreaterThanOrEqualTo(number(named.get(named.size() - 1), "samples"));
  }

  @Test
  void theCurveBeginsAtTheAccuracyAndEndsNearChance() {
    TrainingReport report = train(Map.of("hiddenLayers", List.of(60L))).report();
    List<Map<String, Object>> curve = rows(report, "train.noise.curve");
    assertThat(report.number("train.noise.samples")).isEqualTo(150);
    assertThat(number(curve.get(0), "radius")).isZero();
    assertThat(number(curve.get(0), "accuracy")).isEqualTo(report.number("train.accuracy"));
    assertThat(number(curve.get(curve.size() - 1), "accuracy"))
        .isLessThan(number(curve.get(0), "accuracy"));
  }

  /** Of many rows a share, the same whatever the partitions. */
  @Test
  void aCurveIsCheap() {
    Network network = train(Map.of("hiddenLayers", List.of(20L))).requireNetwork();
    Rows many = Rows.random(6000, 4, 3, false, 4);
    SampleStore one = network.standardiser().view(many.store(1, 512, false));
    NoiseCurve curve = Performance.underNoise(one, network, 6000, 5);
    // A share is right to within the rows of one range of keys: 2000/4096 an essence, so few.
    assertThat(curve.samples()).isBetween(1970L, 2030L);
    SampleStore seven = network.standardiser().view(many.store(7, 512, false));
    NoiseCurve other = Performance.underNoise(seven, network, 6000, 5);
    assertThat(other.samples()).isEqualTo(curve.samples());
    for (int k = 0; k < curve.radii().length; k++) {
      assertThat(other.accuracy(k)).isEqualTo(curve.accuracy(k));
    }
  }

  @Test
  void residualsAreAllInTheHistogram() {
    TrainingReport report = train(Map.of("hiddenLayers", List.of(60L))).report();
    List<?> counts = (List<?>) report.get("stationarity.histogram.counts");
    double sum = counts.stream().mapToLong(count -> (Long) count).sum();
    assertThat(sum + report.number("stationarity.histogram.zeros")).isEqualTo(3 * 150);
    double end =
        report.number("stationarity.histogram.log10From")
            + counts.size() * report.number("stationarity.histogram.log10Width");
    assertThat(Math.log10(report.number("stationarity.max"))).isBetween(end - 0.25, end);
  }

  @Test
  void everyStepIsListedWithItsSeconds() {
    TrainingReport report = train(Map.of("hiddenLayers", List.of(60L))).report();
    List<Map<String, Object>> history = rows(report, "timings.history");
    assertThat(history).extracting(step -> step.get("step")).contains("moments", "solve", "noise");
    for (String timing : List.of("statistics", "moments", "solve", "verify")) {
      double sum =
          history.stream()
              .filter(step -> step.get("timing").equals(timing))
              .mapToDouble(step -> number(step, "seconds"))
              .sum();
      assertThat(sum)
          .isCloseTo(
              report.number("timings." + timing), org.assertj.core.api.Assertions.within(1e-9));
    }
    assertThat(report.number("timings.unlisted")).isZero();
  }

  /** 101 essences: a matrix of 10 201 numbers would be most of a manifest. */
  @Test
  void theConfusionsOfManyClassesAreTheMostFrequent() {
    Network three = train(Map.of("hiddenLayers", List.of(20L))).requireNetwork();
    int v = 101;
    Network many =
        three.withOutput(new org.extremum.network.Layer(v, 20, new double[v * 20], new double[v]));
    Rows rows = Rows.random(505, 4, v, false, 4);
    Evaluation evaluation =
        many.standardiser()
            .view(rows.store())
            .aggregate(new Evaluation.Scoring(many, new Conditions(0.01, 0.1, 0.05)));
    TrainingReport report = new TrainingReport();
    Performance.into(report, "test", evaluation);
    assertThat(report.get("test.confusion")).isNull();
    assertThat(rows(report, "test.perEssence")).hasSize(v);
    assertThat(rows(report, "test.mistakes")).hasSize(20);
    assertThat(rows(report, "test.mistakes").get(0))
        .containsEntry("essence", 1)
        .containsEntry("predicted", 0)
        .containsEntry("samples", 5L);
    // Never predicted: no precision, and none that is right.
    assertThat(number(rows(report, "test.perEssence").get(7), "precision")).isNaN();
    assertThat(number(rows(report, "test.perEssence").get(7), "f1")).isZero();
  }
}
