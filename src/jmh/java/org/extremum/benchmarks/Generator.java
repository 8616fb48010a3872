package org.extremum.benchmarks;

import java.io.Serializable;
import java.util.SplittableRandom;

/** Makes samples of a known rule, each for itself; travels to the tasks that need samples. */
interface Generator extends Serializable {
  /** For the table. */
  String name();

  /** m. */
  int features();

  /** V. */
  int essences();

  /**
   * Makes a sample.
   *
   * @param index of the sample in the endless row of all
   * @param random the sample's own
   * @param surface m numbers, overwritten
   * @return its essence
   */
  int make(long index, SplittableRandom random, double[] surface);
}
