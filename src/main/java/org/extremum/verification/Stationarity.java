package org.extremum.verification;

import java.io.Serializable;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

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

  private Stationarity(int essences) {
    largestGradient = new double[essences];
    squaredGradients = new double[essences];
    mean = new double[essences];
    squares = new double[essences];
  }

  /** Samples measured. */
  public long samples() {
    return samples;
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
    return Math.sqrt(sum / ((double) samples * mean.length));
  }

  private void addOutput(int v, double z, double omega, double weightBefore) {
    double delta = z - mean[v];
    mean[v] += delta * (omega / (weightBefore + omega));
    squares[v] += delta * (z - mean[v]) * omega;
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
    return this;
  }

  /**
   * Measures residuals directly, sample by sample: ∇z_v = W^[1]ᵀ(c ∘ w_v) for one hidden layer, two
   * GEMMs for each output and block; explicit Jacobians for deeper ones. 2·V·l·m FLOPs for each
   * sample.
   */
  public record Measuring(Network network) implements Accumulator<Stationarity> {
    @Override
    public String name() {
      return "stationarity";
    }

    @Override
    public Running<Stationarity> begin() {
      return new Gradients(network);
    }

    @Override
    public Stationarity merge(Stationarity left, Stationarity right) {
      return left.add(right);
    }
  }

  private static final class Gradients implements Accumulator.Running<Stationarity> {
    private final Network network;
    private final Scorer scorer;
    private final Matrix outputTransposed; // l × V
    private final Stationarity sum;

    Gradients(Network network) {
      this.network = network;
      this.scorer = new Scorer(network);
      try (Matrix output = network.output().weightMatrix()) {
        this.outputTransposed = output.transpose();
      }
      this.sum = new Stationarity(network.essences());
    }

    @Override
    public void add(SampleBlock block) {
      Matrix z = scorer.score(block, true);
      for (int i = 0; i < block.size(); i++) {
        for (int v = 0; v < network.essences(); v++) {
          sum.addOutput(v, z.get(v, i), block.weight(i), sum.weight);
        }
        sum.weight += block.weight(i);
        sum.samples++;
      }
      if (network.hidden().depth() == 1) {
        addOneHiddenLayer(block.size());
      } else {
        addExplicitly(block.size());
      }
    }

    private void addOneHiddenLayer(int size) {
      Matrix slopes = scorer.forward().slopes();
      int l = slopes.rows();
      double[] column = new double[l];
      try (Matrix scaled = Matrix.zeros(l, size);
          Matrix gradients = Matrix.zeros(network.hidden().inputs(), size)) {
        for (int v = 0; v < network.essences(); v++) {
          double[] w = outputTransposed.column(v);
          for (int i = 0; i < size; i++) {
            slopes.getColumns(i, 1, column, 0);
            for (int k = 0; k < l; k++) {
              column[k] *= w[k];
            }
            scaled.setColumns(i, 1, column, 0);
          }
          Blas.gemm(
              1,
              Blas.Op.TRANSPOSED,
              scorer.forward().weights(1),
              Blas.Op.NONE,
              scaled,
              0,
              gradients);
          for (int i = 0; i < size; i++) {
            addGradient(v, gradients.column(i));
          }
        }
      }
    }

    private void addExplicitly(int size) {
      int m = network.hidden().inputs();
      try (Matrix jacobian = Matrix.zeros(network.hidden().width(), m);
          Matrix gradients = Matrix.zeros(m, network.essences())) {
        for (int i = 0; i < size; i++) {
          scorer.forward().jacobian(i, jacobian);
          Blas.gemm(1, Blas.Op.TRANSPOSED, jacobian, Blas.Op.NONE, outputTransposed, 0, gradients);
          for (int v = 0; v < network.essences(); v++) {
            addGradient(v, gradients.column(v));
          }
        }
      }
    }

    private void addGradient(int v, double[] gradient) {
      double squared = 0;
      for (double g : gradient) {
        squared += g * g;
      }
      sum.largestGradient[v] = Math.max(sum.largestGradient[v], squared);
      sum.squaredGradients[v] += squared;
    }

    @Override
    public Stationarity finish() {
      return sum;
    }

    @Override
    public void close() {
      scorer.close();
      outputTransposed.close();
    }
  }
}
