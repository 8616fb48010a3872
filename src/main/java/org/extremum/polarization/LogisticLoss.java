package org.extremum.polarization;

import java.io.Serializable;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.moments.Precision;
import org.extremum.network.HiddenStack;
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
 * that M, whose factor is at hand, is the only matrix needed. One pass, 2·l·(m + 2V) FLOPs a
 * sample.
 *
 * @param stack hidden layers
 * @param output W and b, V outputs
 * @param shift z of the centre, V numbers
 * @param curvature c
 * @param precision of the pre-activations of the hidden layer
 */
record LogisticLoss(
    HiddenStack stack, Layer output, double[] shift, double curvature, Precision precision)
    implements Accumulator<LogisticLoss.Sum> {
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
    return 8L * (stack.width() + 2) * output.outputs();
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
    private final double[] z; // of one sample, V
    private final double[] p; // of one sample, V
    private Matrix outputs; // V × capacity: z, then δ
    private double loss;
    private double squares;

    RunningLoss(LogisticLoss at) {
      int essences = at.output.outputs();
      this.at = at;
      this.hidden = HiddenValues.in(at.precision, at.stack);
      this.weights = at.output.weightMatrix();
      this.gradient = Matrix.zeros(at.stack.width(), essences);
      this.slopes = new double[essences];
      this.residuals = new double[essences];
      this.z = new double[essences];
      this.p = new double[essences];
      this.outputs = Matrix.zeros(essences, 0);
    }

    @Override
    public void add(SampleBlock block) {
      int size = block.size();
      if (size == 0) {
        return;
      }
      if (outputs.columns() < size) {
        outputs.close();
        outputs = Matrix.zeros(z.length, size);
      }
      Matrix values = hidden.of(block);
      Matrix columns = outputs.columns(0, size);
      Blas.gemm(1, Blas.Op.NONE, weights, Blas.Op.NONE, values, 0, columns);
      for (int i = 0; i < size; i++) {
        columns.getColumns(i, 1, z, 0);
        addSample(block.essence(i), block.weight(i));
        columns.setColumns(i, 1, z, 0);
      }
      Blas.gemm(1, Blas.Op.NONE, values, Blas.Op.TRANSPOSED, columns, 1, gradient);
    }

    /** Turns W·h of one sample, in {@code z}, into δ. */
    private void addSample(int essence, double weight) {
      double[] biases = at.output.biases();
      for (int v = 0; v < z.length; v++) {
        z[v] += biases[v];
        p[v] = z[v];
      }
      OutputActivation.SOFTMAX.logProbabilities(p);
      loss -= weight * p[essence];
      for (int v = 0; v < z.length; v++) {
        double centred = z[v] - at.shift[v];
        squares += weight * centred * centred;
        double residual = weight * (Math.exp(p[v]) - (v == essence ? 1 : 0));
        residuals[v] += residual;
        z[v] = residual - at.curvature * weight * centred;
        slopes[v] += z[v];
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
