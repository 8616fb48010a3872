package org.extremum.export;

import java.util.List;
import org.extremum.network.Network;
import org.extremum.training.TrainingReport;

/**
 * All there is of a model.
 *
 * @param network weights and biases in standardised coordinates, its standardiser beside
 * @param labelNames a name for each label in the order of the outputs, or empty
 * @param featureNames a name for each feature in the order of the input, or empty
 * @param thresholds one for each label, by which probabilities are divided before the largest is
 *     the prediction; or empty. Not copied
 * @param report how the model came to be; not copied
 */
public record ExportedModel(
    Network network,
    List<String> labelNames,
    List<String> featureNames,
    double[] thresholds,
    TrainingReport report) {
  /**
   * Copies the names and checks that there are as many as they name.
   *
   * @throws IllegalArgumentException when there are others
   */
  public ExportedModel {
    requireCount("label names", labelNames.size(), network.essences());
    requireCount("feature names", featureNames.size(), network.inputFeatures());
    requireCount("thresholds", thresholds.length, network.essences());
    labelNames = List.copyOf(labelNames);
    featureNames = List.copyOf(featureNames);
  }

  private static void requireCount(String what, int got, int expected) {
    if (got != 0 && got != expected) {
      throw new IllegalArgumentException(what + ": expected " + expected + " or none, got " + got);
    }
  }
}
