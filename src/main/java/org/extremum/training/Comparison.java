package org.extremum.training;

import org.extremum.moments.FoldsPass;
import org.extremum.samples.OrderedMerge;

/** Which samples candidates are compared on; none of them trains the candidate it tests. */
enum Comparison {
  /** Rows that are given for it. */
  VALIDATION("validation", 1),
  /** All rows, a fifth at a time. */
  FOLDS("folds", 5),
  /** The tenth of the rows that the pass for Moments keeps apart. */
  HELD_OUT("heldOut", 2);

  /** Below it a tenth is too few samples to tell candidates apart (method.md 7). */
  static final long ENOUGH = 5000;

  private final String reportName;
  private final int parts;

  Comparison(String reportName, int parts) {
    this.reportName = reportName;
    this.parts = parts;
  }

  String reportName() {
    return reportName;
  }

  /** Moments made in the one pass. */
  int parts() {
    return parts;
  }

  /** Parts that candidates are tested on, each by solutions of its own. */
  int tested() {
    return this == FOLDS ? parts : 1;
  }

  /** Moments that are held while others are made, of the parts in the end. */
  int kept() {
    return this == HELD_OUT ? 2 : 1;
  }

  /**
   * By the size of the data, never by that of the machine. Moments of five parts are made only
   * where they travel in one piece: up to 2500 neurons.
   *
   * @param samples φ
   * @param width of the last hidden layer
   */
  static Comparison of(boolean validation, long samples, int width) {
    if (validation) {
      return VALIDATION;
    }
    boolean small = FoldsPass.wireBytes(FOLDS.parts, width, 0) <= OrderedMerge.TILE_BYTES;
    return samples < ENOUGH && small ? FOLDS : HELD_OUT;
  }
}
