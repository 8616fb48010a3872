package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.polarization.NormalEquations;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

/** Round 9c, where nothing linear helps. */
class PenaltyContinuationTest {
  private static final int CENTRES = 6;
  private static final Rows ROWS = Rows.random(CENTRES, 2, 2, false, 1);
  private static final PenaltyContinuation HINGE =
      new PenaltyContinuation(Loss.SQUARED_HINGE, 0.1, 4, 8, 500, 1e-5, 10);

  /**
   * As many neurons at the top as equations, fewer below than centres: nothing linear is left, but
   * freedom is. One of the easier draws: of 24 like it 10 were solved from layer 1 and 5 from layer
   * 2 within the bound of the growth.
   */
  private static HiddenStack stack() {
    return HiddenWeights.gaussian(2, List.of(5, 12), Activation.SIGMOID, 3, true, 5);
  }

  private static TunableLayers start(int from) {
    var moments = ROWS.store().aggregate(new MomentsPass(stack(), 2, null)).training();
    Layer output = NormalEquations.of(moments, stack(), 0, true).solve(1e-3);
    return new TunableLayers(stack(), output, from, true, true);
  }

  @Test
  void nothingLinearHelpsHere() {
    Tsqr method = new Tsqr();
    try (RowSpace roundN =
        method.decide(ROWS.store().aggregate(new RowsPass(stack(), method, 2L * CENTRES)))) {
      assertThat(roundN.nullity()).isZero();
    }
    StationaryLayer.Result redrawn =
        new StationaryLayer(ROWS.store(), CENTRES, ROWS.store(), 2)
            .solve(stack(), 2, method, (u, outputs, inputs) -> stack().layers().get(1));
    assertThat(redrawn.trivial()).isTrue();
    for (int u = 1; u <= 2; u++) {
      GradientSolve.Result kept =
          new GradientSolve(1e-3, 5, 100, 1e-10).solve(start(u), ROWS.store(), CENTRES, method);
      assertThat(kept.reason()).isEqualTo(GradientSolve.Reason.TRIVIAL);
    }
  }

  @Test
  void theTrueSystemIsSolved() {
    for (int from = 2; from >= 1; from--) {
      PenaltyContinuation.Result result =
          HINGE.solve(start(from), ROWS.store(2, 2, false), new BreezeMinimizer());
      assertThat(result.reason()).isEqualTo(PenaltyContinuation.Reason.REACHED);
      assertThat(result.residualBefore()).isGreaterThan(0.1);
      assertThat(result.residual()).isLessThanOrEqualTo(1e-5);
      assertThat(result.wrongSigns()).isZero();
      assertThat(result.iterations()).isBetween(1, 8 * 500);
      assertSolved(result.layers(), 1e-5);
      assertThat(result.growth()).isBetween(0.01, 10.0);
      double[] first = start(from).layer(1).weights();
      assertThat(Arrays.equals(result.layers().layer(1).weights(), first)).isEqualTo(from > 1);
    }
  }

  /** By loops: signs, and gradients against the spread of the outputs. */
  private static void assertSolved(TunableLayers layers, double tolerance) {
    ByHand hidden = ByHand.of(layers.hidden());
    for (int v = 0; v < 2; v++) {
      double mean = 0;
      double squares = 0;
      double steepest = 0;
      for (int i = 0; i < CENTRES; i++) {
        double z = hidden.outputs(layers.output(), ROWS.surfaces()[i])[v];
        assertThat((ROWS.essences()[i] == v ? 1 : -1) * z).isPositive();
        mean += z / CENTRES;
        squares += z * z / CENTRES;
        double[] g = hidden.gradients(layers.output(), ROWS.surfaces()[i])[v];
        steepest = Math.max(steepest, Math.hypot(g[0], g[1]));
      }
      assertThat(steepest / Math.sqrt(squares - mean * mean)).isLessThan(1.001 * tolerance);
    }
  }

