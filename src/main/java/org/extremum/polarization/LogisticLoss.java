package org.extremum.polarization;

import java.io.Serializable;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The data's part of logistic polarization (method.md 6) at one output layer: with z = W·h + b and
 * z̃ = z - shift, the outputs without their mean,
 *
 * <pre>Σω ( -log softmax(z)_y - (c/2)‖z̃‖² )</pre>
 *
 * and its slopes. The second term takes out of c/2·tr(W M Wᵀ) what M has of the values' scatter, so
 * that M, whose factor is at hand, is the only matrix needed. One pass, 4·l·V FLOPs a sample beside
 * what its hidden values cost.
 *
 * @param hidden where the hidden values are from
 * @param output W and b, V outputs
 * @param shift z of the centre, V numbers
 * @param curvature c
 */
record LogisticLoss(HiddenSource hidden, Layer output, double[] shift, double curvature)
    implements Accumulator<LogisticLoss.Sum> {
  /**
   * Hidden values of so many bytes go through both products at a time, and stay in the processor's
   * cache between them. One number wherever they are from: the bits depend on it.
   */
  private static final long PART_BYTES = 2 << 20;

  /** Fewer samples leave the products' columns idle. */
  private static final long LEAST_PART = 16;

  /**
   * Value and slopes.
   *
   * @param loss Σωℓ
   * @param squares Σω‖z̃‖²
   * @param gradient Σ δ hᵀ with δ = ω(p - y) - cω z̃, l × V column-major
   * @param slopes Σδ, V numbers
   * @param residuals Σω(p - y), V numbers
   */
  record Sum(double loss, double squares, double[] gradient, double[] slopes, double[] residuals)
      implements Serializable {}

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public long wireBytes() {
    return 8L * (hidden.width() + 2) * output.outputs();
  }

  @Override
  public Running<Sum> begin() {
    return new RunningLoss(this);
  }

  @Override
  public Sum merge(Sum left, Sum right) {
    add(right.gradient, left.gradient);
    add(right.slopes, left.slopes);
    add(right.residuals, left.residuals);
    return new Sum(
        left.loss + right.loss,
        left.squares + right.squares,
        left.gradient,
        left.slopes,
        left.residuals);
  }

  private static void add(double[] from, double[] to) {
    for (int k = 0; k < to.length; k++) {
      to[k] += from[k];
    }
  }

  private static final class RunningLoss implements Accumulator.Running<Sum> {
    private final LogisticLoss at;
    private final HiddenValues hidden;
    private final Matrix weights; // V × l
    private final Matrix gradient; // l × V
    private final double[] slopes;
    private final double[] residuals;
    private final double[] p; // of one sample, V
    private final int part; // samples at a time at most
    private Matrix outputs; // V × samples at a time: z, then δ
    private double[] z; // the same
    private double loss;
    private double squares;

    RunningLoss(LogisticLoss at) {
      int essences = at.output.outputs();
      this.at = at;
      this.hidden = at.hidden.open();
      this.weights = at.output.weightMatrix();
      this.gradient = Matrix.zeros(at.hidden.width(), essences);
      this.slopes = new double[essences];
      this.residuals = new double[essences];
      this.p = new double[essences];
      this.part = (int) Math.max(LEAST_PART, PART_BYTES / (8L * at.hidden.width()));
      this.outputs = Matrix.zeros(essences, 0);
      this.z = new double[0];
    }

    @Override
    public void add(SampleBlock block) {
      int size = block.size();
      if (size == 0) {
        return;
      }
      reserve(Math.min(part, size));
      hidden.take(block);
      for (int from = 0; from < size; from += part) {
        addPart(block, from, Math.min(size, from + part));
      }
    }

    private void reserve(int samples) {
      if (outputs.columns() < samples) {
        outputs.close();
        outputs = Matrix.zeros(p.length, samples);
        z = new double[p.length * samples];
      }
    }

    private void addPart(SampleBlock block, int from, int to) {
      Matrix values = hidden.columns(from, to);
      Matrix columns = outputs.columns(0, to - from);
      Blas.gemm(1, Blas.Op.NONE, weights, Blas.Op.NONE, values, 0, columns);
      columns.getColumns(0, to - from, z, 0);
      for (int i = from; i < to; i++) {
        addSample((i - from) * p.length, block.essence(i), block.weight(i));
      }
      columns.setColumns(0, to - from, z, 0);
      Blas.gemm(1, Blas.Op.NONE, values, Blas.Op.TRANSPOSED, columns, 1, gradient);
    }

    /** Turns W·h of one sample, in {@code z} from a place on, into δ. */
    private void addSample(int place, int essence, double weight) {
      double[] biases = at.output.biases();
      for (int v = 0; v < p.length; v++) {
        p[v] = z[place + v] += biases[v];
      }
      OutputActivation.SOFTMAX.logProbabilities(p);
      loss -= weight * p[essence];
      for (int v = 0; v < p.length; v++) {
        double centred = z[place + v] - at.shift[v];
        squares += weight * centred * centred;
        double residual = weight * (Math.exp(p[v]) - (v == essence ? 1 : 0));
        residuals[v] += residual;
        z[place + v] = residual - at.curvature * weight * centred;
        slopes[v] += z[place + v];
      }
    }

    @Override
    public Sum finish() {
      return new Sum(loss, squares, gradient.toArray(), slopes, residuals);
    }

    @Override
    public void close() {
      hidden.close();
      weights.close();
      gradient.close();
      outputs.close();
    }
  }
}
