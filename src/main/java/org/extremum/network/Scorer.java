package org.extremum.network;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.samples.SampleBlock;

/**
 * Raw outputs of a network over blocks, in reused buffers. One thread; close it to release them.
 */
public final class Scorer implements AutoCloseable {
  private final Layer output;
  private final ForwardPass forward;
  private final Matrix outputWeights; // V × l
  private Matrix z; // V × capacity

  public Scorer(Network network) {
    this.output = network.output();
    this.forward = new ForwardPass(network.hidden());
    this.outputWeights = output.weightMatrix();
  }

  /**
   * Z = W^[n]·H + b^[n] of a block in standardised coordinates, V × size.
   *
   * @return a view that the next call overwrites
   */
  public Matrix score(SampleBlock block) {
    return score(block, false);
  }

  /**
   * Like {@link #score(SampleBlock)}; with slopes, {@link #forward()} can give Jacobians after it.
   */
  public Matrix score(SampleBlock block, boolean withSlopes) {
    forward.run(block, withSlopes);
    return output(block.size());
  }

  /**
   * Like {@link #score(SampleBlock)} where W^[1]·X is known ({@link ForwardPass#run(SampleBlock,
   * Matrix)}).
   */
  public Matrix score(SampleBlock block, Matrix products) {
    forward.run(block, products);
    return output(block.size());
  }

  private Matrix output(int size) {
    if (z == null || z.columns() < size) {
      if (z != null) {
        z.close();
      }
      z = Matrix.zeros(output.outputs(), size);
    }
    Matrix result = z.columns(0, size);
    Blas.gemm(1, Blas.Op.NONE, outputWeights, Blas.Op.NONE, forward.values(), 0, result);
    for (int i = 0; i < size; i++) {
      for (int v = 0; v < output.outputs(); v++) {
        result.set(v, i, result.get(v, i) + output.biases()[v]);
      }
    }
    return result;
  }

  /** The forward pass of the block scored last. */
  public ForwardPass forward() {
    return forward;
  }

  @Override
  public void close() {
    forward.close();
    outputWeights.close();
    if (z != null) {
      z.close();
    }
  }
}
