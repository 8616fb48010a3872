package org.extremum.retraining;

import java.io.Serializable;
import java.util.Map;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Σω, and Σωx and Σωx² of every standardised coordinate: means and deviations, additive. Immutable.
 * Weights are those of the data, without class factors. No centring is needed: standardised
 * coordinates are of order one.
 */
public final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double weight;
  private final double[] sums; // m
  private final double[] squares; // m

  private FeatureSums(double weight, double[] sums, double[] squares) {
    this.weight = weight;
    this.sums = sums;
    this.squares = squares;
  }

  /** Sums of no samples. */
  public static FeatureSums zero(int features) {
    return new FeatureSums(0, new double[features], new double[features]);
  }

  /** m. */
  public int features() {
    return sums.length;
  }

  /** Σω. */
  public double weight() {
    return weight;
  }

  /** Weighted mean of a coordinate; 0, that of the founding samples, where there is no weight. */
  public double mean(int coordinate) {
    return weight > 0 ? sums[coordinate] / weight : 0;
  }

  /** Weighted standard deviation of a coordinate. */
  public double deviation(int coordinate) {
    double mean = mean(coordinate);
    return weight > 0 ? Math.sqrt(Math.max(0, squares[coordinate] / weight - mean * mean)) : 0;
  }

  /** this + factor·other; -1 to forget. */
  public FeatureSums plus(double factor, FeatureSums other) {
    if (other.features() != features()) {
      throw new IllegalArgumentException(
          "feature sums: expected " + features() + " coordinates, got " + other.features());
    }
    return new FeatureSums(
        weight + factor * other.weight,
        sum(sums, factor, other.sums),
        sum(squares, factor, other.squares));
  }

  private static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * b[k];
    }
    return sum;
  }

  /** factor·this. */
  public FeatureSums scaled(double factor) {
    return zero(features()).plus(factor, this);
  }

  void into(String prefix, Map<String, double[]> arrays) {
    arrays.put(prefix + "weight", new double[] {weight});
    arrays.put(prefix + "sums", sums);
    arrays.put(prefix + "squares", squares);
  }

  static FeatureSums of(String prefix, int features, Numbers numbers) {
    return new FeatureSums(
        numbers.of(prefix + "weight", 1)[0],
        numbers.of(prefix + "sums", features),
        numbers.of(prefix + "squares", features));
  }

  /** Gathers the sums of standardised surfaces; a few operations for each coordinate. */
  public record Gathering(int features) implements Accumulator<FeatureSums> {
    @Override
    public String name() {
      return "feature sums";
    }

    @Override
    public long wireBytes() {
      return 16L * features;
    }

    @Override
    public Running<FeatureSums> begin() {
      double[] weight = new double[1];
      double[] sums = new double[features];
      double[] squares = new double[features];
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            double omega = block.weight(i);
            weight[0] += omega;
            block.forEachNonZero(
                i,
                (k, x) -> {
                  sums[k] += omega * x;
                  squares[k] += omega * x * x;
                });
          }
        }

        @Override
        public FeatureSums finish() {
          return new FeatureSums(weight[0], sums, squares);
        }
      };
    }

    @Override
    public FeatureSums merge(FeatureSums left, FeatureSums right) {
      return left.plus(1, right);
    }
  }
}
