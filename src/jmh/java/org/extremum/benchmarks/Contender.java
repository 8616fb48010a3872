package org.extremum.benchmarks;

import java.util.List;
import org.apache.spark.ml.Estimator;

/**
 * One way of training in the comparison of peers.
 *
 * @param key by which {@code methods=} chooses it
 * @param name in the table
 * @param standardised whether it is given standardised features; otherwise as they were read
 * @param candidates what it is chosen from by inner validation: one if nothing is tuned
 */
record Contender(String key, String name, boolean standardised, Candidates candidates) {
  /** Settings in the order of preference among equals. */
  @FunctionalInterface
  interface Candidates {
    List<Candidate> of(int features, int essences);
  }

  /** One setting; its name says what was set. */
  record Candidate(String name, Estimator<?> estimator) {}

  /** With its first and last candidate only. */
  Contender shortened() {
    return new Contender(
        key,
        name,
        standardised,
        (features, essences) -> {
          List<Candidate> all = candidates.of(features, essences);
          return all.size() < 3 ? all : List.of(all.get(0), all.get(all.size() - 1));
        });
  }
}
