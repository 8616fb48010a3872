package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.NotPositiveDefiniteException;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The weakened solution: the gradient of the penalised objective, by loops, vanishes there. */
class NormalEquationsTest {
  private static final double RIDGE = 3e-3;

  /** A small problem. */
  record Case(ByHand network, int essences, boolean weighted, double gamma, boolean intercept) {
    Rows rows() {
      return Rows.random(40, 3, essences, weighted, 4);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int essences : new int[] {2, 3}) {
      for (boolean weighted : new boolean[] {false, true}) {
        for (double gamma : new double[] {0, 0.6}) {
          for (boolean intercept : new boolean[] {true, false}) {
            cases.add(
                new Case(
                    ByHand.random(Activation.SIGMOID, 1, 3, 8),
                    essences,
                    weighted,
                    gamma,
                    intercept));
            cases.add(
                new Case(
                    ByHand.random(Activation.TANH, 2, 3, 4, 6),
                    essences,
                    weighted,
                    gamma,
                    intercept));
          }
        }
      }
    }
    return cases;
  }

  private static Moments moments(Case c, Rows rows) {
    MomentsPass pass = new MomentsPass(c.network().stack(), c.essences(), null);
    return rows.store().aggregate(pass).training();
  }

  private static NormalEquations equations(Case c, Rows rows) {
    return NormalEquations.of(moments(c, rows), c.network().stack(), c.gamma(), c.intercept());
  }

