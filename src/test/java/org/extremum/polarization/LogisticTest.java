package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Precision;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.KeptSampleStore;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logistic polarization against its objective by loops. */
class LogisticTest {
  /** Of tests that minimise to the last digit in every case, which mutants are not run by. */
  private static final String TO_THE_LAST_DIGIT = "last-digit";

  private static final double RIDGE = 3e-2;
  private static final double CURVATURE = 0.08;
  private static final Logistic.Watch UNSEEN = (passes, value) -> {};

  /** A small problem, essences by chance: a finite optimum. */
  record Case(ByHand network, int essences, boolean weighted, double gamma, boolean intercept) {
    Rows rows() {
      Rows rows = Rows.random(60, 3, essences, weighted, 4);
      Random random = new Random(11);
      int[] noisy = rows.essences().clone();
      for (int i = 0; i < noisy.length; i++) {
        boolean told = rows.surfaces()[i][0] > 0 && random.nextInt(3) > 0;
        noisy[i] = told ? 0 : noisy[i];
      }
      return rows.withEssences(noisy);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int essences : new int[] {2, 3}) {
      for (double gamma : new double[] {0, 0.6}) {
        for (boolean intercept : new boolean[] {true, false}) {
          cases.add(
              new Case(
                  ByHand.random(Activation.SIGMOID, 1, 3, 8), essences, false, gamma, intercept));
          cases.add(
              new Case(
                  ByHand.random(Activation.TANH, 2, 3, 4, 6), essences, true, gamma, intercept));
        }
      }
    }
    return cases;
  }

  static LeastSquares solved(Case c, SampleStore store) {
    MomentsPass pass = new MomentsPass(c.network().stack(), c.essences(), null);
    return NormalEquations.of(
            store.aggregate(pass).training(), c.network().stack(), c.gamma(), c.intercept())
        .factorised(RIDGE);
  }

  static Logistic logistic(Case c, LeastSquares solved, SampleStore store) {
    return new Logistic(solved, computed(c, Precision.DOUBLE), store, CURVATURE);
  }

  private static HiddenSource computed(Case c, Precision precision) {
    return new HiddenSource.Computed(c.network().stack(), precision);
  }

  /** To the last digits that L-BFGS finds. */
  private static Logistic.Result optimum(Case c, SampleStore store) {
    try (LeastSquares solved = solved(c, store)) {
      return logistic(c, solved, store)
          .polarize(new BreezeMinimizer(), solved.layer(), 500, 1e-15, UNSEEN);
    }
  }

  static Layer random(Case c, long seed) {
    Random random = new Random(seed);
    int l = c.network().width();
    double[] biases = c.intercept() ? random.doubles(c.essences(), -1, 1).toArray() : null;
    return new Layer(
            c.essences(),
            l,
            random.doubles((long) c.essences() * l, -1, 1).toArray(),
            biases == null ? new double[c.essences()] : biases)
        .gauged();
  }

