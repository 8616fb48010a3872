package org.extremum.verification;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * Bounds over all x of the Hessian norm of w·h^[n-1](x) (method.md 5).
 *
 * <p>H = Σ_u Z_uᵀ diag(S''(z^[u]) ∘ g_u) Z_u with Z_u = W^[u]·J^[u-1] and g_u = ∂(w·h)/∂h^[u] (see
 * {@link OutputHessians}). With σ₁, σ₂ the bounds of |S'| and |S''|, j_0 = 1, j_u =
 * σ₁·‖W^[u]‖·j_{u-1} ≥ ‖J^[u]‖, and ĝ_u ≥ |g_u| entrywise,
 *
 * <pre>‖H‖ ≤ Σ_u σ₂·‖W^[u]ᵀ diag(ĝ_u) W^[u]‖·j_{u-1}²</pre>
 *
 * ĝ_{n-1} = |w|; below it the smaller of σ₁·|W^[u+1]|ᵀĝ_{u+1} and σ₁·‖W^[u+1]‖·‖g_{u+1}‖. With one
 * hidden layer this is method.md's σ₂·‖Wᵀ diag|w| W‖; with more it takes every layer at its worst
 * at once, which no x may do: valid and loose, by orders of magnitude for deep or steep stacks.
 *
 * <p>One {@link SpectralBound} a layer for each w. One thread; close it to release the weights.
 */
final class HessianBounds implements AutoCloseable {
  private final HiddenStack stack;
  private final SlopeBounds activation;
  private final List<Matrix> weights = new ArrayList<>();
  private final double[] norms; // ‖W^[u]‖, from above; of the first layer only when there are more

  HessianBounds(HiddenStack stack, SlopeBounds activation) {
    this.stack = stack;
    this.activation = activation;
    this.norms = new double[stack.depth()];
    for (Layer layer : stack.layers()) {
      weights.add(layer.weightMatrix());
    }
    for (int u = 0; u < norms.length && norms.length > 1; u++) {
      norms[u] = new SpectralBound(weights.get(u)).norm();
    }
  }

  /**
   * The bound for one output or a difference of outputs; infinite for an activation without bounds.
   *
   * @param w l_{n-1}, not modified
   */
  double of(double[] w) {
    if (!activation.finite()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] g = new double[w.length];
    double square = 0;
    for (int k = 0; k < w.length; k++) {
      g[k] = Math.abs(w[k]);
      square += w[k] * w[k];
    }
    double gNorm = Math.sqrt(square);
    double bound = 0;
    for (int u = stack.depth() - 1; ; u--) {
      double j = jacobianBound(u);
      bound += activation.curvature() * new SpectralBound(weights.get(u)).of(g) * j * j;
      if (u == 0) {
        return bound * rounding();
      }
      gNorm *= activation.slope() * norms[u];
      g = below(u, g, gNorm);
    }
  }

  /** j_u for the layers below index u. */
  private double jacobianBound(int u) {
    double j = 1;
    for (int below = 0; below < u; below++) {
      j *= activation.slope() * norms[below];
    }
    return j;
  }

  private double[] below(int u, double[] g, double gNorm) {
    Matrix w = weights.get(u);
    double[] column = new double[w.rows()];
    double[] result = new double[w.columns()];
    for (int p = 0; p < result.length; p++) {
      w.getColumns(p, 1, column, 0);
      double sum = 0;
      for (int k = 0; k < column.length; k++) {
        sum += Math.abs(column[k]) * g[k];
      }
      result[p] = Math.min(activation.slope() * sum, gNorm);
    }
    return result;
  }

  /** Everything summed or multiplied here is positive: each operation errs by ε of its result. */
  private double rounding() {
    long terms = stack.inputs();
    for (Layer layer : stack.layers()) {
      terms += 2L * layer.outputs();
    }
    return 1 + 4.0 * terms * Math.ulp(1.0);
  }

  @Override
  public void close() {
    weights.forEach(Matrix::close);
  }
}