  /** A jump between the centres meets any residual; it must not pass for a solution. */
  @Test
  void saturationIsNoSolution() {
    Rows rows = Rows.random(5, 2, 2, false, 3);
    HiddenStack gentle = HiddenWeights.gaussian(2, List.of(3, 3), Activation.SIGMOID, 1, true, 5);
    var moments = rows.store().aggregate(new MomentsPass(gentle, 2, null)).training();
    Layer output = NormalEquations.of(moments, gentle, 0, true).solve(1e-3);
    TunableLayers start = new TunableLayers(gentle, output, 2, true, true);
    PenaltyContinuation.Result bounded =
        HINGE.solve(start, rows.store(2, 2, false), new BreezeMinimizer());
    assertThat(bounded.reason()).isEqualTo(PenaltyContinuation.Reason.GROWTH_REACHED);
    assertThat(bounded.growth()).isGreaterThan(10);
    PenaltyContinuation.Result unbounded =
        new PenaltyContinuation(Loss.SQUARED_HINGE, 0.1, 4, 8, 500, 1e-5, 1e9)
            .solve(start, rows.store(2, 2, false), new BreezeMinimizer());
    assertThat(unbounded.reason()).isEqualTo(PenaltyContinuation.Reason.REACHED);
    assertThat(unbounded.growth()).isGreaterThan(100);
  }

  @Test
  void oneNeuronCannotDoIt() {
    HiddenStack one = HiddenWeights.gaussian(2, List.of(1, 1), Activation.SIGMOID, 1, true, 5);
    Rows xor =
        new Rows(
            new double[][] {{1, 1}, {-1, -1}, {1, -1}, {-1, 1}},
            new int[] {0, 0, 1, 1},
            new double[] {1, 1, 1, 1});
    Layer output = new Layer(2, 1, new double[] {1, -1}, new double[2]);
    PenaltyContinuation.Result result =
        new PenaltyContinuation(Loss.SQUARED_HINGE, 1, 10, 3, 50, 1e-5, 1e9)
            .solve(
                new TunableLayers(one, output, 1, true, true), xor.store(), new BreezeMinimizer());
    assertThat(result.reason()).isEqualTo(PenaltyContinuation.Reason.STAGES_SPENT);
    assertThat(result.wrongSigns()).isPositive();
    assertThat(result.rho()).isCloseTo(100, within(1e-9));
  }

  /**
   * Why the paper's L(n-1) is not built: without the factors c_k, the equation of m = 1, x = 1,
   * hidden weights (1, 2), output weights (2, -1) is Σ w_k·w_k1 = 0, which they solve; the gradient
   * is Σ w_k·S'(z_k)·w_k1.
   */
  @Test
  void thePapersSolutionIsNotStationary() {
    HiddenStack hidden =
        new HiddenStack(
            List.of(new Layer(2, 1, new double[] {1, 2}, new double[2])), Activation.SIGMOID);
    Layer output = new Layer(1, 2, new double[] {2, -1}, new double[1]);
    double equation = 0;
    for (int k = 0; k < 2; k++) {
      equation += output.weight(0, k) * hidden.layers().get(0).weight(k, 0);
    }
    assertThat(equation).isZero();
    Rows one = new Rows(new double[][] {{1}}, new int[] {0}, new double[] {1});
    TuningLoss.Sum sum =
        one.store()
            .aggregate(
                new TuningLoss(
                    new TunableLayers(hidden, output, 1, false, false),
                    Loss.HALF_SQUARED_ERROR,
                    1));
    assertThat(Math.sqrt(sum.squaredGradients())).isCloseTo(0.183, within(5e-4));
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new PenaltyContinuation(Loss.LOGISTIC, 1, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("growth > 1");
    assertThatThrownBy(() -> new LayerTuning(Loss.LOGISTIC, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LayerTuning(Loss.LOGISTIC, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
