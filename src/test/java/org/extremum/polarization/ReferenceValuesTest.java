package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import org.extremum.linalg.Gram;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.ForwardPass;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.Scorer;
import org.extremum.reference.ByHand;
import org.extremum.reference.ReferenceCase;
import org.extremum.samples.Standardiser;
import org.extremum.verification.Stationarity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every intermediate result of the independent reference, at 1e-10 of the largest entry. */
class ReferenceValuesTest {
  private static final double TOLERANCE = 1e-10;

  static List<ReferenceCase> cases() {
    return ReferenceCase.all();
  }

  private static Moments moments(ReferenceCase c) {
    MomentsPass pass = new MomentsPass(c.network().stack(), c.essences(), null);
    return c.rows().store(1, 3, false).aggregate(pass).training();
  }

  private static Layer solved(ReferenceCase c) {
    return NormalEquations.of(moments(c), c.network().stack(), c.number("gamma"), true)
        .solve(c.number("lambda_"));
  }

  private static Network network(ReferenceCase c) {
    return new Network(Standardiser.none(c.rows().features()), c.network().stack(), solved(c));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndJacobian(ReferenceCase c) {
    double[][] h = c.matrix("h");
    double[][] j0 = c.matrix("J0");
    try (ForwardPass forward = new ForwardPass(c.network().stack());
        Matrix jacobian = Matrix.zeros(j0.length, j0[0].length)) {
      forward.run(c.rows().dense(), true);
      for (int i = 0; i < h.length; i++) {
        assertClose(forward.values().column(i), h[i], TOLERANCE);
      }
      forward.jacobian(0, jacobian);
      for (int k = 0; k < j0.length; k++) {
        for (int j = 0; j < j0[0].length; j++) {
          assertThat(jacobian.get(k, j)).isCloseTo(j0[k][j], within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gramsAndCrossTerm(ReferenceCase c) {
    Moments moments = moments(c);
    assertClose(moments.values(), c.matrix("F"), TOLERANCE);
    if (c.network().stack().depth() == 1) {
      assertClose(moments.slopes(), c.matrix("CtC"), TOLERANCE);
    }
    double[] sum = moments.valueSum();
    double[][] y = new double[sum.length][c.essences()];
    for (int v = 0; v < c.essences(); v++) {
      double[] own = moments.valueSum(v);
      for (int k = 0; k < sum.length; k++) {
        y[k][v] = 2 * own[k] - sum[k];
      }
    }
    assertClose(y, c.matrix("Y"), TOLERANCE);
    try (Matrix rightHandSides = Targets.of(moments, false).rightHandSides()) {
      int first = Targets.firstSolved(c.essences());
      assertThat(rightHandSides.columns()).isEqualTo(c.essences() - first);
      for (int v = first; v < c.essences(); v++) {
        int column = v;
        assertClose(
            rightHandSides.column(v - first),
            Arrays.stream(c.matrix("Y")).mapToDouble(row -> row[column]).toArray(),
            TOLERANCE);
      }
    }
    assertClose(moments.toGradientGram(c.network().stack()), c.matrix("E"), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weakenedSolution(ReferenceCase c) {
    // The reference solves both columns of two essences; the mirrored one must be the same.
    Layer output = solved(c);
    assertClose(ByHand.rows(output), c.matrix("W_out"), TOLERANCE);
    assertClose(output.biases(), c.vector("b_out"), TOLERANCE);
    try (Scorer scorer = new Scorer(network(c))) {
      Matrix z = scorer.score(c.rows().dense());
      for (int i = 0; i < c.rows().size(); i++) {
        assertClose(z.column(i), c.matrix("z")[i], TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scaleAndProbabilities(ReferenceCase c) {
    OutputScores scores =
        c.rows().store().aggregate(new OutputScores.Gathering(network(c), c.rows().size()));
    double expected = c.number("kappa");
    double kappa = Scale.fit(scores);
    double loss = Scale.smoothedLogLoss(scores, kappa);
    assertThat(Scale.smoothedLogLoss(scores, expected))
        .isCloseTo(c.number("smoothedLogLossAtKappa"), within(TOLERANCE));
    assertThat(loss).isCloseTo(c.number("smoothedLogLossAtKappa"), within(TOLERANCE));
    // The reference finds κ by comparing losses f, which are flat at the minimum: values within
    // 4ε·f of it look alike, so log κ is known to √(2·4ε·f/f'') only. Ours is a root of f'.
    double step = 1e-3;
    double curvature =
        (Scale.smoothedLogLoss(scores, kappa * Math.exp(step))
                - 2 * loss
                + Scale.smoothedLogLoss(scores, kappa * Math.exp(-step)))
            / (step * step);
    double known = Math.sqrt(8 * Math.ulp(1.0) * loss / curvature);
    assertThat(known).isLessThan(1e-6);
    assertThat(Math.log(kappa)).isCloseTo(Math.log(expected), within(known));
    for (int i = 0; i < c.rows().size(); i++) {
      double[] p = c.matrix("z")[i].clone();
      for (int v = 0; v < p.length; v++) {
        p[v] *= expected;
      }
      OutputActivation.SIGMOID.toProbabilities(p);
      assertClose(p, c.matrix("probability")[i], TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stationarityResiduals(ReferenceCase c) {
    double max = 0;
    double squares = 0;
    int count = 0;
    for (double[] sample : c.matrix("stationarityResidual")) {
      for (double r : sample) {
        max = Math.max(max, r);
        squares += r * r;
        count++;
      }
    }
    Stationarity measured =
        c.rows().store(2, 2, false).aggregate(new Stationarity.Measuring(network(c)));
    assertThat(measured.max()).isCloseTo(max, within(TOLERANCE * max));
    assertThat(measured.rms()).isCloseTo(Math.sqrt(squares / count), within(TOLERANCE * max));
    assertThat(measured.samples()).isEqualTo(c.rows().size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void singularValuesOfTheRows(ReferenceCase c) {
    double[] expected = c.vector("singularValuesOfA");
    int width = c.network().width();
    long rows = (long) c.rows().size() * c.rows().features();
    RowSpaceMethod direct = rows <= width ? new SmallSide() : new Tsqr();
    // The rows of A are not weighted, so a weighted case's E is not AᵀA.
    try (RowSpace byRows = rowSpace(c, direct, rows);
        RowSpace byGram = rowSpace(c, new Gram(), rows)) {
      assertThat(byRows.rows()).isEqualTo(rows);
      assertClose(byRows.singularValues(), expected, TOLERANCE);
      double[] gram = Arrays.copyOf(byGram.singularValues(), expected.length);
      for (int k = 0; k < expected.length; k++) {
        // Eigenvalues are right to l·ε·λ_max, their roots to half of that over σ.
        double bound = width * Math.ulp(1.0) * expected[0] * expected[0] / expected[k];
        assertThat(gram[k]).isCloseTo(expected[k], within(bound));
      }
    }
  }

  private static RowSpace rowSpace(ReferenceCase c, RowSpaceMethod method, long rows) {
    RowsPass pass = new RowsPass(c.network().stack(), method, rows);
    return method.decide(c.rows().store(2, 3, false).aggregate(pass));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theHandWrittenFormulasOfTheTestsAgreeToo(ReferenceCase c) {
    ByHand network = c.network();
    assertClose(network.h(c.rows().surfaces()[0]), c.matrix("h")[0], TOLERANCE);
    assertClose(network.jacobian(c.rows().surfaces()[0]), c.matrix("J0"), TOLERANCE);
    assertClose(network.valueGram(c.rows()), c.matrix("F"), TOLERANCE);
    assertClose(network.gradientGram(c.rows()), c.matrix("E"), TOLERANCE);
    assertClose(network.slopeGram(c.rows()), c.matrix("CtC"), TOLERANCE);
  }
}
