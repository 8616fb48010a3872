package org.extremum.verification;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * Second derivatives of w·h^[n-1](x) with respect to x, exact, at one surface after another
 * (method.md 2; §6.4).
 *
 * <p>With Z_u = ∂z^[u]/∂x (l_u × m), g_u = ∂(w·h)/∂h^[u] and f_u = S''(z^[u]) ∘ g_u, the chain rule
 * applied twice gives H = Σ_u Z_uᵀ diag(f_u) Z_u over the hidden layers; for one of them that is
 * W^[1]ᵀ diag(w ∘ S''(z)) W^[1]. The product H·p goes the same way without forming Z_u: a tangent
 * forward, then the derivative of the reverse pass.
 *
 * <p>In the coordinates of the surface given, that is standardised ones. One thread; close it to
 * release its buffers, 8·Σ l_u·(l_{u-1} + 2m) bytes once {@link #hessian} is used, the weights
 * alone without.
 */
public final class OutputHessians implements AutoCloseable {
  private final HiddenStack stack;
  private final List<Matrix> weights = new ArrayList<>();
  private final double[][] slopes; // [u][l_u]: S'(z^[u])
  private final double[][] curvatures; // [u][l_u]: S''(z^[u])
  private final double[][] sensitivities; // [u][l_u]: g_u
  private final double[][] tangents; // [u][l_u]: of z^[u]
  private final List<Matrix> inputJacobians = new ArrayList<>(); // Z_u; Z_1 = W^[1] is not kept
  private final List<Matrix> scaled = new ArrayList<>(); // diag(f_u)·Z_u
  private boolean jacobiansKnown;

  /** For the given layers; {@link #at} comes first, then {@link #output}. */
  public OutputHessians(HiddenStack stack) {
    this.stack = stack;
    int depth = stack.depth();
    slopes = new double[depth][];
    curvatures = new double[depth][];
    sensitivities = new double[depth][];
    tangents = new double[depth][];
    for (int u = 0; u < depth; u++) {
      Layer layer = stack.layers().get(u);
      weights.add(layer.weightMatrix());
      slopes[u] = new double[layer.outputs()];
      curvatures[u] = new double[layer.outputs()];
      sensitivities[u] = new double[layer.outputs()];
      tangents[u] = new double[layer.outputs()];
    }
  }

  /**
   * Goes to a surface. 2·Σ l_u·l_{u-1} FLOPs.
   *
   * @param x m coordinates, not modified
   */
  public void at(double[] x) {
    Activation activation = stack.activation();
    double[] below = x;
    for (int u = 0; u < stack.depth(); u++) {
      double[] h = new double[slopes[u].length];
      product(Blas.Op.NONE, u, below, h);
      double[] biases = stack.layers().get(u).biases();
      for (int k = 0; k < h.length; k++) {
        double z = h[k] + biases[k];
        h[k] = activation.value(z);
        slopes[u][k] = activation.slope(z, h[k]);
        curvatures[u][k] = activation.curvature(z, h[k]);
      }
      below = h;
    }
    jacobiansKnown = false;
  }

  /**
   * Chooses the output at the current surface. 2·Σ_{u&gt;1} l_u·l_{u-1} FLOPs.
   *
   * @param w l_{n-1} weights of the last hidden layer's values, not modified
   */
  public void output(double[] w) {
    int last = stack.depth() - 1;
    System.arraycopy(w, 0, sensitivities[last], 0, w.length);
    for (int u = last; u > 0; u--) {
      double[] ofZ = sensitivities[u].clone();
      scale(slopes[u], ofZ);
      product(Blas.Op.TRANSPOSED, u, ofZ, sensitivities[u - 1]);
    }
  }

  /**
   * H of the chosen output. 2·m²·Σ l_u FLOPs, and for the first output at a surface 2·m·Σ_{u&gt;1}
   * l_u·l_{u-1} more.
   *
   * @param into m × m, overwritten; symmetric up to rounding
   */
  public void hessian(Matrix into) {
    linearise();
    for (int u = 0; u < stack.depth(); u++) {
      Matrix z = inputJacobian(u);
      double[] factors = curvatures[u].clone();
      scale(sensitivities[u], factors);
      scaleRows(factors, z, scaled.get(u));
      Blas.gemm(1, Blas.Op.TRANSPOSED, z, Blas.Op.NONE, scaled.get(u), u == 0 ? 0 : 1, into);
    }
  }

  /**
   * H·direction of the chosen output. 4·Σ l_u·l_{u-1} FLOPs.
   *
   * @param direction m, not modified
   * @param into m, overwritten
   */
  public void multiply(double[] direction, double[] into) {
    int last = stack.depth() - 1;
    double[] below = direction;
    for (int u = 0; u <= last; u++) {
      product(Blas.Op.NONE, u, below, tangents[u]);
      below = tangents[u].clone();
      scale(slopes[u], below); // the tangent of h^[u]
    }
    double[] ofSensitivity = new double[stack.width()]; // w does not move with x
    for (int u = last; u >= 0; u--) {
      double[] ofZ = new double[ofSensitivity.length];
      for (int k = 0; k < ofZ.length; k++) {
        ofZ[k] =
            curvatures[u][k] * tangents[u][k] * sensitivities[u][k]
                + slopes[u][k] * ofSensitivity[k];
      }
      ofSensitivity = u == 0 ? into : new double[slopes[u - 1].length];
      product(Blas.Op.TRANSPOSED, u, ofZ, ofSensitivity);
    }
  }

  private Matrix inputJacobian(int u) {
    return u == 0 ? weights.get(0) : inputJacobians.get(u - 1);
  }

  /** Z_u = W^[u]·diag(c^[u-1])·Z_{u-1} at the current surface. */
  private void linearise() {
    int m = stack.inputs();
    if (scaled.isEmpty()) {
      for (Layer layer : stack.layers()) {
        scaled.add(Matrix.zeros(layer.outputs(), m));
      }
      for (Layer layer : stack.layers().subList(1, stack.depth())) {
        inputJacobians.add(Matrix.zeros(layer.outputs(), m));
      }
    }
    for (int u = 1; u < stack.depth() && !jacobiansKnown; u++) {
      scaleRows(slopes[u - 1], inputJacobian(u - 1), scaled.get(u - 1));
      Blas.gemm(
          1,
          Blas.Op.NONE,
          weights.get(u),
          Blas.Op.NONE,
          scaled.get(u - 1),
          0,
          inputJacobians.get(u - 1));
    }
    jacobiansKnown = true;
  }

  /** into ← op(W^[u])·x, u from 0. */
  private void product(Blas.Op op, int u, double[] x, double[] into) {
    try (Matrix operand = Matrix.ofColumnMajor(x.length, 1, x);
        Matrix result = Matrix.zeros(into.length, 1)) {
      Blas.gemm(1, op, weights.get(u), Blas.Op.NONE, operand, 0, result);
      result.getColumns(0, 1, into, 0);
    }
  }

  private static void scale(double[] factors, double[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] *= factors[k];
    }
  }

  private static void scaleRows(double[] factors, Matrix from, Matrix into) {
    double[] column = new double[factors.length];
    for (int j = 0; j < from.columns(); j++) {
      from.getColumns(j, 1, column, 0);
      scale(factors, column);
      into.setColumns(j, 1, column, 0);
    }
  }

  @Override
  public void close() {
    weights.forEach(Matrix::close);
    inputJacobians.forEach(Matrix::close);
    scaled.forEach(Matrix::close);
  }
}
