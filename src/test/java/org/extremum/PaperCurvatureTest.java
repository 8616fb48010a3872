package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.verification.OutputHessians;
import org.junit.jupiter.api.Test;

/** Claims of the paper, or about it, in which the curvature of the outputs decides. */
class PaperCurvatureTest {
  /**
   * §5.2, §5.3: training with noise is the penalty with σ² = γ²/2 (Bishop 1995), to second order
   * and at small residuals: extra error / penalty → 1 + Σ(z - t)·Δz / Σ‖∇z‖².
   */
  @Test
  void noiseIsThePenalty() {
    Rows rows = Rows.random(20, 2, 3, false, 8);
    ByHand hidden = ByHand.random(Activation.SIGMOID, 9, 2, 12);
    Layer output =
        ByHand.layer(ByHand.random(Activation.SIGMOID, 10, 12, 3).weights()[0], new double[3]);
    double gradients = penalty(rows, hidden.stack(), output);
    double[][] fitted = outputs(rows, hidden, output);
    double[][] signs = new double[20][3];
    for (int i = 0; i < 20; i++) {
      for (int v = 0; v < 3; v++) {
        signs[i][v] = rows.essences()[i] == v ? 1 : -1;
      }
    }
    double curvature = residualsTimesLaplacians(rows, hidden, output, fitted, signs) / gradients;
    assertThat(Math.abs(curvature)).isGreaterThan(0.1); // residuals of order one do matter
    double[][] off = new double[2][];
    for (int k = 0; k < 2; k++) {
      double sigma = k == 0 ? 0.1 : 0.01;
      off[k] =
          new double[] {
            extraError(rows, hidden, output, fitted, sigma) / (sigma * sigma * gradients) - 1,
            extraError(rows, hidden, output, signs, sigma) / (sigma * sigma * gradients)
                - (1 + curvature)
          };
    }
    for (int k = 0; k < 2; k++) {
      assertThat(Math.abs(off[1][k])).isLessThan(1e-3);
      assertThat(off[0][k] / off[1][k]).isCloseTo(100, within(10.0)); // the next term is σ²
    }
  }

  /** Σ‖∇z‖² = Σ_v w_vᵀ E w_v. */
  private static double penalty(Rows rows, HiddenStack stack, Layer output) {
    Moments moments = rows.store().aggregate(new MomentsPass(stack, 3, null)).training();
    PackedSymmetric e = moments.toGradientGram(stack);
    return IntStream.range(0, 3).mapToDouble(v -> e.quadraticForm(ByHand.rows(output)[v])).sum();
  }

  private static double[][] outputs(Rows rows, ByHand hidden, Layer output) {
    return IntStream.range(0, rows.size())
        .mapToObj(i -> hidden.outputs(output, rows.surfaces()[i]))
        .toArray(double[][]::new);
  }

  /**
   * Mean over x + σξ of Σ‖z - t‖² less its value at x; m = 2. Gauss and Hermite's three points in
   * each coordinate, exact up to σ⁴.
   */
  private static double extraError(
      Rows rows, ByHand hidden, Layer output, double[][] targets, double sigma) {
    double[] nodes = {-Math.sqrt(3), 0, Math.sqrt(3)};
    double[] shares = {1.0 / 6, 2.0 / 3, 1.0 / 6};
    double extra = 0;
    for (int i = 0; i < rows.size(); i++) {
      double[] x = rows.surfaces()[i];
      double here = squares(hidden.outputs(output, x), targets[i]);
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          double[] moved = {x[0] + sigma * nodes[a], x[1] + sigma * nodes[b]};
          extra +=
              shares[a] * shares[b] * (squares(hidden.outputs(output, moved), targets[i]) - here);
        }
      }
    }
    return extra;
  }

  private static double squares(double[] z, double[] t) {
    return IntStream.range(0, z.length).mapToDouble(v -> (z[v] - t[v]) * (z[v] - t[v])).sum();
  }

  private static double residualsTimesLaplacians(
      Rows rows, ByHand hidden, Layer output, double[][] z, double[][] t) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int v = 0; v < 3; v++) {
        sum +=
            (z[i][v] - t[i][v])
                * laplacian(hidden.stack(), ByHand.rows(output)[v], rows.surfaces()[i]);
      }
    }
    return sum;
  }

  private static double laplacian(HiddenStack stack, double[] w, double[] x) {
    try (OutputHessians hessians = new OutputHessians(stack);
        Matrix full = Matrix.zeros(x.length, x.length)) {
      hessians.at(x);
      hessians.output(w);
      hessians.hessian(full);
      return IntStream.range(0, x.length).mapToDouble(j -> full.get(j, j)).sum();
    }
  }

  /** §6.5: of sines with rows of one length, Δz = -‖W_k‖²·z: a maximum has z &gt; 0 for free. */
  @Test
  void sinesOfOneFrequencyBendTowardsZero() {
    ByHand drawn = ByHand.random(Activation.SINE, 4, 3, 10);
    double[][] equal = drawn.weights()[0].clone();
    for (int k = 0; k < equal.length; k++) {
      double norm = Math.sqrt(DoubleStream.of(equal[k]).map(a -> a * a).sum());
      equal[k] = DoubleStream.of(equal[k]).map(a -> 2 * a / norm).toArray();
    }
    double[] w = ByHand.random(Activation.SINE, 5, 10, 1).weights()[0][0];
    Layer output = ByHand.layer(new double[][] {w}, new double[1]);
    ByHand hidden = new ByHand(new double[][][] {equal}, drawn.biases(), Activation.SINE);
    int against = 0;
    for (double[] x : Rows.random(50, 3, 2, false, 6).surfaces()) {
      double z = hidden.outputs(output, x)[0];
      assertThat(laplacian(hidden.stack(), w, x)).isCloseTo(-4 * z, within(1e-12));
      against += laplacian(drawn.stack(), w, x) * drawn.outputs(output, x)[0] > 0 ? 1 : 0;
    }
    assertThat(against).isPositive(); // with rows of different lengths it is not for free
  }
}
