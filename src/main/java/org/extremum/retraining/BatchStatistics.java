package org.extremum.retraining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.moments.KeptMoments;
import org.extremum.moments.Moments;
import org.extremum.training.ClassFactors;
import org.extremum.training.Snapshot;

/**
 * All that a batch adds to a state: sums over its rows, and those of its rows that may judge.
 *
 * @param training Moments of the rows that are fitted first
 * @param heldOut Moments of the held-out rows
 * @param features sums of coordinates over all rows
 * @param judges held-out rows of smallest key
 */
public record BatchStatistics(
    Moments training, Moments heldOut, FeatureSums features, Judges judges) {
  private static final String WHERE = "statistics of a batch";

  /** Rows of both parts. */
  public long samples() {
    return training.samples() + heldOut.samples();
  }

  /** V. */
  public int essences() {
    return training.essences();
  }

  /**
   * Σω of each essence by the weights of the data, V numbers.
   *
   * @param factors that the rows' weights were multiplied by
   */
  public double[] essenceWeights(ClassFactors factors) {
    double[] by = factors.factors();
    return IntStream.range(0, essences())
        .mapToDouble(
            v -> {
              double weight = training.weight(v) + heldOut.weight(v);
              return v < by.length && by[v] > 0 ? weight / by[v] : weight;
            })
        .toArray();
  }

  /** The same for more essences, of which the batch has no rows. */
  public BatchStatistics withEssences(int essences) {
    return essences == essences()
        ? this
        : new BatchStatistics(
            training.withEssences(essences), heldOut.withEssences(essences), features, judges);
  }

  /** Sharing this memory. */
  public Snapshot toSnapshot() {
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, double[]> arrays = new LinkedHashMap<>();
    facts.put("essences", essences());
    into(arrays);
    return new Snapshot(facts, arrays);
  }

  void into(Map<String, double[]> arrays) {
    arrays.putAll(KeptMoments.arrays(training, "training."));
    arrays.putAll(KeptMoments.arrays(heldOut, "heldOut."));
    features.into("features.", arrays);
    JudgeBlocks.into("judges.", judges, arrays);
  }

  /**
   * Undoes {@link #toSnapshot}, sharing its memory.
   *
   * @param frozen of the state that they were made for
   * @throws org.extremum.training.Problem (unreadable) when they are not of its shape
   */
  public static BatchStatistics of(Snapshot snapshot, Frozen frozen) {
    return Facts.reading(
        WHERE,
        () -> {
          Facts facts = new Facts(WHERE, snapshot.facts());
          int essences = facts.integer("essences", 2, Integer.MAX_VALUE);
          return of(new Numbers(WHERE, snapshot.arrays()), frozen, essences, 1);
        });
  }

  static BatchStatistics of(Numbers numbers, Frozen frozen, int essences, int batches) {
    int width = frozen.hidden().width();
    try {
      return new BatchStatistics(
          KeptMoments.moments(width, essences, "training.", numbers.arrays()),
          KeptMoments.moments(width, essences, "heldOut.", numbers.arrays()),
          FeatureSums.of("features.", frozen.standardiser().features(), numbers),
          JudgeBlocks.of(
              "judges.", frozen.standardiser().inputFeatures(), essences, batches, numbers));
    } catch (IllegalArgumentException e) {
      throw Facts.unreadable(numbers.where(), e);
    }
  }
}
