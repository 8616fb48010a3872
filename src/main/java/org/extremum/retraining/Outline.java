package org.extremum.retraining;

import java.util.List;
import java.util.Map;
import org.extremum.training.TrainingOptions;

/**
 * What a state's facts say by themselves: enough to read further rows with, while its numbers are
 * still being read. Facts are vouched for only by the digest over facts and numbers, so whatever is
 * made by an outline is not to be relied on before the {@link TrainingState} is there.
 *
 * @param inputFeatures of an unstandardised surface
 * @param options as they are frozen
 * @param input what the data are like
 * @param labels names of the classes, by essence
 */
public record Outline(
    int inputFeatures, TrainingOptions options, Map<String, Object> input, List<String> labels) {
  private static final String WHERE = "state";

  /**
   * Of a snapshot's facts.
   *
   * @throws org.extremum.training.Problem (unreadable) when they are not those of a state
   */
  public static Outline of(Map<String, Object> facts) {
    return Facts.reading(
        WHERE,
        () -> {
          Facts read = StateSnapshot.facts(facts);
          return new Outline(
              Frozen.inputFeatures(read),
              Frozen.options(read),
              Frozen.input(read),
              read.texts("labels"));
        });
  }
}
