package org.extremum.verification;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.ForwardPass;
import org.extremum.network.Network;

/**
 * ∇_x z_v = J(x)ᵀw_v of all outputs at the samples of a block: W^[1]ᵀ(c ∘ w_v) for one hidden
 * layer, some samples to a GEMM; explicit Jacobians for deeper ones (method.md 2).
 *
 * <p>2·V·l·m FLOPs for each sample with one hidden layer, 2·m·(V·l + Σ_{u&gt;1} l_u·l_{u-1}) with
 * more. One thread; close it to release its buffers.
 */
final class OutputGradients implements AutoCloseable {
  /** Columns of a GEMM, at least V: enough for its full speed, few enough to stay small. */
  private static final int COLUMNS = 256;

  private final Network network;
  private final int atOnce; // samples
  private final Matrix outputTransposed; // l × V
  private final Matrix gradients; // m × (atOnce·V): column i·V + v
  private final Matrix inner; // one hidden layer: c_i ∘ w_v, l × (atOnce·V); else J, l × m
  private final double[] flat; // m·V

  OutputGradients(Network network) {
    this.network = network;
    boolean shallow = network.hidden().depth() == 1;
    int essences = network.essences();
    int m = network.hidden().inputs();
    this.atOnce = shallow ? Math.max(1, COLUMNS / essences) : 1;
    try (Matrix output = network.output().weightMatrix()) {
      this.outputTransposed = output.transpose();
    }
    this.gradients = Matrix.zeros(m, atOnce * essences);
    this.inner = Matrix.zeros(network.hidden().width(), shallow ? atOnce * essences : m);
    this.flat = new double[Math.multiplyExact(m, essences)];
  }

  /** Receives the gradients of one sample. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param i the sample of the block
     * @param gradients m × V, column-major: ∇z_v from v·m on; overwritten after the call
     */
    void visit(int i, double[] gradients);
  }

  /**
   * Calls {@code visitor} for the samples of a block, in their order.
   *
   * @param forward has run over the block, with slopes
   * @param size samples of the block
   */
  void forEach(ForwardPass forward, int size, Visitor visitor) {
    int essences = network.essences();
    for (int start = 0; start < size; start += atOnce) {
      int count = Math.min(atOnce, size - start);
      if (network.hidden().depth() == 1) {
        oneHiddenLayer(forward, start, count);
      } else {
        forward.jacobian(start, inner);
        Blas.gemm(1, Blas.Op.TRANSPOSED, inner, Blas.Op.NONE, outputTransposed, 0, gradients);
      }
      for (int i = 0; i < count; i++) {
        gradients.getColumns(i * essences, essences, flat, 0);
        visitor.visit(start + i, flat);
      }
    }
  }

  /** ‖∇z_v‖² of a visited sample. */
  static double squaredNorm(double[] gradients, int v, int essences) {
    int m = gradients.length / essences;
    double squared = 0;
    for (int j = v * m; j < (v + 1) * m; j++) {
      squared += gradients[j] * gradients[j];
    }
    return squared;
  }

  private void oneHiddenLayer(ForwardPass forward, int start, int count) {
    int essences = network.essences();
    int l = inner.rows();
    Matrix c = forward.slopes();
    double[] slopes = new double[l];
    double[] w = new double[l];
    for (int i = 0; i < count; i++) {
      c.getColumns(start + i, 1, slopes, 0);
      for (int v = 0; v < essences; v++) {
        outputTransposed.getColumns(v, 1, w, 0);
        for (int k = 0; k < l; k++) {
          w[k] *= slopes[k];
        }
        inner.setColumns(i * essences + v, 1, w, 0);
      }
    }
    Blas.gemm(
        1,
        Blas.Op.TRANSPOSED,
        forward.weights(1),
        Blas.Op.NONE,
        inner.columns(0, count * essences),
        0,
        gradients.columns(0, count * essences));
  }

  @Override
  public void close() {
    outputTransposed.close();
    gradients.close();
    inner.close();
  }
}
