package org.extremum.samples;

import java.io.Serializable;

/**
 * Weighted mean of each feature over the rows in which it is a finite number: what takes the place
 * of values that are missing (handleInvalid=keep). Values that a sparse row does not store are
 * zeros, not missing. Merges by pairs, so that means of large offset lose no digits.
 */
public final class PresentMeans implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean; // m, 0 where there is no value
  private final double[] weight; // m: Σω of the rows that have the feature
  private long incomplete; // rows
  private long missing; // values

  private PresentMeans(int features) {
    mean = new double[features];
    weight = new double[features];
  }

  /** The means, one for each feature; 0 for a feature that no row has. */
  public double[] means() {
    return mean.clone();
  }

  /** Rows in which some feature is missing. */
  public long incompleteRows() {
    return incomplete;
  }

  /** Values that are missing, in all rows. */
  public long missingValues() {
    return missing;
  }

  /** Whether some row has a finite value of the feature. */
  public boolean isPresent(int feature) {
    return weight[feature] > 0;
  }

  /**
   * Samples with these means in the place of what they miss; hashes stay those of what was read.
   */
  public SampleStore completing(SampleStore store) {
    double[] replacements = means();
    return store.view(store.features(), block -> block.completed(replacements));
  }

  private static PresentMeans of(SampleBlock block) {
    PresentMeans own = new PresentMeans(block.features());
    int m = own.mean.length;
    long[] absent = new long[m]; // rows without the feature
    double[] lost = new double[m]; // their weight
    double total = 0;
    for (int i = 0; i < block.size(); i++) {
      double omega = block.weight(i);
      long before = own.missing;
      block.forEachNonZero(
          i,
          (j, value) -> {
            if (Double.isFinite(value)) {
              own.mean[j] += omega * value;
            } else {
              absent[j]++;
              lost[j] += omega;
              own.missing++;
            }
          });
      total += omega;
      own.incomplete += own.missing > before ? 1 : 0;
    }
    for (int j = 0; j < m; j++) {
      if (absent[j] < block.size()) { // not by weights, whose difference may be rounding
        own.weight[j] = total - lost[j];
        own.mean[j] /= own.weight[j];
      }
    }
    return own;
  }

  private PresentMeans add(PresentMeans other) {
    for (int j = 0; j < mean.length; j++) {
      double total = weight[j] + other.weight[j];
      if (other.weight[j] > 0) {
        mean[j] += (other.mean[j] - mean[j]) * (other.weight[j] / total);
        weight[j] = total;
      }
    }
    incomplete += other.incomplete;
    missing += other.missing;
    return this;
  }

  /** Gathers {@link PresentMeans}; an addition for each stored value. */
  public record Gathering(int features) implements Accumulator<PresentMeans> {
    @Override
    public String name() {
      return "means of features";
    }

    @Override
    public long wireBytes() {
      return 16L * features;
    }

    @Override
    public Running<PresentMeans> begin() {
      return new Running<>() {
        private PresentMeans sum = new PresentMeans(features);

        @Override
        public void add(SampleBlock block) {
          sum = sum.add(of(block));
        }

        @Override
        public PresentMeans finish() {
          return sum;
        }
      };
    }

    @Override
    public PresentMeans merge(PresentMeans left, PresentMeans right) {
      return left.add(right);
    }
  }
}
