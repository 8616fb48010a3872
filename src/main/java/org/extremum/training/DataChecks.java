package org.extremum.training;

import java.util.stream.IntStream;
import org.extremum.samples.SurfaceStatistics;

/** Whether there is something to learn, by what the first pass tells of the data. */
final class DataChecks {
  private DataChecks() {}

  /**
   * Refuses data that no classifier can be made of.
   *
   * @throws Problem (bad data) for less than two samples or classes, or features that never vary
   */
  static void requireTrainable(SurfaceStatistics statistics) {
    if (statistics.samples() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "samples",
          "at least two of positive weight",
          statistics.samples(),
          "give more rows");
    }
    long present =
        IntStream.range(0, statistics.counts().length)
            .filter(v -> statistics.counts()[v] > 0)
            .count();
    if (present < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "classes in the label column",
          "at least two different ones",
          present,
          "give rows of every class that is to be told apart");
    }
    if (IntStream.range(0, statistics.features())
        .noneMatch(j -> statistics.max(j) > statistics.min(j))) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "features",
          "one that varies",
          "all " + statistics.samples() + " rows equal",
          "look at the columns chosen");
    }
  }

  /** Says which classes are declared and have no samples. */
  static void noteEmptyEssences(SurfaceStatistics statistics, int essences, Steps steps) {
    long[] counts = statistics.counts();
    for (int v = 0; v < essences; v++) {
      if (v >= counts.length || counts[v] == 0) {
        steps.warn("class " + v + " has no samples; it will hardly ever be predicted");
      }
    }
  }
}