  /** Σωℓ + (c/2)[(γ²/2) Σω‖∇z‖² + λ‖W‖²]. */
  private static double objective(Case c, Rows rows, Layer output) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double[] x = rows.surfaces()[i];
      double[] z = c.network().outputs(output, x);
      double exponentials = 0;
      for (double value : z) {
        exponentials += Math.exp(value);
      }
      double squares = 0;
      for (double[] gradient : c.network().gradients(output, x)) {
        for (double slope : gradient) {
          squares += slope * slope;
        }
      }
      double penalty = CURVATURE / 2 * c.gamma() * c.gamma() / 2 * squares;
      sum += rows.weights()[i] * (Math.log(exponentials) - z[rows.essences()[i]] + penalty);
    }
    double squares = 0;
    for (double weight : output.weights()) {
      squares += weight * weight;
    }
    return sum + CURVATURE / 2 * RIDGE * squares;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndGradientAreThoseOfTheObjective(Case c) {
    Rows rows = c.rows();
    SampleStore store = rows.store(3, 7, false);
    try (LeastSquares solved = solved(c, store)) {
      Logistic logistic = logistic(c, solved, store);
      int outputs = c.essences() == 2 ? 1 : c.essences();
      int each = c.network().width() + (c.intercept() ? 1 : 0);
      assertThat(logistic.parameters()).isEqualTo(outputs * each);
      double[] point = logistic.point(random(c, 3));
      double[] gradient = new double[point.length];
      double value = logistic.evaluate(point, gradient);
      // Sums of 60 terms of order one, out of which the scatter's part is taken.
      assertThat(value).isCloseTo(objective(c, rows, logistic.layer(point)), within(1e-11 * value));
      double step = 1e-5;
      for (int k = 0; k < point.length; k++) {
        double[] moved = point.clone();
        moved[k] += step;
        double above = objective(c, rows, logistic.layer(moved));
        moved[k] -= 2 * step;
        double below = objective(c, rows, logistic.layer(moved));
        // Central differences: step² times third derivatives, and ε·value/step.
        assertThat(gradient[k]).isCloseTo((above - below) / (2 * step), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pointsAndLayersUndoEachOther(Case c) {
    SampleStore store = c.rows().store();
    try (LeastSquares solved = solved(c, store)) {
      Logistic logistic = logistic(c, solved, store);
      Layer layer = random(c, 5);
      Layer back = logistic.layer(logistic.point(layer));
      // The condition number of M, below 1e5, times ε.
      assertClose(back.weights(), layer.weights(), 1e-10);
      assertClose(back.biases(), layer.biases(), 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Tag(TO_THE_LAST_DIGIT)
  void nothingNearTheOptimumIsBetterAndTheGaugeHolds(Case c) {
    Rows rows = c.rows();
    Logistic.Result result = optimum(c, rows.store());
    Layer output = result.layer();
    assertThat(result.after()).isLessThan(result.before());
    double least = objective(c, rows, output);
    assertThat(result.after()).isCloseTo(least, within(1e-10 * least));
    for (int k = 0; k < output.weights().length; k++) {
      for (double step : new double[] {1e-3, -1e-3}) {
        double[] moved = output.weights().clone();
        moved[k] += step;
        Layer other = new Layer(output.outputs(), output.inputs(), moved, output.biases());
        assertThat(objective(c, rows, other)).isGreaterThanOrEqualTo(least);
      }
    }
    for (int k = 0; k < output.inputs(); k++) {
      double sum = 0;
      double size = 0;
      for (int v = 0; v < output.outputs(); v++) {
        sum += output.weight(v, k);
        size += Math.abs(output.weight(v, k));
      }
      assertThat(sum).isCloseTo(0, within(1e-15 * size));
      if (c.essences() == 2) {
        assertThat(output.weight(0, k)).isEqualTo(-output.weight(1, k));
      }
    }
    if (!c.intercept()) {
      for (double bias : output.biases()) {
        assertThat(bias).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Tag(TO_THE_LAST_DIGIT)
  void theStartDoesNotMatter(Case c) {
    SampleStore store = c.rows().store();
    Layer expected = optimum(c, store).layer();
    try (LeastSquares solved = solved(c, store)) {
      Layer other =
          logistic(c, solved, store)
              .polarize(new BreezeMinimizer(), random(c, 9), 500, 1e-15, UNSEEN)
              .layer();
      // Values equal to ε: √ε where the objective is flattest.
      assertClose(other.weights(), expected.weights(), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Tag(TO_THE_LAST_DIGIT)
  void partitionsDoNotMatter(Case c) {
    Layer one = optimum(c, c.rows().store(1, 60, false)).layer();
    Layer seven = optimum(c, c.rows().store(7, 4, true)).layer();
    assertClose(seven.weights(), one.weights(), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Tag(TO_THE_LAST_DIGIT)
  void weightTwoIsTheRowTwice(Case c) {
    Rows rows = c.rows();
    double[] weights = rows.weights().clone();
    int[] twice = new int[61];
    for (int i = 0; i < 60; i++) {
      twice[i] = i;
    }
    twice[60] = 7;
    weights[7] *= 2;
    Layer weighted = optimum(c, rows.withWeights(weights).store()).layer();
    Layer repeated = optimum(c, rows.at(twice).store()).layer();
    assertClose(weighted.weights(), repeated.weights(), 1e-5);
  }

  /** Pre-activations rounded to 24 bits are other numbers, and the optimum hardly another. */
  @Test
  void singlePrecision() {
    Case c = new Case(ByHand.random(Activation.SIGMOID, 1, 3, 30), 3, false, 0.6, true);
    SampleStore store = c.rows().store();
    Layer exact = optimum(c, store).layer();
    try (LeastSquares solved = solved(c, store)) {
      Layer rounded =
          new Logistic(solved, computed(c, Precision.FLOAT), store, CURVATURE)
              .polarize(new BreezeMinimizer(), solved.layer(), 500, 1e-15, UNSEEN)
              .layer();
      assertThat(rounded.weights()).isNotEqualTo(exact.weights());
      assertClose(rounded.weights(), exact.weights(), 1e-4);
    }
  }

  static List<Case> shallow() {
    return cases().stream().filter(c -> c.network().stack().depth() == 1).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keptValuesGiveTheSameBits(Case c) {
    assertKeptBits(c, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("shallow")
  void keptValuesOfSinglePrecisionGiveTheSameBits(Case c) {
    assertKeptBits(c, Precision.FLOAT);
  }

  /** Two and three partitions' blocks, sparse ones and views among them. */
  private static void assertKeptBits(Case c, Precision precision) {
    HiddenSource source = computed(c, precision);
    for (SampleStore store :
        List.of(
            c.rows().store(3, 7, true),
            c.rows().store(2, 60, false).view(3, block -> block.select(i -> i % 4 != 2)))) {
      try (LeastSquares solved = solved(c, store);
          KeptSampleStore kept = store.kept(new HiddenComputation(source))) {
        Logistic anew = new Logistic(solved, source, store, CURVATURE);
        Logistic once =
            new Logistic(solved, new HiddenSource.Kept(source.width()), kept, CURVATURE);
        double[] point = anew.point(random(c, 3));
        double[] expected = new double[point.length];
        double[] gradient = new double[point.length];
        for (int pass = 0; pass < 2; pass++) {
          assertThat(once.evaluate(point, gradient)).isEqualTo(anew.evaluate(point, expected));
          assertThat(gradient).isEqualTo(expected);
        }
      }
    }
  }

  /** Every pass is told; in the metric of least squares few are needed. */
  @Test
  void fewPasses() {
    Case c = new Case(ByHand.random(Activation.SIGMOID, 1, 3, 30), 3, false, 0.6, true);
    SampleStore store = c.rows().store();
    try (LeastSquares solved = solved(c, store)) {
      List<Double> values = new ArrayList<>();
      Logistic.Result result =
          logistic(c, solved, store)
              .polarize(
                  new BreezeMinimizer(),
                  solved.layer(),
                  100,
                  1e-4,
                  (passes, value) -> values.add(value));
      assertThat(result.passes()).isEqualTo(values.size()).isLessThan(30);
      assertThat(values.get(0)).isEqualTo(result.before());
      double least = optimum(c, store).after();
      assertThat(result.after()).isCloseTo(least, within(1e-3 * least));
    }
  }

  /** A class without samples has no finite bias; its weights stay what the penalty says. */
  @Test
  void anEssenceWithoutSamplesIsNeverSeen() {
    Case c = new Case(ByHand.random(Activation.SIGMOID, 1, 3, 8), 3, false, 0.6, true);
    Rows rows = c.rows();
    int[] essences = new int[rows.size()];
    java.util.Arrays.setAll(essences, i -> rows.essences()[i] % 2 * 2);
    SampleStore store = rows.withEssences(essences).store();
    try (LeastSquares solved = solved(c, store)) {
      Layer output =
          logistic(c, solved, store)
              .polarize(new BreezeMinimizer(), solved.layer(), 100, 1e-4, UNSEEN)
              .layer();
      for (double[] surface : rows.surfaces()) {
        double[] z = c.network().outputs(output, surface);
        assertThat(z[1]).isFinite().isLessThan(Math.max(z[0], z[2]));
      }
    }
  }
}
