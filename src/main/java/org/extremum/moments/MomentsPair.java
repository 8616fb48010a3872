package org.extremum.moments;

import java.io.Serializable;
import java.util.List;

/**
 * Moments of two disjoint parts of the samples, made in one pass.
 *
 * @param training the rows that are fitted first
 * @param heldOut the rows kept back, merged in later; null where none are
 */
public record MomentsPair(Moments training, Moments heldOut) implements Serializable {
  /** Both, or the one that is there. */
  public List<Moments> parts() {
    return heldOut == null ? List.of(training) : List.of(training, heldOut);
  }
}
