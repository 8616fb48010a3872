package org.extremum.spark;

import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/** (Σ ω x, Σ ω, count): small, commutative up to rounding. */
final class WeightedSum implements Accumulator<double[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "weighted sum";
  }

  @Override
  public Running<double[]> begin() {
    return new Running<>() {
      private final double[] sums = new double[TestBlocks.FEATURES + 2];

      @Override
      public void add(SampleBlock block) {
        for (int i = 0; i < block.size(); i++) {
          double weight = block.weight(i);
          block.forEachNonZero(i, (j, value) -> sums[j] += weight * value);
          sums[TestBlocks.FEATURES] += weight;
          sums[TestBlocks.FEATURES + 1]++;
        }
      }

      @Override
      public double[] finish() {
        return sums;
      }
    };
  }

  @Override
  public double[] merge(double[] left, double[] right) {
    for (int k = 0; k < left.length; k++) {
      left[k] += right[k];
    }
    return left;
  }
}
