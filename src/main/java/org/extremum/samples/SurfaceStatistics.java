package org.extremum.samples;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one pass tells of unstandardised surfaces: weighted means and squared deviations, ranges,
 * counts and weights of essences, keys for the held-out share. Merges by Chan, Golub &amp;
 * LeVeque's pairwise update, so means of large offset lose no digits.
 */
public final class SurfaceStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean; // m
  private final double[] squares; // m: Σω(v - mean)²
  private final double[] min; // m
  private final double[] max; // m
  private double weight;
  private long samples;
  private long[] counts = new long[0]; // V
  private double[] weights = new double[0]; // V

  private SurfaceStatistics(int features) {
    mean = new double[features];
    squares = new double[features];
    min = new double[features];
    max = new double[features];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  /** φ, rows with positive weight. */
  public long samples() {
    return samples;
  }

  /** Σω. */
  public double weight() {
    return weight;
  }

  /** Rows of each essence; as long as the largest essence seen needs. */
  public long[] counts() {
    return counts.clone();
  }

  /** Weight of each essence. */
  public double[] essenceWeights() {
    return weights.clone();
  }

  public int features() {
    return mean.length;
  }

  public double min(int feature) {
    return min[feature];
  }

  public double max(int feature) {
    return max[feature];
  }

  public double mean(int feature) {
    return mean[feature];
  }

  /** Weighted standard deviation of a feature. */
  public double deviation(int feature) {
    return Math.sqrt(squares[feature] / weight);
  }

  private void essence(int essence, double omega) {
    if (essence >= counts.length) {
      counts = Arrays.copyOf(counts, essence + 1);
      weights = Arrays.copyOf(weights, essence + 1);
    }
    counts[essence]++;
    weights[essence] += omega;
  }

  private SurfaceStatistics add(SurfaceStatistics other) {
    if (other.samples == 0) {
      return this;
    }
    if (samples == 0) {
      return other;
    }
    double total = weight + other.weight;
    for (int j = 0; j < mean.length; j++) {
      double delta = other.mean[j] - mean[j];
      mean[j] += delta * (other.weight / total);
      squares[j] += other.squares[j] + delta * delta * (weight * other.weight / total);
      min[j] = Math.min(min[j], other.min[j]);
      max[j] = Math.max(max[j], other.max[j]);
    }
    weight = total;
    samples += other.samples;
    int v = Math.max(counts.length, other.counts.length);
    counts = Arrays.copyOf(counts, v);
    weights = Arrays.copyOf(weights, v);
    for (int k = 0; k < other.counts.length; k++) {
      counts[k] += other.counts[k];
      weights[k] += other.weights[k];
    }
    return this;
  }

  /** Statistics of one block, in two sweeps: sums first, then deviations from the block's mean. */
  private static SurfaceStatistics of(SampleBlock block) {
    int m = block.features();
    SurfaceStatistics s = new SurfaceStatistics(m);
    double[] stored = new double[m]; // weight of the rows in which the feature is not zero
    long[] rows = new long[m];
    for (int i = 0; i < block.size(); i++) {
      double omega = block.weight(i);
      s.essence(block.essence(i), omega);
      s.weight += omega;
      s.samples++;
      block.forEachNonZero(
          i,
          (j, value) -> {
            s.mean[j] += omega * value;
            s.min[j] = Math.min(s.min[j], value);
            s.max[j] = Math.max(s.max[j], value);
            stored[j] += omega;
            rows[j]++;
          });
    }
    for (int j = 0; j < m && s.samples > 0; j++) {
      s.mean[j] /= s.weight;
      if (rows[j] < s.samples) { // zeros are not visited
        s.min[j] = Math.min(s.min[j], 0);
        s.max[j] = Math.max(s.max[j], 0);
        s.squares[j] = Math.max(0, s.weight - stored[j]) * s.mean[j] * s.mean[j];
      }
    }
    for (int i = 0; i < block.size(); i++) {
      double omega = block.weight(i);
      block.forEachNonZero(
          i, (j, value) -> s.squares[j] += omega * (value - s.mean[j]) * (value - s.mean[j]));
    }
    return s;
  }

  /** Gathers {@link SurfaceStatistics}; a few operations for each stored value. */
  public record Gathering(int features) implements Accumulator<SurfaceStatistics> {
    @Override
    public String name() {
      return "statistics";
    }

    @Override
    public long wireBytes() {
      return 32L * features;
    }

    @Override
    public Running<SurfaceStatistics> begin() {
      return new Running<>() {
        private SurfaceStatistics sum = new SurfaceStatistics(features);

        @Override
        public void add(SampleBlock block) {
          sum = sum.add(of(block));
        }

        @Override
        public SurfaceStatistics finish() {
          return sum;
        }
      };
    }

    @Override
    public SurfaceStatistics merge(SurfaceStatistics left, SurfaceStatistics right) {
      return left.add(right);
    }
  }
}
