package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Weakened extrema, from raw rows to a network (method.md 6, 11, 12). */
class WeakenedRealDataTest {
  private static final int FOLDS = 5;

  private static TrainingResult train(Rows rows, int partitions, Map<String, Object> asked) {
    Trainer trainer =
        new Trainer(
            TrainingOptions.of(new HashMap<>(asked)),
            new BreezeMinimizer(),
            Progress.NONE,
            MemoryBudget.UNLIMITED);
    return trainer.train(rows.store(partitions, 64, false), 0);
  }

  /** Mean accuracy over five folds of rows in a random order. */
  private static double fiveFold(Rows rows, Map<String, Object> options, long split) {
    Rows shuffled = rows.shuffled(split);
    long correct = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      Network network = train(shuffled.select(i -> i % FOLDS != held), 1, options).requireNetwork();
      Rows test = shuffled.select(i -> i % FOLDS == held);
      Evaluation evaluation =
          network
              .standardiser()
              .view(test.store())
              .aggregate(new Evaluation.Scoring(network, new Conditions(0.01, 0.1, 0.05)));
      correct += Math.round(evaluation.accuracy() * test.size());
    }
    return (double) correct / rows.size();
  }

  /**
   * By the default penalty, λ chosen by the training. Over splits accuracies scatter by 0.3 points
   * around 97.6 (λ = 3e-3: 96.9), so three splits are taken.
   */
  @Test
  void breastCancerIsTold() {
    Rows rows = DataFile.read("breast_cancer.csv");
    Map<String, Object> options = Map.of("hiddenLayers", List.of(1000L));
    double sum = 0;
    for (long split = 1; split <= 3; split++) {
      sum += fiveFold(rows, options, split);
    }
    assertThat(sum / 3).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  @Tag("slow")
  void digitsAreToldByTheDefaults() {
    assertThat(fiveFold(DataFile.read("digits.csv"), Map.of(), 1)).isGreaterThanOrEqualTo(0.988);
  }

  /** Method.md 11: outputs on standardised surfaces agree to 1e-6 whatever the partitions. */
  @Test
  void partitionsDoNotShow() {
    Rows rows = DataFile.read("breast_cancer.csv");
    Map<String, Object> options = Map.of("hiddenLayers", List.of(300L));
    Network one = train(rows, 1, options).requireNetwork();
    for (int partitions : new int[] {2, 7}) {
      Network other = train(rows, partitions, options).requireNetwork();
      double largest = 0;
      double difference = 0;
      for (double[] surface : rows.surfaces()) {
        double[] a = one.raw(surface);
        double[] b = other.raw(surface);
        for (int v = 0; v < a.length; v++) {
          largest = Math.max(largest, Math.abs(a[v]));
          difference = Math.max(difference, Math.abs(a[v] - b[v]));
        }
      }
      assertThat(difference).isLessThan(1e-6 * largest);
    }
  }

  @Test
  void theReportSaysHowTheModelCameToBe() {
    Rows rows = DataFile.read("iris.csv");
    TrainingReport report = train(rows, 2, Map.of("hiddenLayers", List.of(60L))).report();
    assertThat(report.get("outcome")).isEqualTo("SOLVED");
    assertThat(report.number("samples")).isEqualTo(150);
    assertThat(report.get("resolved.standardization")).isEqualTo("feature"); // range ratio 2.0
    assertThat(report.get("resolved.initialization")).isEqualTo("pairs");
    assertThat(report.number("stationarity.samples")).isEqualTo(150);
    assertThat(report.number("train.accuracy")).isGreaterThan(0.95);
    assertThat(report.number("timings.total")).isPositive();
    assertThat(report.number("memory.executorTask")).isPositive();
  }
}
