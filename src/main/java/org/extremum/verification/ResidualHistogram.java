package org.extremum.verification;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * How many stationarity residuals r_iv = ‖J(x_i)ᵀw_v‖/sd_v (method.md 2) lie in each quarter of a
 * decade; pairs of samples and outputs are counted.
 */
public final class ResidualHistogram implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bins of a factor of 10. */
  public static final int PER_DECADE = 4;

  /** The first bin begins at 10^LOWEST and takes in what is less; ε^1.25, below any rounding. */
  public static final int LOWEST = -20;

  /** The last bin ends at 10^HIGHEST and takes in what is more, infinite ones too. */
  public static final int HIGHEST = 4;

  private final long[] counts = new long[(HIGHEST - LOWEST) * PER_DECADE];
  private long zeros;

  private ResidualHistogram() {}

  /**
   * Of residuals that were kept when they were measured.
   *
   * @param stationarity by {@link Stationarity.Measuring#keeping}
   */
  public static ResidualHistogram of(Stationarity stationarity) {
    ResidualHistogram histogram = new ResidualHistogram();
    for (double residual : stationarity.residuals()) {
      histogram.add(residual);
    }
    return histogram;
  }

  /** Residuals in each bin, ascending; not to be modified. */
  public long[] counts() {
    return counts;
  }

  /** Residuals that are exactly zero, which are in no bin. */
  public long zeros() {
    return zeros;
  }

  /** log₁₀ of the residual at which a bin begins. */
  public static double begin(int bin) {
    return LOWEST + (double) bin / PER_DECADE;
  }

  private void add(double residual) {
    if (residual == 0) {
      zeros++;
      return;
    }
    double bin = Math.floor((Math.log10(residual) - LOWEST) * PER_DECADE);
    counts[(int) Math.max(0, Math.min(counts.length - 1, bin))]++;
  }

  private ResidualHistogram add(ResidualHistogram other) {
    for (int b = 0; b < counts.length; b++) {
      counts[b] += other.counts[b];
    }
    zeros += other.zeros;
    return this;
  }

  /**
   * Counts the residuals of all samples, in standardised coordinates. As dear as {@link
   * Stationarity.Measuring} of them.
   *
   * @param network whose outputs
   * @param deviations sd_v, V of them
   */
  public record Counting(Network network, double[] deviations)
      implements Accumulator<ResidualHistogram> {
    /** With the deviations that were found. */
    public static Counting of(Network network, Stationarity stationarity) {
      return new Counting(
          network,
          IntStream.range(0, network.essences()).mapToDouble(stationarity::deviation).toArray());
    }

    @Override
    public String name() {
      return "residuals";
    }

    @Override
    public Running<ResidualHistogram> begin() {
      return new Gradients(this);
    }

    @Override
    public ResidualHistogram merge(ResidualHistogram left, ResidualHistogram right) {
      return left.add(right);
    }
  }

  private static final class Gradients implements Accumulator.Running<ResidualHistogram> {
    private final double[] deviations;
    private final Scorer scorer;
    private final OutputGradients gradients;
    private final ResidualHistogram sum = new ResidualHistogram();

    Gradients(Counting counting) {
      deviations = counting.deviations;
      scorer = new Scorer(counting.network);
      gradients = new OutputGradients(counting.network);
    }

    @Override
    public void add(SampleBlock block) {
      if (block.size() == 0) {
        return;
      }
      scorer.score(block, true);
      gradients.forEach(scorer.forward(), block.size(), (i, all) -> addSample(all));
    }

    private void addSample(double[] all) {
      for (int v = 0; v < deviations.length; v++) {
        double norm = Math.sqrt(OutputGradients.squaredNorm(all, v, deviations.length));
        sum.add(norm == 0 ? 0 : norm / deviations[v]);
      }
    }

    @Override
    public ResidualHistogram finish() {
      return sum;
    }

    @Override
    public void close() {
      scorer.close();
      gradients.close();
    }
  }
}
