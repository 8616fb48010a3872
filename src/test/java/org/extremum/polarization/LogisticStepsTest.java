package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logistic polarization gives its minimiser, and what it makes of the answer. */
class LogisticStepsTest {
  private static final LogisticTest.Case CASE =
      new LogisticTest.Case(ByHand.random(Activation.SIGMOID, 1, 3, 8), 3, true, 0.6, true);
  private static final Logistic.Watch UNSEEN = (passes, value) -> {};

  /** M's condition number, below 1e5, times ε. */
  private static final double ROUNDING = 1e-10;

  /** Goes to a multiple of the start, and says what share of the value is left there. */
  private static Minimizer saying(double multiple, double share) {
    return (objective, start, most, tolerance) -> {
      double value = objective.evaluate(start, new double[start.length]);
      double[] point = Arrays.stream(start).map(x -> multiple * x).toArray();
      return new Minimizer.Result(point, share * value, 7);
    };
  }

  private static Layer multiple(Logistic logistic, double factor, Layer layer) {
    double[] point = logistic.point(layer);
    return logistic.layer(Arrays.stream(point).map(x -> factor * x).toArray());
  }

  @Test
  void theFirstGradientHasLengthOneAndIsTheObjectivesDifference() {
    SampleStore store = CASE.rows().store();
    try (LeastSquares solved = LogisticTest.solved(CASE, store)) {
      Logistic logistic = LogisticTest.logistic(CASE, solved, store);
      Layer start = LogisticTest.random(CASE, 3);
      double[] slopes = new double[logistic.parameters()];
      double before = logistic.evaluate(logistic.point(start), slopes);
      double squares = Arrays.stream(slopes).map(g -> g * g).sum();
      List<Integer> passes = new ArrayList<>();
      Minimizer looking =
          (objective, begin, most, tolerance) -> {
            assertThat(most).isEqualTo(12);
            assertThat(tolerance).isEqualTo(1e-3);
            double[] gradient = new double[begin.length];
            double value = objective.evaluate(begin, gradient);
            assertThat(value).isCloseTo(before / squares, within(1e-14 * value));
            assertThat(Arrays.stream(gradient).map(g -> g * g).sum()).isCloseTo(1, within(1e-14));
            double[] other = begin.clone();
            other[0] += 1e-2;
            double[] there = new double[begin.length];
            objective.evaluate(other, there);
            double step = 1e-4;
            for (int k = 0; k < begin.length; k++) {
              double[] up = other.clone();
              double[] down = other.clone();
              up[k] += step;
              down[k] -= step;
              double difference =
                  objective.evaluate(up, gradient) - objective.evaluate(down, gradient);
              // step² times third derivatives, which grow with the unit, and ε·value/step.
              assertThat(there[k]).isCloseTo(difference / (2 * step), within(1e-5));
            }
            return new Minimizer.Result(begin, value, 7);
          };
      Logistic.Result result =
          logistic.polarize(looking, start, 12, 1e-3, (pass, value) -> passes.add(pass));
      int evaluations = 2 + 2 * logistic.parameters(); // the start once
      assertThat(result.passes()).isEqualTo(evaluations);
      assertThat(passes).hasSize(evaluations).isSorted().startsWith(1).endsWith(evaluations);
      assertThat(result.before()).isEqualTo(before);
    }
  }

  @Test
  void aBetterPointIsTaken() {
    SampleStore store = CASE.rows().store();
    try (LeastSquares solved = LogisticTest.solved(CASE, store)) {
      Logistic logistic = LogisticTest.logistic(CASE, solved, store);
      Layer start = LogisticTest.random(CASE, 3);
      Logistic.Result result = logistic.polarize(saying(1.5, 0.5), start, 1, 0, UNSEEN);
      assertThat(result.after()).isCloseTo(result.before() / 2, within(1e-14 * result.before()));
      assertThat(result.iterations()).isEqualTo(7);
      Layer expected = multiple(logistic, 1.5, start);
      assertClose(result.layer().weights(), expected.weights(), ROUNDING);
      assertClose(result.layer().biases(), expected.biases(), ROUNDING);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.25, Double.NaN})
  void aPointThatIsNotBetterIsNot(double share) {
    SampleStore store = CASE.rows().store();
    try (LeastSquares solved = LogisticTest.solved(CASE, store)) {
      Logistic logistic = LogisticTest.logistic(CASE, solved, store);
      Layer start = LogisticTest.random(CASE, 3);
      Logistic.Result result = logistic.polarize(saying(1.5, share), start, 1, 0, UNSEEN);
      assertThat(result.after()).isEqualTo(result.before());
      assertThat(result.iterations()).isEqualTo(7);
      assertThat(result.passes()).isEqualTo(1);
      assertClose(result.layer().weights(), start.weights(), ROUNDING);
      assertClose(result.layer().biases(), start.biases(), ROUNDING);
    }
  }

  /** One surface of either essence, told to be both: p = 1/2, exactly. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStartWithoutASlopeIsTheResult(boolean intercept) {
    LogisticTest.Case c = new LogisticTest.Case(CASE.network(), 2, false, 0, intercept);
    double[] x = {0.3, -1, 2};
    Rows rows = new Rows(new double[][] {x, x}, new int[] {0, 1}, new double[] {1, 1});
    SampleStore store = rows.store();
    try (LeastSquares solved = LogisticTest.solved(c, store)) {
      Layer zero = new Layer(2, 8, new double[16], new double[2]);
      Minimizer never =
          (objective, start, most, tolerance) -> {
            throw new AssertionError("there is nothing to do");
          };
      Logistic.Result result =
          LogisticTest.logistic(c, solved, store).polarize(never, zero, 100, 1e-4, UNSEEN);
      assertClose(result.layer().weights(), new double[16], 0);
      assertThat(result.before()).isCloseTo(2 * Math.log(2), within(1e-15));
      assertThat(result.after()).isEqualTo(result.before());
      assertThat(result.iterations()).isZero();
      assertThat(result.passes()).isEqualTo(1);
    }
  }
}
