package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.Gram;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.RowSpace;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.StationaryFunctions;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Outcome;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.extremum.verification.CertifiedRadius;
import org.extremum.verification.Conditions;
import org.extremum.verification.Stationarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claims of the paper: where they hold as they stand, and counter-examples where they do not. Those
 * that another test shows are named in paper.md.
 */
class PaperClaimsTest {
  private static final Rows XOR =
      new Rows(
          new double[][] {{1, 1}, {-1, -1}, {1, -1}, {-1, 1}},
          new int[] {0, 0, 1, 1},
          new double[] {1, 1, 1, 1});

  private static TrainingResult exact(Rows rows, List<Long> widths, Object... more) {
    Map<String, Object> asked = new HashMap<>(Map.of("extremum", "exact", "hiddenLayers", widths));
    for (int k = 0; k < more.length; k += 2) {
      asked.put((String) more[k], more[k + 1]);
    }
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(rows.store(), 0);
  }

  /** §3.1: biases are said not to matter. z(x) + z(-x) does not depend on x without them. */
  @Test
  void withoutBiasesOppositeSurfacesSumToAConstant() {
    ByHand biased = ByHand.random(Activation.SIGMOID, 3, 4, 30);
    ByHand hidden =
        new ByHand(biased.weights(), new double[][] {new double[30]}, biased.activation());
    Layer output =
        ByHand.layer(ByHand.random(Activation.SIGMOID, 5, 30, 3).weights()[0], new double[3]);
    Network network = new Network(Standardiser.none(4), hidden.stack(), output);
    for (double[] x : Rows.random(20, 4, 3, false, 6).surfaces()) {
      double[] z = network.raw(x);
      double[] opposite = network.raw(DoubleStream.of(x).map(a -> -a).toArray());
      for (int v = 0; v < 3; v++) {
        double sum = DoubleStream.of(ByHand.rows(output)[v]).sum();
        assertThat(z[v] + opposite[v]).isCloseTo(sum, within(1e-13)); // 30 terms of order one
      }
    }
  }

