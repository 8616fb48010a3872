package org.extremum.moments;

import java.util.List;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.FloatForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * How far single precision moves the matrix that the output layer is solved with (method.md 6), in
 * the spectral norm: a λ below it may drown in it.
 *
 * <p>A product of k columns about their centre sums k terms, each partial sum at most ‖d_i‖·‖d_j‖
 * (Cauchy–Schwarz) and rounded by u = 2⁻²⁴ of itself at most. Such errors are as good as
 * independent with mean zero, so they add up like u·√k·‖d_i‖·‖d_j‖ in one product, and over the φ/k
 * products, which are summed in double precision, like u·k/√φ·√(D_ii·D_jj), D_ii = Σ d_i². A random
 * symmetric matrix of entries of standard deviation √(s_i·s_j) has norm 2·√(max s_i·Σs_j) at most,
 * nearly surely: that is 2u·k/√φ·√(max D_ii·Σ D_jj). For F it is D of the values, for (γ²/2)·E, E =
 * (W·Wᵀ) ∘ (CᵀC), that of the slopes times (γ²/2)·‖w_i‖².
 *
 * <p>The forward pass's own rounding is not in it and need not be outweighed: it gives h + δh with
 * |δh_k| ≤ c_k·u·√m·‖w_k‖·‖x‖ or so, and F of these is a Gram matrix of them, which has no negative
 * eigenvalue that λ would have to lift. Where F is next to nothing along a unit vector v, it gets
 * Σω(v·δh)² there, of the order of u². Outputs are off as if surfaces had been rounded to 24 bits
 * before training, by w·δh.
 *
 * @param values of F
 * @param slopes of E
 */
public record FloatRounding(double values, double slopes) {
  /** u: half a unit in the last of 24 bits. */
  private static final double UNIT = 0x1p-24;

  /**
   * That of the sum of Moments made in single precision.
   *
   * @param parts with their triangles as the pass left them, not modified; at least one
   * @param stack of one hidden layer
   * @param gradientRows that E was summed over
   */
  public static FloatRounding of(
      List<Moments> parts, HiddenStack stack, GradientRows gradientRows) {
    Layer layer = stack.layers().get(0);
    double[] atZero;
    try (FloatForwardPass forward = new FloatForwardPass(stack)) {
      atZero = forward.valuesAtZero();
    }
    double[] values = new double[atZero.length];
    double[] slopes = new double[atZero.length];
    long samples = 0;
    for (Moments part : parts) {
      samples += part.samples();
      addSquares(part, atZero, values, slopes);
    }
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] *= squaredNorm(layer, k);
    }
    return new FloatRounding(
        norm(perEntry(samples), values), norm(perEntry(gradientRows.ofAll() * samples), slopes));
  }

  private static double perEntry(double rows) {
    return UNIT * CentredColumns.MOST_COLUMNS / Math.sqrt(Math.max(1, rows));
  }

  /** Σω(h_k - a_k)² and Σωc_k², k = 1..l. */
  private static void addSquares(Moments part, double[] centre, double[] values, double[] slopes) {
    double[] sum = part.valueSum();
    double weight = part.weight();
    for (int k = 0; k < centre.length; k++) {
      int diagonal = PackedSymmetric.index(k, k);
      double a = centre[k];
      values[k] += Math.max(0, part.values[diagonal] - 2 * a * sum[k] + weight * a * a);
      slopes[k] += part.slopes[diagonal];
    }
  }

  private static double squaredNorm(Layer layer, int neuron) {
    double sum = 0;
    for (int j = 0; j < layer.inputs(); j++) {
      double w = layer.weight(neuron, j);
      sum += w * w;
    }
    return sum;
  }

  private static double norm(double perEntry, double[] diagonal) {
    double largest = 0;
    double trace = 0;
    for (double d : diagonal) {
      largest = Math.max(largest, d);
      trace += d;
    }
    return 2 * perEntry * Math.sqrt(largest * trace);
  }

  /** Of F + (γ²/2)·E. */
  public double with(double gamma) {
    return values + gamma * gamma / 2 * slopes;
  }
}
