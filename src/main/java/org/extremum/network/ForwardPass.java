package org.extremum.network;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.samples.SampleBlock;

/**
 * Values, slopes and Jacobians of the hidden layers over a block, in buffers that serve block after
 * block. Used by one thread; close it to release them.
 *
 * <p>Samples are columns: H is l × size. Memory: 16·size·Σl_u bytes beside the weights.
 */
public final class ForwardPass implements AutoCloseable {
  private final HiddenStack stack;
  private final List<Matrix> weights = new ArrayList<>();
  private final List<Matrix> values = new ArrayList<>();
  private final List<Matrix> slopes = new ArrayList<>();
  private final double[] column;
  private final double[] slopeColumn;
  private SampleBlock block;
  private int capacity;
  private boolean withSlopes;

  public ForwardPass(HiddenStack stack) {
    this.stack = stack;
    stack.layers().forEach(layer -> weights.add(layer.weightMatrix()));
    this.column = new double[stack.widest()];
    this.slopeColumn = new double[stack.widest()];
  }

  /**
   * Computes h^[u] and, where wanted, c^[u] = S'(z^[u]) of all layers. 2·size·Σ l_u·l_{u-1} FLOPs.
   *
   * @param block not modified; its results are valid until the next call
   */
  public void run(SampleBlock block, boolean wantSlopes) {
    this.block = block;
    this.withSlopes = wantSlopes;
    reserve(block.size());
    int size = block.size();
    for (int u = 0; u < stack.depth(); u++) {
      Matrix z = values.get(u).columns(0, size);
      if (u == 0) {
        block.multiply(weights.get(0), z);
      } else {
        Blas.gemm(
            1,
            Blas.Op.NONE,
            weights.get(u),
            Blas.Op.NONE,
            values.get(u - 1).columns(0, size),
            0,
            z);
      }
      activate(stack.layers().get(u).biases(), z, wantSlopes ? slopes.get(u) : null);
    }
  }

  private void activate(double[] biases, Matrix z, Matrix slope) {
    int l = biases.length;
    for (int i = 0; i < z.columns(); i++) {
      z.getColumns(i, 1, column, 0);
      for (int k = 0; k < l; k++) {
        column[k] += biases[k];
      }
      stack.activation().apply(column, slope == null ? null : slopeColumn, l);
      z.setColumns(i, 1, column, 0);
      if (slope != null) {
        slope.setColumns(i, 1, slopeColumn, 0);
      }
    }
  }

  private void reserve(int size) {
    if (size <= capacity && !values.isEmpty()) {
      return;
    }
    values.forEach(Matrix::close);
    slopes.forEach(Matrix::close);
    values.clear();
    slopes.clear();
    for (Layer layer : stack.layers()) {
      values.add(Matrix.zeros(layer.outputs(), size));
      slopes.add(Matrix.zeros(layer.outputs(), size));
    }
    capacity = size;
  }

  /** H = h^[n-1] of the block, l × size; a view that the next run overwrites. */
  public Matrix values() {
    return values.get(stack.depth() - 1).columns(0, block.size());
  }

  /** C = c^[n-1] of the block, l × size; a view that the next run overwrites. */
  public Matrix slopes() {
    requireSlopes();
    return slopes.get(stack.depth() - 1).columns(0, block.size());
  }

  /** W^[u] as it is used here, u from 1; not to be modified. */
  public Matrix weights(int u) {
    return weights.get(u - 1);
  }

  /**
   * J(x_i) = ∂h^[n-1]/∂x at sample {@code i} of the block: J^[u] = diag(c^[u])·W^[u]·J^[u-1]
   * (method.md 1). 2·m·Σ_{u>1} l_u·l_{u-1} FLOPs.
   *
   * @param into l × m, overwritten
   */
  public void jacobian(int i, Matrix into) {
    requireSlopes();
    int m = stack.inputs();
    Matrix below = weights.get(0);
    for (int u = 0; u < stack.depth(); u++) {
      boolean last = u == stack.depth() - 1;
      Matrix product = last ? into : Matrix.zeros(stack.layers().get(u).outputs(), m);
      if (u > 0) {
        Blas.gemm(1, Blas.Op.NONE, weights.get(u), Blas.Op.NONE, below, 0, product);
      }
      scaleRows(slopes.get(u).column(i), u == 0 ? weights.get(0) : product, product);
      if (u > 0) {
        below.close();
      }
      below = product;
    }
  }

  /** into ← diag(factors)·from, column by column; may be the same matrix. */
  private void scaleRows(double[] factors, Matrix from, Matrix into) {
    for (int j = 0; j < from.columns(); j++) {
      from.getColumns(j, 1, column, 0);
      for (int k = 0; k < factors.length; k++) {
        column[k] *= factors[k];
      }
      into.setColumns(j, 1, column, 0);
    }
  }

  private void requireSlopes() {
    if (!withSlopes) {
      throw new IllegalStateException(
          "slopes: expected a run that computes them, got one that does not");
    }
  }

  @Override
  public void close() {
    weights.forEach(Matrix::close);
    values.forEach(Matrix::close);
    slopes.forEach(Matrix::close);
  }
}