  /** So XOR, whose classes are pairs of opposite surfaces, has no solution, whatever the width. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void xorNeedsHiddenBiases(boolean intercept) {
    for (long width : new long[] {20, 200}) {
      TrainingResult without =
          exact(XOR, List.of(width), "hiddenBias", false, "fitIntercept", intercept);
      assertThat(without.outcome()).isEqualTo(Outcome.NOT_SEPARABLE);
    }
    TrainingResult with = exact(XOR, List.of(20L), "fitIntercept", intercept);
    assertThat(with.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(with.report().number("train.idealShare")).isEqualTo(1);
    assertThat(with.report().number("stationarity.max")).isLessThan(1e-12);
  }

  /** S(-z) = 1 - S(z): W·(1/2, …) is a bias of the second layer, so two layers need none. */
  @Test
  void theSecondLayerHasBiasesAnyway() {
    TrainingResult deep = exact(XOR, List.of(8L, 20L), "hiddenBias", false, "fitIntercept", false);
    assertThat(deep.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(deep.report().number("train.idealShare")).isEqualTo(1);
  }

  /** §3.3, L(n-1): without the slopes c_k, which differ, a "solution" is not stationary. */
  @Test
  void theSystemWithoutSlopesIsNotStationary() {
    double[][] w1 = {{1}, {2}};
    double[] w2 = {2, -1};
    assertThat(w2[0] * w1[0][0] + w2[1] * w1[1][0]).isZero(); // what the paper asks for
    ByHand hidden = new ByHand(new double[][][] {w1}, new double[1][2], Activation.SIGMOID);
    assertThat(slope(hidden, w2, 1)).isCloseTo(0.18324, within(1e-5));
    // With them: w ∝ (c_2·2, -c_1·1), which solves round n already.
    double[] c = hidden.c(new double[] {1});
    assertThat(slope(hidden, new double[] {2 * c[1], -c[0]}, 1)).isCloseTo(0, within(1e-9));
  }

  /** dz/dx by central differences of the network; error step²·z'''. */
  private static double slope(ByHand hidden, double[] w, double x) {
    Network network =
        new Network(
            Standardiser.none(1), hidden.stack(), ByHand.layer(new double[][] {w}, new double[1]));
    double step = 1e-5;
    return (network.raw(new double[] {x + step})[0] - network.raw(new double[] {x - step})[0])
        / (2 * step);
  }

  /** §5.4 asks for more weights than φ·m·V; the condition is rank(A) &lt; l, whatever V. */
  @Test
  void moreWeightsThanEquationsAreNotEnough() {
    Rows rows = Rows.random(10, 4, 10, false, 3);
    assertThat(30 * (4 + 10)).isGreaterThan(10 * 4 * 10);
    TrainingResult accepted = exact(rows, List.of(30L));
    assertThat(accepted.outcome()).isEqualTo(Outcome.NETWORK_TOO_SMALL);
    assertThat(accepted.report().number("spectrum.rank")).isEqualTo(30); // full: only w = 0
    assertThat(exact(rows, List.of(50L)).outcome()).isEqualTo(Outcome.VERIFIED);
  }

  /** A narrow first layer cuts the equations of a sample from m = 30 to 5 (§5.4's trapezoid). */
  @Test
  void fewerWeightsThanEquationsCanBeEnough() {
    Rows rows = Rows.random(12, 30, 3, false, 3);
    int weights = 30 * 5 + 5 * 80 + 80 * 3;
    assertThat(weights).isLessThan(12 * 30 * 3);
    TrainingResult refused = exact(rows, List.of(5L, 80L));
    assertThat(refused.outcome()).as(refused.detail()).isEqualTo(Outcome.VERIFIED);
    assertThat(refused.report().number("spectrum.rank")).isBetween(30.0, 60.0);
    assertThat(refused.report().number("stationarity.max")).isLessThan(1e-6);
    assertThat(refused.report().number("train.accuracy")).isEqualTo(1);
  }

  /** §6.1, Problem 1: signs being right, outputs go to 0 and 1 and the gradients stay zero. */
  @Test
  void outputsExpandAtWill() {
    Rows rows = Rows.random(15, 3, 3, false, 4);
    double[] scales =
        DoubleStream.of(1e-2, 1e-6, 1e-12)
            .map(
                epsilon -> {
                  TrainingResult result = exact(rows, List.of(80L), "epsilon", epsilon);
                  assertThat(result.report().number("train.idealShare")).isEqualTo(1);
                  assertThat(result.report().number("stationarity.max")).isLessThan(1e-12);
                  return result.report().number("resolved.scale")
                      / Math.log((1 - epsilon) / epsilon);
                })
            .toArray();
    assertThat(scales[1] / scales[0]).isCloseTo(1, within(1e-9));
    assertThat(scales[2] / scales[0]).isCloseTo(1, within(1e-9));
  }

  /** §4.2: shares h_v/Σh tend to softmax where all outputs are small, and only there. */
  @Test
  void weakenedIsSoftmaxOfSmallOutputs() {
    double[] z = {1.3, -0.4, 0.6};
    double[] softmax = z.clone();
    OutputActivation.SOFTMAX.toProbabilities(softmax);
    for (double shift : new double[] {5, 10, 20}) {
      double[] shares = DoubleStream.of(z).map(a -> a - shift).toArray();
      OutputActivation.SIGMOID.toProbabilities(shares);
      for (int v = 0; v < 3; v++) {
        assertThat(shares[v]).isCloseTo(softmax[v], within(2 * Math.exp(1.3 - shift)));
      }
    }
    double[] large = {10, 5};
    OutputActivation.SIGMOID.toProbabilities(large); // softmax: 0.993
    assertThat(large[0]).isCloseTo(0.5017, within(1e-4));
  }

  /** The ideal condition implies the weakened one; outputs far from 1 can meet the weakened one. */
  @ParameterizedTest
  @EnumSource
  void weakenedIsWeaker(OutputActivation activation) {
    Conditions conditions = new Conditions(0.01, 0.03, 0.02);
    double[] ideal = {conditions.idealLogOdds() + 5, -conditions.idealLogOdds() - 5, -9.7};
    assertThat(conditions.ideal(activation, ideal, 0)).isTrue();
    activation.logProbabilities(ideal);
    assertThat(conditions.weakened(ideal, 0)).isTrue();
    double[] small = {-4, -9, -10}; // S: 0.018, 0.0001, 0.00005
    assertThat(Conditions.half(OutputActivation.SIGMOID, small, 0)).isFalse();
    activation.logProbabilities(small);
    assertThat(conditions.weakened(small, 0)).isTrue();
  }

  /**
   * §4.3: "due to continuity" values of near samples are close. How near depends on the network: z
   * = ±cos 100x has an extremum at 0 and another prediction beyond D_s = 0.0222; certified is 0.02.
   */
  @Test
  void howFarContinuityReaches() {
    ByHand hidden =
        new ByHand(new double[][][] {{{100}}}, new double[][] {{Math.PI / 2}}, Activation.SINE);
    Network network =
        new Network(
            Standardiser.none(1),
            hidden.stack(),
            ByHand.layer(new double[][] {{1}, {-1}}, new double[2]));
    Rows centre = new Rows(new double[][] {{0}}, new int[] {0}, new double[] {1});
    double certified = CertifiedRadius.of(network).radii(centre.dense())[0];
    double turns = Math.sqrt(2) * Math.PI / 200;
    assertThat(certified).isCloseTo(0.02, within(1e-9)).isLessThan(turns);
    double unit = Math.sqrt(0.5); // of D_s, m = 1
    assertThat(Network.argmax(network.raw(new double[] {0.999 * turns * unit}))).isZero();
    assertThat(Network.argmax(network.raw(new double[] {1.001 * turns * unit}))).isEqualTo(1);
  }

  /**
   * §3.3: "infinitely many solutions" may be constants. Smooth features make A numerically
   * rank-poor: 300 samples of two coordinates, 600 equations in 300 unknowns, and many "null"
   * vectors; but what varies by 1e-6 of what others do is no function to classify by.
   */
  @Test
  void nullVectorsOfSmoothFeaturesAreConstants() {
    Rows rows = Rows.random(300, 2, 2, false, 9);
    HiddenStack stack = HiddenWeights.gaussian(2, List.of(300), Activation.SIGMOID, 1, true, 42);
    Moments moments = rows.store().aggregate(new MomentsPass(stack, 2, null)).training();
    PackedSymmetric e = moments.toGradientGram(stack);
    try (RowSpace found = new Gram().decide(new Gram.Factor(e, 600));
        Matrix everything = Matrix.identity(300);
        StationaryFunctions nulls = StationaryFunctions.in(found.nullBasis(), moments, true);
        StationaryFunctions all = StationaryFunctions.in(everything, moments, true)) {
      assertThat(found.nullity()).isGreaterThan(100);
      assertThat(found.verdict()).isEqualTo(RowSpace.Verdict.NO_SPECTRAL_GAP);
      assertThat(nulls.deviations()[0] / all.deviations()[0]).isLessThan(1e-5);
      // The cut drops most; against their deviation the gradients of the rest are not small.
      assertThat(nulls.dimension()).isLessThan(found.nullity() / 4);
      double[] unit = nulls.unitVarianceBasis(1);
      Network network =
          new Network(Standardiser.none(2), stack, new Layer(1, 300, unit, new double[1]));
      Stationarity residual = rows.store().aggregate(new Stationarity.Measuring(network));
      assertThat(residual.max()).isGreaterThan(1e-2);
    }
    TrainingResult trained = exact(rows, List.of(300L), "initScale", 1.0);
    assertThat(trained.outcome()).isEqualTo(Outcome.NETWORK_TOO_SMALL);
    assertThat(trained.report().get("spectrum.usefulDirections")).isEqualTo(0);
  }
}
