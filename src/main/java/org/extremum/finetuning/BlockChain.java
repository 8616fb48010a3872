package org.extremum.finetuning;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.samples.SampleBlock;

/**
 * The chain rule over a block, both ways, for one output at a time, samples as columns: values,
 * then adjoints down to ∇_x z_v, then tangents up again along that very gradient. Since d(½‖g‖²) =
 * g·dg, this is all that the derivative of ‖∇_x z_v‖² needs: V directions for each sample instead
 * of m.
 *
 * <p>Layers are counted from 1. Buffers serve block after block: 8·size·(7 or 6)·Σl_u bytes. Used
 * by one thread; close it to release them.
 */
final class BlockChain implements AutoCloseable {
  private final HiddenStack stack;
  private final Layer output;
  private final boolean curved;
  private final List<Matrix> weights = new ArrayList<>(); // W^[1..d]
  private final Matrix outputWeights; // V × l
  private final Matrix[] through; // what stands for W^[u] in derivatives; index u - 1
  private List<LayerBuffers> buffers = List.of();
  private Matrix surfaces; // m × capacity
  private Matrix gradient; // m × capacity
  private Matrix outputs; // V × capacity
  private int size;

  /** All of a layer and a block, l_u × capacity each. */
  private record LayerBuffers(
      Matrix h, Matrix c, Matrix d, Matrix p, Matrix q, Matrix s, Matrix t) {
    static LayerBuffers of(int width, int capacity, boolean curved) {
      return new LayerBuffers(
          Matrix.zeros(width, capacity),
          Matrix.zeros(width, capacity),
          Matrix.zeros(curved ? width : 0, capacity),
          Matrix.zeros(width, capacity),
          Matrix.zeros(width, capacity),
          Matrix.zeros(width, capacity),
          Matrix.zeros(width, capacity));
    }

    void close() {
      List.of(h, c, d, p, q, s, t).forEach(Matrix::close);
    }
  }

  /**
   * @param curved whether S'' is wanted
   */
  BlockChain(HiddenStack stack, Layer output, boolean curved) {
    this.stack = stack;
    this.output = output;
    this.curved = curved;
    stack.layers().forEach(layer -> weights.add(layer.weightMatrix()));
    this.through = weights.toArray(Matrix[]::new);
    this.outputWeights = output.weightMatrix();
  }

  /**
   * Lets derivatives pass layer u through another matrix, while values go through W^[u]: the
   * gradients are linear in it.
   *
   * @param matrix l_u × l_{u-1}; not copied, not closed here
   */
  void differentiateThrough(int u, Matrix matrix) {
    through[u - 1] = matrix;
  }

  /** Values, slopes and, where wanted, curvatures of all layers, and the outputs. */
  void run(SampleBlock block) {
    size = block.size();
    reserve(size);
    double[] surface = new double[stack.inputs()];
    for (int i = 0; i < size; i++) {
      block.copySurface(i, surface);
      surfaces.setColumns(i, 1, surface, 0);
    }
    for (int u = 1; u <= stack.depth(); u++) {
      if (u == 1) {
        block.multiply(weights.get(0), h(1));
      } else {
        multiply(weights.get(u - 1), h(u - 1), h(u));
      }
      activate(u);
    }
    multiply(outputWeights, h(stack.depth()), outputs());
    addBiases(output.biases(), outputs());
  }

  private void activate(int u) {
    Activation activation = stack.activation();
    addBiases(stack.layers().get(u - 1).biases(), h(u));
    LayerBuffers layer = buffers.get(u - 1);
    int width = layer.h().rows();
    double[] z = new double[width];
    double[] c = new double[width];
    double[] d = new double[width];
    for (int i = 0; i < size; i++) {
      layer.h().getColumns(i, 1, z, 0);
      for (int k = 0; k < width; k++) {
        double h = activation.value(z[k]);
        c[k] = activation.slope(z[k], h);
        d[k] = curved ? activation.curvature(z[k], h) : 0;
        z[k] = h;
      }
      layer.h().setColumns(i, 1, z, 0);
      layer.c().setColumns(i, 1, c, 0);
      if (curved) {
        layer.d().setColumns(i, 1, d, 0);
      }
    }
  }

  private static void addBiases(double[] biases, Matrix z) {
    double[] column = new double[biases.length];
    for (int i = 0; i < z.columns(); i++) {
      z.getColumns(i, 1, column, 0);
      for (int k = 0; k < column.length; k++) {
        column[k] += biases[k];
      }
      z.setColumns(i, 1, column, 0);
    }
  }

