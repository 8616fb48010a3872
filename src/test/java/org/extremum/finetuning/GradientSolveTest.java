package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.List;
import java.util.Random;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Round 9b: values kept, gradients solved. */
class GradientSolveTest {
  private static final int CENTRES = 3;
  private static final Rows ROWS = Rows.random(CENTRES, 6, 3, true, 1);
  private static final GradientSolve GENTLE = new GradientSolve(1e-3, 5, 500, 1e-10);

  private static TunableLayers layers(int u, boolean bias, int... widths) {
    return layers(6, u, bias, widths);
  }

  private static TunableLayers layers(int features, int u, boolean bias, int... widths) {
    HiddenStack stack =
        HiddenWeights.gaussian(
            features,
            java.util.Arrays.stream(widths).boxed().toList(),
            Activation.SIGMOID,
            4,
            bias,
            7);
    ByHand top = ByHand.random(Activation.SIGMOID, 3, stack.width(), 3);
    return new TunableLayers(stack, ByHand.layer(top.weights()[0], top.biases()[0]), u, bias, true);
  }

  private static GradientSolve.Result solve(GradientSolve solve, TunableLayers layers) {
    int order = layers.layer(layers.from()).inputs() + (layers.hiddenBias() ? 1 : 0);
    RowSpaceMethod method = CENTRES <= order ? new SmallSide() : new Tsqr();
    return solve.solve(layers, ROWS.store(2, 2, false), CENTRES, method);
  }

