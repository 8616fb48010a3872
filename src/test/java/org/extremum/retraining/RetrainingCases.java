package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.extremum.reference.Close;
import org.extremum.retraining.Judges.Limit;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.spark.AccumulatorCase;
import org.extremum.spark.TestBlocks;

/** This room's accumulators for the contract. */
public final class RetrainingCases {
  /** Sums of 300 squares of one sign. */
  private static final double ROUNDING = 1e-12;

  private static final KeyedShare SHARE =
      KeyedShare.constant(42, RowHash.Purpose.HELD_OUT, TestBlocks.ESSENCES, 0.4);

  private RetrainingCases() {}

  /** All of them. */
  public static List<AccumulatorCase<?>> all() {
    return List.of(
        new AccumulatorCase<>(
            "feature sums",
            new FeatureSums.Gathering(TestBlocks.FEATURES),
            RetrainingCases::closeSums),
        new AccumulatorCase<>(
            "judges", new Judges.Gathering(TestBlocks.FEATURES, SHARE), RetrainingCases::same),
        new AccumulatorCase<>(
            "judges, few",
            new Judges.Gathering(TestBlocks.FEATURES, SHARE, new Limit(15, 1 << 20)),
            RetrainingCases::same),
        new AccumulatorCase<>(
            "judges, small",
            new Judges.Gathering(TestBlocks.FEATURES, SHARE, new Limit(300, 2000)),
            RetrainingCases::same));
  }

  private static void closeSums(FeatureSums a, FeatureSums b) {
    assertThat(a.weight()).isCloseTo(b.weight(), within(ROUNDING * b.weight()));
    for (int k = 0; k < TestBlocks.FEATURES; k++) {
      double deviation = b.deviation(k);
      assertThat(a.deviation(k)).isCloseTo(deviation, within(ROUNDING * deviation));
      assertThat(a.mean(k)).isCloseTo(b.mean(k), within(ROUNDING * deviation));
    }
  }

  private static void same(Judges a, Judges b) {
    assertThat(a.threshold()).isEqualTo(b.threshold());
    assertThat(a.count()).isEqualTo(b.count()).isGreaterThan(5);
    for (int i = 0; i < a.count(); i++) {
      Judge left = a.rows().get(i);
      Judge right = b.rows().get(i);
      assertThat(left.key()).isEqualTo(right.key());
      assertThat(left.essence()).isEqualTo(right.essence());
      assertThat(left.weight()).isEqualTo(right.weight());
      assertThat(left.coordinates()).isEqualTo(right.coordinates());
      Close.assertClose(left.values(), right.values(), 0);
    }
  }
}
