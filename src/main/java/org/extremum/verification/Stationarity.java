package org.extremum.verification;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * Sums from which the stationarity residuals r_iv = ‖J(x_i)ᵀw_v‖/sd_v follow (method.md 2), sd_v
 * the weighted standard deviation of z_v over the samples of the pass.
 */
public final class Stationarity implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] largestGradient; // V: max ‖∇z_v‖²
  private final double[] squaredGradients; // V: Σ‖∇z_v‖², each sample once
  private final double[] mean; // V: weighted mean of z_v
  private final double[] squares; // V: Σω(z_v - mean_v)²
  private double weight;
  private long samples;
  private long measured; // samples whose gradients were taken
  private double[] kept = new double[0]; // V squared norms a sample, where they are kept

  private Stationarity(int essences) {
    largestGradient = new double[essences];
    squaredGradients = new double[essences];
    mean = new double[essences];
    squares = new double[essences];
  }

  /** Samples whose gradients were measured. */
  public long samples() {
    return measured;
  }

  /** Weighted standard deviation of z_v. */
  public double deviation(int v) {
    return Math.sqrt(squares[v] / weight);
  }

  /**
   * The largest residual over samples and outputs; infinite where an output is constant, unless its
   * gradients are exactly zero too (the output of an essence that has no samples).
   */
  public double max() {
    double max = 0;
    for (int v = 0; v < mean.length; v++) {
      max = Math.max(max, Math.sqrt(relative(largestGradient[v], v)));
    }
    return max;
  }

  /** Squared gradients by output v's variance; 0/0 is stationary. */
  private double relative(double squaredGradients, int v) {
    return squaredGradients == 0 ? 0 : squaredGradients / (squares[v] / weight);
  }

  /** The root mean square residual over samples and outputs. */
  public double rms() {
    double sum = 0;
    for (int v = 0; v < mean.length; v++) {
      sum += relative(squaredGradients[v], v);
    }
    return Math.sqrt(sum / ((double) measured * mean.length));
  }

  /**
   * Every residual of the pass, V a sample; none unless they were kept ({@link Measuring#keeping}).
   */
  double[] residuals() {
    double[] residuals = kept.clone();
    for (int k = 0; k < residuals.length; k++) {
      residuals[k] = Math.sqrt(relative(residuals[k], k % mean.length));
    }
    return residuals;
  }

  private void addOutput(int v, double z, double omega, double weightBefore) {
    double delta = z - mean[v];
    mean[v] += delta * (omega / (weightBefore + omega));
    squares[v] += delta * (z - mean[v]) * omega;
  }

  /** Takes in ∇z_v of one sample, m × V, column-major. */
  private void addGradients(double[] gradients, boolean keep) {
    int at = kept.length;
    kept = keep ? Arrays.copyOf(kept, at + mean.length) : kept; // of some hundred samples
    measured++;
    for (int v = 0; v < mean.length; v++) {
      double squared = OutputGradients.squaredNorm(gradients, v, mean.length);
      if (keep) {
        kept[at + v] = squared;
      }
      largestGradient[v] = Math.max(largestGradient[v], squared);
      squaredGradients[v] += squared;
    }
  }

  private Stationarity add(Stationarity other) {
    if (other.samples == 0) {
      return this;
    }
    if (samples == 0) {
      return other;
    }
    double total = weight + other.weight;
    for (int v = 0; v < mean.length; v++) {
      double delta = other.mean[v] - mean[v];
      mean[v] += delta * (other.weight / total);
      squares[v] += other.squares[v] + delta * delta * (weight * other.weight / total);
      largestGradient[v] = Math.max(largestGradient[v], other.largestGradient[v]);
      squaredGradients[v] += other.squaredGradients[v];
    }
    weight = total;
    samples += other.samples;
    measured += other.measured;
    int own = kept.length;
    kept = Arrays.copyOf(kept, own + other.kept.length);
    System.arraycopy(other.kept, 0, kept, own, other.kept.length);
    return this;
  }

  /**
   * Measures residuals directly, sample by sample, from the gradients of all outputs ({@link
   * OutputGradients}). 2·V·l·m FLOPs for each sample measured with one hidden layer.
   *
   * @param network the network
   * @param constrained leaves those samples of a block whose gradients are measured; deviations of
   *     outputs are over all
   * @param keep whether the residuals themselves are kept: of some hundred samples
   */
  public record Measuring(
      Network network, SampleStore.BlockTransformation constrained, boolean keep)
      implements Accumulator<Stationarity> {
    /** Only some of the gradients. */
    public Measuring(Network network, SampleStore.BlockTransformation constrained) {
      this(network, constrained, false);
    }

    /** The gradients of all samples. */
    public Measuring(Network network) {
      this(network, block -> block);
    }

    /** The gradients of all samples, of which there are some hundred; residuals are kept. */
    public static Measuring keeping(Network network) {
      return new Measuring(network, block -> block, true);
    }

    @Override
    public String name() {
      return "stationarity";
    }

    @Override
    public Running<Stationarity> begin() {
      return new Gradients(this);
    }

    @Override
    public Stationarity merge(Stationarity left, Stationarity right) {
      return left.add(right);
    }
  }

  private static final class Gradients implements Accumulator.Running<Stationarity> {
    private final SampleStore.BlockTransformation constrained;
    private final boolean keep;
    private final Network network;
    private final Scorer scorer;
    private final OutputGradients gradients;
    private final Stationarity sum;

    Gradients(Measuring measuring) {
      this.constrained = measuring.constrained;
      this.keep = measuring.keep;
      this.network = measuring.network;
      this.scorer = new Scorer(network);
      this.gradients = new OutputGradients(network);
      this.sum = new Stationarity(network.essences());
    }

    @Override
    public void add(SampleBlock block) {
      SampleBlock measured = constrained.apply(block);
      Matrix z = scorer.score(block, measured == block);
      for (int i = 0; i < block.size(); i++) {
        for (int v = 0; v < network.essences(); v++) {
          sum.addOutput(v, z.get(v, i), block.weight(i), sum.weight);
        }
        sum.weight += block.weight(i);
        sum.samples++;
      }
      if (measured != block && measured.size() > 0) {
        scorer.score(measured, true);
      }
      gradients.forEach(scorer.forward(), measured.size(), (i, all) -> sum.addGradients(all, keep));
    }

    @Override
    public Stationarity finish() {
      return sum;
    }

    @Override
    public void close() {
      scorer.close();
      gradients.close();
    }
  }
}