  /** √Σ‖∇z_v(x_i)‖² by loops. */
  private static double gradients(HiddenStack stack, Layer output) {
    double squares = 0;
    for (double[] x : ROWS.surfaces()) {
      for (double[] gradient : ByHand.of(stack).gradients(output, x)) {
        for (double g : gradient) {
          squares += g * g;
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static double length(Layer a, Layer b) {
    double squares = 0;
    for (int k = 0; k < a.weights().length; k++) {
      squares += Math.pow(a.weights()[k] - (b == null ? 0 : b.weights()[k]), 2);
    }
    for (int k = 0; k < a.biases().length; k++) {
      squares += Math.pow(a.biases()[k] - (b == null ? 0 : b.biases()[k]), 2);
    }
    return Math.sqrt(squares);
  }

  /** 3·6·3 equations for 30·(41 - 3) and 40·(21 - 3) unknowns; equations of layer 1 contradict. */
  @ParameterizedTest
  @CsvSource({
    "3,true,1000",
    "3,false,1000",
    "2,true,1000",
    "2,false,1000",
    "1,true,1.5",
    "1,false,1.1"
  })
  void valuesStayAndGradientsGo(int u, boolean bias, double factor) {
    TunableLayers layers = layers(u, bias, 20, 40, 30);
    GradientSolve.Result result = solve(GENTLE, layers);
    ByHand before = ByHand.of(layers.hidden());
    ByHand after = ByHand.of(result.stack());
    for (double[] x : ROWS.surfaces()) {
      assertClose(after.h(x), before.h(x), 1e-10);
      assertClose(after.c(x), before.c(x), 1e-10);
      assertClose(after.outputs(layers.output(), x), before.outputs(layers.output(), x), 1e-10);
    }
    double start = gradients(layers.hidden(), layers.output());
    double end = gradients(result.stack(), layers.output());
    assertThat(result.gradientsBefore()).isCloseTo(start, within(1e-10 * start));
    assertThat(result.gradientsAfter()).isCloseTo(end, within(1e-8 * start));
    assertThat(end).isLessThan(start / factor);
    Layer old = layers.layer(u);
    Layer changed = result.stack().layers().get(u - 1);
    assertThat(result.growth())
        .isLessThanOrEqualTo(5.000001)
        .isCloseTo(length(changed, old) / length(old, null), within(1e-9));
    assertThat(result.rank()).isEqualTo(CENTRES);
    assertThat(result.nullity()).isEqualTo(old.inputs() + (bias ? 1 : 0) - CENTRES);
    if (!bias) {
      assertThat(changed.biases()).containsOnly(0);
    }
    for (int j = 1; j <= 3; j++) {
      if (j != u) {
        assertThat(result.stack().layers().get(j - 1)).isSameAs(layers.layer(j));
      }
    }
  }

  @Test
  void solvingAgainGoesFurther() {
    TunableLayers layers = layers(3, true, 20, 40, 30);
    GradientSolve coarse = new GradientSolve(1e-2, 5, 500, 1e-10);
    GradientSolve.Result once = solve(coarse, layers);
    GradientSolve.Result twice =
        solve(coarse, new TunableLayers(once.stack(), layers.output(), 3, true, true));
    assertThat(twice.gradientsBefore()).isCloseTo(once.gradientsAfter(), within(1e-9));
    assertThat(twice.gradientsAfter()).isLessThan(once.gradientsAfter() / 2);
  }

  /** Why damping and bound are not optional: 45 equations, 12·9 ill-conditioned unknowns. */
  @Test
  void withoutDampingWeightsBlowUp() {
    Rows five = Rows.random(5, 3, 3, true, 1);
    TunableLayers layers = layers(3, 3, true, 12, 13, 12);
    GradientSolve undamped = new GradientSolve(1e-12, 1e10, 2000, 1e-10);
    GradientSolve.Result wild = undamped.solve(layers, five.store(), 5, new SmallSide());
    assertThat(wild.gradientsAfter()).isLessThan(1e-7 * wild.gradientsBefore());
    assertThat(wild.growth()).isGreaterThan(50);
    GradientSolve damped = new GradientSolve(1e-3, 2, 2000, 1e-10);
    GradientSolve.Result tame = damped.solve(layers, five.store(), 5, new SmallSide());
    assertThat(tame.growth()).isLessThan(2.000001);
    assertThat(tame.gradientsAfter()).isLessThan(0.8 * tame.gradientsBefore());
  }

  @Test
  void asManySamplesAsInputsLeaveNothing() {
    TunableLayers layers = layers(2, true, 2, 5);
    GradientSolve.Result result = solve(GENTLE, layers);
    assertThat(result.reason()).isEqualTo(GradientSolve.Reason.TRIVIAL);
    assertThat(result.rank()).isEqualTo(3);
    assertThat(result.nullity()).isZero();
    assertThat(result.stack()).isSameAs(layers.hidden());
    assertThat(result.growth()).isZero();
    assertThat(result.gradientsAfter()).isEqualTo(result.gradientsBefore()).isPositive();
    // Layer 1: seven samples leave nothing of six inputs and a bias, three leave four directions.
    Rows seven = Rows.random(7, 6, 3, false, 2);
    GradientSolve.Result first =
        GENTLE.solve(layers(1, true, 4, 5), seven.store(), 7, new SmallSide());
    assertThat(first.reason()).isEqualTo(GradientSolve.Reason.TRIVIAL);
    assertThat(solve(GENTLE, layers(1, true, 4, 5)).nullity()).isEqualTo(4);
  }

  @Test
  void growthIsBounded() {
    GradientSolve.Result result =
        solve(new GradientSolve(1e-9, 0.01, 500, 1e-12), layers(3, true, 20, 40, 30));
    assertThat(result.reason()).isEqualTo(GradientSolve.Reason.GROWTH_REACHED);
    assertThat(result.growth()).isCloseTo(0.01, within(1e-12));
    assertThat(result.gradientsAfter()).isLessThan(result.gradientsBefore());
  }

  /** ⟨M', B(M)⟩ = ⟨r(M'), r(M)⟩, the latter by polarisation of the norms. */
  @Test
  void productIsThatOfTheMapAndItsTranspose() {
    for (int u = 1; u <= 3; u++) {
      TunableLayers layers = layers(u, true, 7, 5, 8);
      Random random = new Random(u);
      int length = layers.layer(u).weights().length;
      double[] m = ByHand.gaussian(random, 1, length, 1)[0];
      double[] other = ByHand.gaussian(random, 1, length, 1)[0];
      double[] sum = new double[length];
      for (int k = 0; k < length; k++) {
        sum[k] = m[k] + other[k];
      }
      GradientProduct.Sum ofM = product(layers, m);
      double inner =
          (product(layers, sum).squaredGradients()
                  - ofM.squaredGradients()
                  - product(layers, other).squaredGradients())
              / 2;
      assertThat(ConjugateGradients.dot(other, ofM.product()))
          .isCloseTo(inner, within(1e-11 * ofM.squaredGradients()));
      double[] own = layers.layer(u).weights();
      double squares = Math.pow(gradients(layers.hidden(), layers.output()), 2);
      GradientProduct.Sum ofOwn = product(layers, own);
      assertThat(ofOwn.squaredGradients()).isCloseTo(squares, within(1e-12 * squares));
      assertThat(ConjugateGradients.dot(own, ofOwn.product()))
          .isCloseTo(squares, within(1e-12 * squares));
    }
  }

  private static GradientProduct.Sum product(TunableLayers layers, double[] matrix) {
    return ROWS.store(2, 2, true)
        .aggregate(new GradientProduct(layers.hidden(), layers.output(), layers.from(), matrix));
  }

  @Test
  void undampedIsRefused() {
    for (double[] wrong :
        List.of(
            new double[] {0, 1, 1, 0},
            new double[] {1, 0, 1, 0},
            new double[] {1, 1, 0, 0},
            new double[] {1, 1, 1, -1})) {
      assertThatThrownBy(() -> new GradientSolve(wrong[0], wrong[1], (int) wrong[2], wrong[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gradient solve");
    }
  }
}
