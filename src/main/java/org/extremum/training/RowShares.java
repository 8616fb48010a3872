package org.extremum.training;

import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;

/**
 * Shares of the training rows, chosen by content and stratified by essence (method.md 6): of two
 * shares the smaller is part of the larger.
 */
record RowShares(KeyHistogram histogram, KeyHistogram.Counting keys, long count) {
  /** Share of the rows that κ is fitted on where there is no validation part. */
  private static final double HELD_OUT = 0.1;

  /** One pass over the keys. */
  static RowShares of(Run run, Samples data) {
    var keys =
        new KeyHistogram.Counting(run.options().seed(), RowHash.Purpose.HELD_OUT, data.essences());
    KeyHistogram histogram =
        run.steps()
            .run("statistics", "split", "held-out tenth", () -> data.store().aggregate(keys));
    return new RowShares(histogram, keys, data.count());
  }

  KeyedShare tenth() {
    return histogram.share(keys, HELD_OUT);
  }

  /** A share of the tenth's rows. */
  KeyedShare ofTenth(double share) {
    return histogram.some(keys, HELD_OUT * share).within(tenth());
  }

  /** About so many rows, or all. */
  KeyedShare some(double rows) {
    return histogram.some(keys, Math.min(1, rows / count));
  }
}
