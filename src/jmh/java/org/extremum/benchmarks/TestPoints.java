package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/**
 * Test samples under attack, and the way from disturbed ones back to what a contender is given.
 *
 * @param read in one block, unstandardised
 * @param standardised the same in the coordinates in which disturbances are measured
 */
record TestPoints(SampleBlock read, SampleBlock standardised, Standardiser standardiser) {
  /** At most so many of a split's test samples, the first of each of its blocks in turn. */
  static TestPoints of(PeerSplit split, int most) {
    List<double[]> surfaces = new ArrayList<>();
    List<Integer> essences = new ArrayList<>();
    for (SampleBlock block : split.test().collect()) {
      int size = Math.min(block.size(), most - surfaces.size());
      for (int i = 0; i < size; i++) {
        surfaces.add(block.surface(i));
        essences.add(block.essence(i));
      }
    }
    SampleBlock read =
        Unweighted.block(
            split.standardiser().inputFeatures(),
            flat(surfaces.toArray(double[][]::new)),
            essences.stream().mapToInt(v -> v).toArray(),
            i -> i);
    return new TestPoints(read, read.standardised(split.standardiser()), split.standardiser());
  }

  int size() {
    return read.size();
  }

  int essence(int i) {
    return read.essence(i);
  }

  /** In standardised coordinates. */
  double[] surface(int i) {
    return standardised.surface(i);
  }

  /**
   * Disturbed samples as a contender wants them.
   *
   * @param samples which sample each of them comes from
   * @param surfaces in standardised coordinates
   */
  SampleBlock disturbed(int[] samples, double[][] surfaces, boolean inStandardised) {
    SampleBlock moved = standardised.select(samples).withSurfaces(flat(surfaces));
    return inStandardised ? moved : PeerSplit.restored(moved, read.select(samples), standardiser);
  }

  private static double[] flat(double[][] surfaces) {
    return Arrays.stream(surfaces).flatMapToDouble(Arrays::stream).toArray();
  }
}