  /** Adjoints of output v, with one factor for each sample. */
  void adjoint(int v, double[] seeds) {
    try (Matrix combinations = Matrix.zeros(output.outputs(), size)) {
      for (int i = 0; i < size; i++) {
        combinations.set(v, i, seeds[i]);
      }
      adjoint(combinations);
    }
  }

  /**
   * Adjoints of a combination of outputs for each sample, from the top down: P^[d] = W^[n]ᵀA, Q^[u]
   * = C^[u] ∘ P^[u], P^[u-1] = W^[u]ᵀQ^[u], gradient = W^[1]ᵀQ^[1]. 2·(V·l + Σl_u·l_{u-1}) FLOPs a
   * sample.
   *
   * @param combinations A: V × size, not modified
   */
  void adjoint(Matrix combinations) {
    int top = stack.depth();
    multiplyTransposed(outputWeights, combinations, p(top));
    for (int u = top; u >= 1; u--) {
      Hadamard.product(c(u), p(u), q(u));
      multiplyTransposed(through[u - 1], q(u), u == 1 ? gradient() : p(u - 1));
    }
  }

  /**
   * Tangents along the gradient, up to layer {@code last}: T^[0] = gradient, S^[u] = W^[u]T^[u-1],
   * T^[u] = C^[u] ∘ S^[u]. 2·Σl_u·l_{u-1} FLOPs a sample.
   */
  void tangent(int last) {
    for (int u = 1; u <= last; u++) {
      multiply(through[u - 1], t(u - 1), s(u));
      Hadamard.product(c(u), s(u), t(u));
    }
  }

  /** H^[u], l_u × size; the surfaces for u = 0. Views of buffers, like all that follow. */
  Matrix h(int u) {
    return view(u == 0 ? surfaces : buffers.get(u - 1).h());
  }

  /** Slopes S'(Z^[u]). */
  Matrix c(int u) {
    return view(buffers.get(u - 1).c());
  }

  /** Curvatures S''(Z^[u]). */
  Matrix d(int u) {
    return view(buffers.get(u - 1).d());
  }

  /** ∂z_v/∂h^[u] times the seeds. */
  Matrix p(int u) {
    return view(buffers.get(u - 1).p());
  }

  /** ∂z_v/∂z^[u] times the seeds. */
  Matrix q(int u) {
    return view(buffers.get(u - 1).q());
  }

  /** Derivative of z^[u] along the gradient. */
  Matrix s(int u) {
    return view(buffers.get(u - 1).s());
  }

  /** Derivative of h^[u] along the gradient; the gradient itself for u = 0. */
  Matrix t(int u) {
    return u == 0 ? gradient() : view(buffers.get(u - 1).t());
  }

  /** ∇_x z_v times the seeds, m × size. */
  Matrix gradient() {
    return view(gradient);
  }

  /** z, V × size. */
  Matrix outputs() {
    return view(outputs);
  }

  /** W^[u]; for u = n the output weights. Not to be modified. */
  Matrix weights(int u) {
    return u > stack.depth() ? outputWeights : weights.get(u - 1);
  }

  private Matrix view(Matrix buffer) {
    return buffer.columns(0, size);
  }

  private void reserve(int columns) {
    if (surfaces != null && surfaces.columns() >= columns) {
      return;
    }
    closeBuffers();
    surfaces = Matrix.zeros(stack.inputs(), columns);
    gradient = Matrix.zeros(stack.inputs(), columns);
    outputs = Matrix.zeros(output.outputs(), columns);
    buffers =
        stack.layers().stream()
            .map(layer -> LayerBuffers.of(layer.outputs(), columns, curved))
            .toList();
  }

  static void multiply(Matrix a, Matrix b, Matrix into) {
    Blas.gemm(1, Blas.Op.NONE, a, Blas.Op.NONE, b, 0, into);
  }

  static void multiplyTransposed(Matrix a, Matrix b, Matrix into) {
    Blas.gemm(1, Blas.Op.TRANSPOSED, a, Blas.Op.NONE, b, 0, into);
  }

  /** ‖A‖² in the Frobenius norm. */
  static double squaredNorm(Matrix a) {
    double[] column = new double[a.rows()];
    double squared = 0;
    for (int i = 0; i < a.columns(); i++) {
      a.getColumns(i, 1, column, 0);
      for (double value : column) {
        squared += value * value;
      }
    }
    return squared;
  }

  private void closeBuffers() {
    buffers.forEach(LayerBuffers::close);
    if (surfaces != null) {
      List.of(surfaces, gradient, outputs).forEach(Matrix::close);
    }
  }

  @Override
  public void close() {
    closeBuffers();
    weights.forEach(Matrix::close);
    outputWeights.close();
  }
}
