package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.retraining.BatchStatistics;
import org.extremum.retraining.DataDrift;
import org.extremum.retraining.FeatureSums;
import org.extremum.retraining.TrainingState;

/** How far each added batch is from what was there before the run. */
final class Drifts {
  private final DataDrift.Sums before; // null: there was nothing
  private final List<String> features;
  private final double large;
  private final Map<String, Object> byBatch = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private double largestMix = Double.NaN;
  private double largestShift = Double.NaN;

  /**
   * @param state before anything is added; what is needed of it is copied
   * @param large option driftWarning
   */
  Drifts(TrainingState state, double large) {
    this.before =
        state.sums().features().weight() > 0
            ? sums(state.sums().features(), state.weights())
            : null;
    this.features = names(state);
    this.large = large;
  }

  /** Coordinates are called as their features, or by their numbers from 1. */
  private static List<String> names(TrainingState state) {
    List<?> named = (List<?>) state.frozen().input().getOrDefault("features", List.of());
    return Arrays.stream(state.frozen().standardiser().keptFeatures())
        .mapToObj(j -> named.isEmpty() ? String.valueOf(j + 1) : (String) named.get(j))
        .toList();
  }

  private static DataDrift.Sums sums(FeatureSums features, double[] classWeights) {
    double weight = features.weight();
    double[] sums = new double[features.features()];
    double[] squares = new double[features.features()];
    for (int j = 0; j < sums.length; j++) {
      double mean = features.mean(j);
      double deviation = features.deviation(j);
      sums[j] = weight * mean;
      squares[j] = weight * (mean * mean + deviation * deviation);
    }
    return new DataDrift.Sums(weight, sums, squares, classWeights);
  }

  /** Compares a batch. */
  void add(String id, TrainingState state, BatchStatistics batch) {
    if (before == null || !(batch.features().weight() > 0)) {
      return;
    }
    double[] weights = batch.essenceWeights(state.frozen().classFactors());
    DataDrift drift = DataDrift.between(before, sums(batch.features(), weights), batch.samples());
    byBatch.put(id, drift.toMap(large, features, state.labels()));
    drift
        .warnings(large, features, state.labels())
        .forEach(line -> warnings.add("batch '" + id + "': " + line));
    largestMix = larger(largestMix, drift.mixDistance());
    largestShift = larger(largestShift, drift.largestShift());
  }

  private static double larger(double most, double value) {
    return most >= value ? most : value; // NaN gives way
  }

  /** One line for each thing to look at. */
  List<String> warnings() {
    return warnings;
  }

  /** Total variation distance, the largest of the batches; NaN where there is none. */
  double largestMix() {
    return largestMix;
  }

  /** In standard deviations, the largest of batches and features; NaN where there is none. */
  double largestShift() {
    return largestShift;
  }

  /** For status and manifest: by batch. */
  Map<String, Object> asMap() {
    return byBatch;
  }
}
