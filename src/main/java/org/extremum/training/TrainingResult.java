package org.extremum.training;

import org.extremum.network.Network;

/**
 * What a training ends with.
 *
 * @param outcome how it ended
 * @param detail the outcome's numbers in words, such as the rank found and the width that would do
 * @param content the model, or null where the outcome has none
 * @param report everything measured on the way
 */
public record TrainingResult(
    Outcome outcome, String detail, ModelContent content, TrainingReport report) {
  /** The model's network, or null where the outcome has none. */
  public Network network() {
    return content == null ? null : content.network();
  }

  /**
   * The model's network.
   *
   * @throws Problem (no model) with the outcome's advice, where there is none
   */
  public Network requireNetwork() {
    return requireContent().network();
  }

  /**
   * The model.
   *
   * @throws Problem (no model) with the outcome's advice, where there is none
   */
  public ModelContent requireContent() {
    if (content == null) {
      throw Problem.because(Problem.Kind.NO_MODEL, outcome + ": " + detail, outcome.advice());
    }
    return content;
  }
}
