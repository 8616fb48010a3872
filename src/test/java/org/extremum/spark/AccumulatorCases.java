package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.extremum.neighbourhood.NeighbourhoodCases;
import org.extremum.retraining.RetrainingCases;
import org.extremum.samples.Accumulator;
import org.extremum.samples.JoinedAccumulator;

/** Every accumulator of the project belongs into this list: one line each. */
final class AccumulatorCases {
  private AccumulatorCases() {}

  static List<AccumulatorCase<?>> all() {
    List<AccumulatorCase<?>> cases = new ArrayList<>(NetworkCases.all());
    cases.addAll(VerificationCases.all());
    cases.addAll(NeighbourhoodCases.all());
    cases.addAll(NetworkCases.finetuning());
    cases.addAll(HoldoutCases.all());
    cases.addAll(RetrainingCases.all());
    cases.addAll(forTheStores());
    return cases;
  }

  /** Made up to test the stores themselves. */
  private static List<AccumulatorCase<?>> forTheStores() {
    return List.of(
        new AccumulatorCase<>("weighted sum", new WeightedSum(), AccumulatorCases::close),
        new AccumulatorCase<>(
            "row hashes in order", new HashesInOrder(), (a, b) -> assertThat(a).isEqualTo(b)),
        new AccumulatorCase<>("tiled sum", new TiledSum(50, 4), AccumulatorCases::close),
        new AccumulatorCase<>("tiles, one empty", new TiledSum(3, 5), AccumulatorCases::close),
        new AccumulatorCase<>("joined", joined(new WeightedSum()), AccumulatorCases::closeJoined),
        new AccumulatorCase<>(
            "joined, one in tiles", joined(new TiledSum(50, 4)), AccumulatorCases::closeJoined));
  }

  /** Beside one that is not in tiles, of other weights, and whose result has an order. */
  private static JoinedAccumulator joined(Accumulator<double[]> sum) {
    return new JoinedAccumulator(
        "joined",
        List.of(
            new JoinedAccumulator.Part<>(sum, block -> block),
            new JoinedAccumulator.Part<>(
                new WeightedSum(), block -> block.withWeights(new double[block.size()])),
            new JoinedAccumulator.Part<>(new HashesInOrder(), block -> block)));
  }

  private static void closeJoined(JoinedAccumulator.Results a, JoinedAccumulator.Results b) {
    close(a.of(0, double[].class), b.of(0, double[].class));
    close(a.of(1, double[].class), b.of(1, double[].class));
    assertThat(a.of(1, double[].class)[TestBlocks.FEATURES]).as("weight").isZero();
    assertThat(a.of(2, Object.class)).isEqualTo(b.of(2, Object.class));
  }

  /** Sums of a few hundred terms of mixed sign: 1e-12 of the largest is far above rounding. */
  private static void close(double[] a, double[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 1;
    for (double value : b) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int k = 0; k < a.length; k++) {
      assertThat(a[k]).isCloseTo(b[k], within(1e-12 * largest));
    }
  }
}
