package org.extremum.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.NativeLibrary;
import org.extremum.samples.SampleBlock;

/**
 * Values, slopes and Jacobians of the hidden layers over a block, in buffers that serve block after
 * block. Used by one thread; close it to release them.
 *
 * <p>Samples are columns: H is l × size. Memory: 8·size·Σl_u bytes beside the weights, and as much
 * again once slopes are wanted.
 */
public final class ForwardPass implements AutoCloseable {
  private final HiddenStack stack;
  private final List<Matrix> weights = new ArrayList<>();
  private final List<Matrix> values = new ArrayList<>();
  private final List<Matrix> slopes = new ArrayList<>();
  private final double[] column;
  private final double[] slopeColumn;
  private final Exponential exponential = new Exponential();
  private SampleBlock block;
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
    run(block, wantSlopes ? i -> true : null);
  }

  /**
   * Like {@link #run(SampleBlock, boolean)}, with slopes of some samples: columns of the others are
   * not to be used.
   *
   * @param withSlopes by place in the block, asked by several threads; null for none
   */
  public void run(SampleBlock block, IntPredicate withSlopes) {
    begin(block, withSlopes != null);
    block.multiply(weights.get(0), values.get(0).columns(0, block.size()));
    finish(withSlopes);
  }

  /**
   * Like {@link #run} without slopes, for surfaces of which W^[1]·X is known: where these are sums
   * of some that were multiplied before.
   *
   * @param block as many samples
   * @param products l_1 × size, not modified
   */
  public void run(SampleBlock block, Matrix products) {
    begin(block, false);
    values.get(0).setColumns(0, products);
    finish(null);
  }

  /** W^[1]·X of a block as a new matrix, l_1 × size. */
  public Matrix products(SampleBlock block) {
    Matrix products = Matrix.zeros(weights.get(0).rows(), block.size());
    block.multiply(weights.get(0), products);
    return products;
  }

  private void begin(SampleBlock next, boolean wantSlopes) {
    this.block = next;
    this.withSlopes = wantSlopes;
    reserve(values, next.size());
    if (wantSlopes) {
      reserve(slopes, next.size());
    }
  }

  /** From the first layer's products on. */
  private void finish(IntPredicate sloped) {
    int size = block.size();
    for (int u = 0; u < stack.depth(); u++) {
      Matrix z = values.get(u).columns(0, size);
      if (u > 0) {
        Matrix below = values.get(u - 1).columns(0, size);
        Blas.gemm(1, Blas.Op.NONE, weights.get(u), Blas.Op.NONE, below, 0, z);
      }
      Matrix slope = sloped == null ? null : slopes.get(u);
      activate(stack.layers().get(u).biases(), z, slope, sloped);
    }
  }

  /** By as many threads as the BLAS has: one in a task, all cores for the driver's own passes. */
  private void activate(double[] biases, Matrix z, Matrix slope, IntPredicate sloped) {
    int threads = Math.min(NativeLibrary.threads(), z.columns());
    if (threads <= 1) {
      activate(biases, z, slope, sloped, 0, z.columns(), column, slopeColumn, exponential);
      return;
    }
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            part ->
                activate(
                    biases,
                    z,
                    slope,
                    sloped,
                    (int) ((long) z.columns() * part / threads),
                    (int) ((long) z.columns() * (part + 1) / threads),
                    new double[biases.length],
                    sloped == null ? null : new double[biases.length],
                    new Exponential()));
  }

  private void activate(
      double[] biases,
      Matrix z,
      Matrix slope,
      IntPredicate sloped,
      int from,
      int to,
      double[] own,
      double[] ownSlope,
      Exponential ownExponential) {
    int l = biases.length;
    for (int i = from; i < to; i++) {
      z.getColumns(i, 1, own, 0);
      for (int k = 0; k < l; k++) {
        own[k] += biases[k];
      }
      boolean both = sloped != null && sloped.test(i);
      stack.activation().apply(own, both ? ownSlope : null, l, ownExponential);
      z.setColumns(i, 1, own, 0);
      if (both) {
        slope.setColumns(i, 1, ownSlope, 0);
      }
    }
  }

  /** Makes a matrix for each layer, where those that are there have too few columns. */
  private void reserve(List<Matrix> matrices, int size) {
    if (!matrices.isEmpty() && size <= matrices.get(0).columns()) {
      return;
    }
    matrices.forEach(Matrix::close);
    matrices.clear();
    for (Layer layer : stack.layers()) {
      matrices.add(Matrix.zeros(layer.outputs(), size));
    }
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

  /** c^[u] of the block, l_u × size, u from 1; a view that the next run overwrites. */
  public Matrix slopes(int u) {
    requireSlopes();
    return slopes.get(u - 1).columns(0, block.size());
  }

  /** The hidden layers. */
  public HiddenStack stack() {
    return stack;
  }

  /**
   * J(x_i) = ∂h^[n-1]/∂x at sample {@code i} of the block: J^[u] = diag(c^[u])·W^[u]·J^[u-1]
   * (method.md 1). 2·m·Σ_{u>1} l_u·l_{u-1} FLOPs. For many samples see {@link GradientFactors}.
   *
   * @param into l × m, overwritten
   */
  public void jacobian(int i, Matrix into) {
    int m = stack.inputs();
    Matrix below = weights.get(0);
    for (int u = 1; u <= stack.depth(); u++) {
      boolean last = u == stack.depth();
      Matrix product = last ? into : Matrix.zeros(stack.layers().get(u - 1).outputs(), m);
      if (u > 1) {
        Blas.gemm(1, Blas.Op.NONE, weights(u), Blas.Op.NONE, below, 0, product);
        below.close();
      }
      scaleBySlopes(u, i, u == 1 ? below : product, product);
      below = product;
    }
  }

  /** into ← diag(c^[u](x_i))·from, both l_u × any; may be the same matrix. */
  void scaleBySlopes(int u, int i, Matrix from, Matrix into) {
    requireSlopes();
    slopes.get(u - 1).getColumns(i, 1, slopeColumn, 0);
    for (int j = 0; j < from.columns(); j++) {
      from.getColumns(j, 1, column, 0);
      for (int k = 0; k < from.rows(); k++) {
        column[k] *= slopeColumn[k];
      }
      into.setColumns(j, 1, column, 0);
    }
  }

  /**
   * One layer of the chain rule for samples {@code from}..{@code to}, their columns side by side,
   * equally many each: into ← [diag(c_i)·W^[u]·X_i], one GEMM for all.
   *
   * @param below [X_i], l_{u-1} × columns, not modified
   * @param into l_u × columns, overwritten
   */
  void chain(int u, int from, int to, Matrix below, Matrix into) {
    Blas.gemm(1, Blas.Op.NONE, weights(u), Blas.Op.NONE, below, 0, into);
    int each = into.columns() / (to - from);
    for (int i = from; i < to; i++) {
      Matrix own = into.columns((i - from) * each, (i - from + 1) * each);
      scaleBySlopes(u, i, own, own);
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
