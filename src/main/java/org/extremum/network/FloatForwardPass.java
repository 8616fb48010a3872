package org.extremum.network;

import java.util.function.IntPredicate;
import org.extremum.linalg.FloatMatrix;
import org.extremum.samples.SampleBlock;

/**
 * Values and slopes of one hidden layer over a block, pre-activations in single precision and
 * activations of them in double: for sums that are rounded to single precision anyway. Used by one
 * thread; close it to release its buffers.
 */
public final class FloatForwardPass implements AutoCloseable {
  private final Activation activation;
  private final FloatMatrix weights;
  private final double[] biases;
  private final Exponential exponential = new Exponential();
  private final float[] column;
  private final double[] values;
  private final double[] slopes;
  private FloatMatrix preActivations;

  /**
   * @param stack of one hidden layer
   */
  public FloatForwardPass(HiddenStack stack) {
    if (stack.depth() != 1) {
      throw new IllegalArgumentException(
          "forward pass in single precision: expected one hidden layer, got " + stack.depth());
    }
    Layer layer = stack.layers().get(0);
    this.activation = stack.activation();
    this.biases = layer.biases();
    try (var exact = layer.weightMatrix()) {
      this.weights = FloatMatrix.of(exact);
    }
    this.column = new float[biases.length];
    this.values = new double[biases.length];
    this.slopes = new double[biases.length];
    this.preActivations = FloatMatrix.zeros(biases.length, 0);
  }

  /** Takes h and c of a sample; the arrays are used again. */
  @FunctionalInterface
  public interface SampleVisitor {
    /**
     * @param i place in the block
     * @param h values, l
     * @param c slopes, l; null where they were not asked for
     */
    void visit(int i, double[] h, double[] c);
  }

  /**
   * Calls {@code visitor} for every sample, in order. 2·size·l·m FLOPs.
   *
   * @param withSlopes by place in the block
   */
  public void run(SampleBlock block, IntPredicate withSlopes, SampleVisitor visitor) {
    if (block.size() > preActivations.columns()) {
      preActivations.close();
      preActivations = FloatMatrix.zeros(biases.length, block.size());
    }
    block.multiply(weights, preActivations.columns(0, block.size()));
    for (int i = 0; i < block.size(); i++) {
      preActivations.getTop(i, column.length, column);
      for (int k = 0; k < column.length; k++) {
        values[k] = column[k] + biases[k];
      }
      double[] wanted = withSlopes.test(i) ? slopes : null;
      activation.apply(values, wanted, values.length, exponential);
      visitor.visit(i, values, wanted);
    }
  }

  /** h at x = 0. */
  public double[] valuesAtZero() {
    double[] h = biases.clone();
    activation.apply(h, null, h.length, exponential);
    return h;
  }

  /** c at x = 0. */
  public double[] slopesAtZero() {
    double[] c = new double[biases.length];
    activation.apply(biases.clone(), c, c.length, exponential);
    return c;
  }

  @Override
  public void close() {
    weights.close();
    preActivations.close();
  }
}
