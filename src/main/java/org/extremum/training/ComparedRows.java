package org.extremum.training;

import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.SampleStore;

/**
 * The rows that candidates are compared on, the same for all of them.
 *
 * @param comparison how they are chosen
 * @param tenth held out, where it is by that
 * @param folds parts that are all of the rows, or null where it is not by folds
 */
record ComparedRows(Comparison comparison, KeyedShare tenth, KeyedFolds folds) {
  /**
   * @param widest last hidden layer that is tried
   */
  static ComparedRows of(Samples data, RowShares shares, int widest) {
    Comparison comparison = Comparison.of(data.validation() != null, data.count(), widest);
    KeyedFolds folds =
        comparison == Comparison.FOLDS
            ? shares.histogram().folds(shares.keys(), comparison.parts())
            : null;
    return new ComparedRows(comparison, shares.tenth(), folds);
  }

  /** The rows themselves. */
  SampleStore of(Samples data) {
    return switch (comparison) {
      case VALIDATION -> data.validation();
      case FOLDS -> data.store();
      case HELD_OUT -> data.part(tenth);
    };
  }

  /** Those of a part that is tested, 0 up to {@link Comparison#tested} - 1. */
  SampleStore tested(Samples data, int part) {
    return comparison == Comparison.FOLDS
        ? data.store().view(data.store().features(), block -> folds.only(part, block))
        : of(data);
  }

  /** Those that train while a part is tested. */
  SampleStore training(Samples data, int part) {
    return switch (comparison) {
      case VALIDATION -> data.store();
      case FOLDS -> data.store().view(data.store().features(), block -> folds.allBut(part, block));
      case HELD_OUT -> data.rest(tenth);
    };
  }
}
