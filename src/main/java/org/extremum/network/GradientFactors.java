package org.extremum.network;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;

/**
 * Gradient factors G(x_i), l × r with G·Gᵀ = J·Jᵀ and r = min(m, l_1, …, l_{n-2}): all that E and
 * the row space of A know of a Jacobian, in as many columns as a sample can give equations
 * (method.md 2). One thread; close it to release its buffers.
 *
 * <p>J = K·Q with orthonormal rows of Q may be replaced by K. So where l_1 &lt; m the recursion
 * starts from L of W^[1] = L·Q, the same for all samples (not from a Cholesky factor of
 * W^[1]·W^[1]ᵀ, which would square the condition number); where a later layer u ≤ n-2 is narrower
 * than the columns so far, a sample's J^[u] is replaced by its own L. Products are made for many
 * samples at a time, one GEMM a layer.
 */
public final class GradientFactors implements AutoCloseable {
  /** Columns carried at a time: enough for BLAS-3 speed, small beside l². */
  private static final int COLUMNS = 1024;

  private final ForwardPass forward;
  private final HiddenStack stack;
  private final int[] columns; // of a sample above layer u, at u; at 0: below layer 1
  private final int batch; // samples at a time
  private final Matrix base; // l_1 × columns[0]: W^[1] or its L
  private final List<Matrix> products = new ArrayList<>(); // of layers 1..n-2
  private final List<Matrix> narrowed = new ArrayList<>(); // the same, or what is kept of it

  /** Factors of the samples {@code forward} has run over last, whenever they are asked for. */
  public GradientFactors(ForwardPass forward) {
    this.forward = forward;
    this.stack = forward.stack();
    this.columns = columns(stack.inputs(), stack.widths());
    this.batch = Math.max(1, COLUMNS / columns[0]);
    this.base = base(forward.weights(1), columns[0]);
    for (int u = 1; u < stack.depth(); u++) {
      int width = stack.layers().get(u - 1).outputs();
      Matrix product = Matrix.zeros(width, batch * columns[u - 1]);
      products.add(product);
      narrowed.add(
          columns[u] == columns[u - 1] ? product : Matrix.zeros(width, batch * columns[u]));
    }
  }

  private static int[] columns(int inputs, List<Integer> widths) {
    int depth = widths.size();
    int[] columns = new int[depth + 1];
    columns[0] = inputs;
    for (int u = 1; u <= depth; u++) {
      columns[u] = u < depth ? Math.min(columns[u - 1], widths.get(u - 1)) : columns[u - 1];
    }
    if (depth > 1) {
      columns[0] = columns[1]; // narrowed before any sample is seen
    }
    return columns;
  }

  private static Matrix base(Matrix weights, int columns) {
    Matrix copy = weights.copy();
    if (columns == weights.columns()) {
      return copy;
    }
    try (copy) {
      Lapack.lowerFactor(copy);
      return copy.columns(0, columns).copy();
    }
  }

  /** r: columns of one factor. */
  public int columns() {
    return columns[stack.depth()];
  }

  /**
   * [G(x_from) … G(x_to-1)] of the block that was run over last.
   *
   * @param into l × (to - from)·r, overwritten
   */
  public void write(int from, int to, Matrix into) {
    int r = columns();
    for (int start = from; start < to; start += batch) {
      int end = Math.min(to, start + batch);
      writeBatch(start, end, into.columns((start - from) * r, (end - from) * r));
    }
  }

  /** At most a batch. */
  private void writeBatch(int start, int end, Matrix into) {
    int count = end - start;
    Matrix below = null;
    for (int u = 1; u <= stack.depth(); u++) {
      boolean last = u == stack.depth();
      Matrix product = last ? into : products.get(u - 1).columns(0, count * columns[u - 1]);
      if (u == 1) {
        for (int i = 0; i < count; i++) {
          forward.scaleBySlopes(1, start + i, base, part(product, i, columns[0]));
        }
      } else {
        forward.chain(u, start, end, below, product);
      }
      below = last ? into : narrowed(u, count, product);
    }
  }

  /** The columns kept above layer u: L_i of each sample's part, or all. */
  private Matrix narrowed(int u, int count, Matrix product) {
    if (columns[u] == columns[u - 1]) {
      return product;
    }
    Matrix kept = narrowed.get(u - 1).columns(0, count * columns[u]);
    for (int i = 0; i < count; i++) {
      Matrix own = part(product, i, columns[u - 1]);
      Lapack.lowerFactor(own);
      kept.setColumns(i * columns[u], own.columns(0, columns[u]));
    }
    return kept;
  }

  private static Matrix part(Matrix sideBySide, int i, int each) {
    return sideBySide.columns(i * each, (i + 1) * each);
  }

  /** Operations for one sample's factor: products and factorisations. */
  public static double flops(HiddenStack stack) {
    return flops(stack.inputs(), stack.widths());
  }

  /**
   * The same for layers of these widths.
   *
   * @param inputs m
   * @param widths l_1..l_{n-1}
   */
  public static double flops(int inputs, List<Integer> widths) {
    int[] columns = columns(inputs, widths);
    double flops = 0;
    for (int u = 2; u <= widths.size(); u++) {
      double width = widths.get(u - 1);
      flops += 2.0 * width * widths.get(u - 2) * columns[u - 1];
      if (columns[u] < columns[u - 1]) {
        flops += 2 * width * width * (columns[u - 1] - width / 3);
      }
    }
    return flops;
  }

  /**
   * Bytes of the buffers, for planning.
   *
   * @param inputs m
   * @param widths l_1..l_{n-1}
   */
  public static long bytes(int inputs, List<Integer> widths) {
    int[] columns = columns(inputs, widths);
    long batch = Math.max(1, COLUMNS / columns[0]);
    long values = 2L * widths.get(0) * inputs; // the base and what it is made of
    for (int u = 1; u < widths.size(); u++) {
      int kept = columns[u] == columns[u - 1] ? 0 : columns[u];
      values += batch * widths.get(u - 1) * (columns[u - 1] + kept);
    }
    return 8 * values;
  }

  @Override
  public void close() {
    base.close();
    products.forEach(Matrix::close);
    narrowed.forEach(Matrix::close);
  }
}