  /** Half the objective's gradient in (w_v, b_v), and the size of its largest term. */
  private static double[][] gradient(Case c, Rows rows, Layer output, int v) {
    double[] w = ByHand.rows(output)[v];
    int l = w.length;
    double[] gradient = new double[l + 1];
    double[] size = {0};
    for (int i = 0; i < rows.size(); i++) {
      double[] x = rows.surfaces()[i];
      double omega = rows.weights()[i];
      double[] h = c.network().h(x);
      double t = rows.essences()[i] == v ? 1 : -1;
      double residual = c.network().outputs(output, x)[v] - t;
      double[][] j = c.network().jacobian(x);
      double[] nabla = c.network().gradients(output, x)[v];
      for (int k = 0; k < l; k++) {
        gradient[k] += omega * residual * h[k];
        size[0] = Math.max(size[0], Math.abs(omega * residual * h[k]));
        for (int p = 0; p < x.length; p++) {
          double term = c.gamma() * c.gamma() / 2 * omega * nabla[p] * j[k][p];
          gradient[k] += term;
          size[0] = Math.max(size[0], Math.abs(term));
        }
      }
      gradient[l] += omega * residual;
    }
    for (int k = 0; k < l; k++) {
      gradient[k] += RIDGE * w[k];
    }
    if (!c.intercept()) {
      gradient[l] = 0;
    }
    return new double[][] {gradient, size};
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theObjectivesGradientVanishes(Case c) {
    Layer output = equations(c, c.rows()).solve(RIDGE);
    for (int v = 0; v < c.essences(); v++) {
      double[][] gradient = gradient(c, c.rows(), output, v);
      for (double g : gradient[0]) {
        // Backward stability: residual of the normal equations below c·ε·‖M‖·‖W‖, with ‖M‖ about
        // 40·8 and ‖W‖ below 1e3 here.
        assertThat(g).isCloseTo(0, within(1e-10 * Math.max(1, gradient[1][0])));
      }
      if (!c.intercept()) {
        assertThat(output.biases()[v]).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twoEssencesAreMirrored(Case c) {
    Layer output = equations(c, c.rows()).solve(RIDGE);
    if (c.essences() == 2) {
      for (int k = 0; k < output.inputs(); k++) {
        assertThat(output.weight(0, k)).isEqualTo(-output.weight(1, k));
      }
      assertThat(output.biases()[0]).isEqualTo(-output.biases()[1]);
    }
    assertThat(output.outputs()).isEqualTo(c.essences());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partsMergeToTheWhole(Case c) {
    Rows rows = c.rows();
    NormalEquations first = equations(c, rows.select(i -> i < 25));
    NormalEquations second = equations(c, rows.select(i -> i >= 25));
    Layer alone = first.solve(RIDGE);
    Layer again = first.solve(RIDGE);
    assertThat(again.weights()).isEqualTo(alone.weights()); // solving leaves the equations alone
    assertThat(first.samples()).isEqualTo(25);
    first.merge(second);
    assertThat(first.samples()).isEqualTo(40);
    Layer merged = first.solve(RIDGE);
    Layer whole = equations(c, rows).solve(RIDGE);
    // The condition number, at most ‖M‖/λ = 1e5, times the rounding of the sums.
    assertClose(merged.weights(), whole.weights(), 1e-9);
    assertClose(merged.biases(), whole.biases(), 1e-9);
  }

  /** Merged in another order than equations that take the Moments over: sums are rounded anew. */
  @ParameterizedTest
  @MethodSource("cases")
  void momentsMayBeKept(Case c) {
    Moments first = moments(c, c.rows().select(i -> i < 25));
    Moments second = moments(c, c.rows().select(i -> i >= 25));
    double[] slopes = first.slopes().values().clone();
    double[] sums = first.valueSum(1);
    NormalEquations kept =
        NormalEquations.copying(first, c.network().stack(), c.gamma(), c.intercept());
    kept.merge(second, c.network().stack(), c.gamma());
    Layer layer = kept.solve(RIDGE);
    assertThat(first.slopes().values()).isEqualTo(slopes);
    assertThat(first.valueSum(1)).isEqualTo(sums);
    assertThat(first.samples()).isEqualTo(25);
    assertThat(second.samples()).isEqualTo(15);
    NormalEquations taken =
        NormalEquations.of(first, c.network().stack(), c.gamma(), c.intercept());
    taken.merge(NormalEquations.of(second, c.network().stack(), c.gamma(), c.intercept()));
    assertClose(layer.weights(), taken.solve(RIDGE).weights(), 1e-9);
  }

  /** The slopes' triangle being E already. */
  @ParameterizedTest
  @MethodSource("cases")
  void momentsWithTheirGradientsMade(Case c) {
    Layer expected = equations(c, c.rows()).solve(RIDGE);
    Moments made = moments(c, c.rows());
    made.toGradientGram(c.network().stack());
    double[] values = made.values().values().clone();
    double[] slopes = made.slopes().values().clone();
    Layer kept = NormalEquations.ofKept(made, c.gamma(), c.intercept()).solve(RIDGE);
    assertClose(kept.weights(), expected.weights(), 1e-9);
    assertThat(made.values().values()).isEqualTo(values);
    assertThat(made.slopes().values()).isEqualTo(slopes);
    Layer taken = NormalEquations.ofSolved(made, c.gamma(), c.intercept()).solve(RIDGE);
    assertClose(taken.weights(), expected.weights(), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightTwoIsTheRowTwice(Case c) {
    Rows rows = c.rows();
    double[] weights = rows.weights().clone();
    int[] twice = new int[41];
    for (int i = 0; i < 40; i++) {
      twice[i] = i;
    }
    twice[40] = 7;
    weights[7] *= 2;
    Layer weighted = equations(c, rows.withWeights(weights)).solve(RIDGE);
    Layer repeated = equations(c, rows.at(twice)).solve(RIDGE);
    assertClose(weighted.weights(), repeated.weights(), 1e-9);
  }

  @Test
  void anEssenceWithoutSamplesIsNeverSeen() {
    Case c = new Case(ByHand.random(Activation.SIGMOID, 1, 3, 8), 3, false, 0.6, true);
    int[] essences = new int[40];
    java.util.Arrays.setAll(essences, i -> i % 2 * 2);
    NormalEquations equations = equations(c, c.rows().withEssences(essences));
    assertThat(equations.essencesPresent()).isEqualTo(2);
    Layer output = equations.solve(RIDGE);
    for (int k = 0; k < 8; k++) {
      assertThat(output.weight(1, k)).isZero();
    }
    assertThat(output.biases()[1]).isEqualTo(-1);
  }

  @Test
  void aRidgeTooSmallIsSaid() {
    // 3 samples for 8 neurons: rank 3 at most.
    Case c = new Case(ByHand.random(Activation.SIGMOID, 1, 3, 8), 2, false, 0, true);
    NormalEquations equations = equations(c, c.rows().select(i -> i < 3));
    assertThatThrownBy(() -> equations.solve(1e-300))
        .isInstanceOf(NotPositiveDefiniteException.class);
  }
}
