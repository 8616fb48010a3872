package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.ReferenceCase;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Radii against reference values, and against attacks that try to break them. */
class CertifiedRadiusTest {
  /** Attacks stay this far inside: rounding of z where the bound is reached exactly. */
  private static final double INSIDE = 1 - 1e-9;

  private static Network network(ByHand hidden, Layer output) {
    int m = hidden.weights()[0][0].length;
    return new Network(Standardiser.none(m), hidden.stack(), output);
  }

  private static Layer output(int width, int essences) {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, width, essences);
    return ByHand.layer(output.weights()[0], output.biases()[0]);
  }

  @Test
  void referenceValues() {
    int compared = 0;
    for (ReferenceCase reference : ReferenceCase.all()) {
      JsonNode expected = reference.node().get("certificate01AtX0");
      if (expected == null || !(expected.get("margin").doubleValue() > 0)) {
        continue; // given for one hidden layer, and of use where essence 0 is ahead
      }
      double[][] w = Arrays.copyOf(reference.matrix("W_out"), 2);
      double[] b = Arrays.copyOf(reference.vector("b_out"), 2);
      ByHand hidden = reference.network();
      CertifiedRadius certified = CertifiedRadius.of(network(hidden, ByHand.layer(w, b)));
      double bound = expected.get("hessianBound").doubleValue();
      assertThat(certified.hessianBound(0, 1)).isCloseTo(bound, within(1e-10 * bound));
      assertThat(certified.hessianBound(1, 0)).isEqualTo(certified.hessianBound(0, 1));
      double radius = expected.get("radius").doubleValue();
      double[] found = certified.radii(reference.rows().at(0).dense());
      assertThat(found[0] / certified.unit()).isCloseTo(radius, within(1e-10 * radius));
      int m = reference.rows().features();
      assertThat(certified.unit()).isCloseTo(Math.sqrt(2.0 / m), within(1e-15));
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void boundsOfSlopesAreTheLeast(Activation s) {
    SlopeBounds bounds = SlopeBounds.of(s);
    if (!bounds.finite()) {
      return; // nothing is claimed
    }
    double slope = 0;
    double curvature = 0;
    for (double z = -8; z <= 8; z += 1e-3) {
      slope = Math.max(slope, Math.abs(s.slope(z, s.value(z))));
      curvature = Math.max(curvature, Math.abs(s.curvature(z, s.value(z))));
    }
    // A grid misses an extremum by the square of its step, and softplus reaches 1 at infinity only.
    assertThat(slope).isBetween(bounds.slope() * 0.999, bounds.slope());
    assertThat(curvature)
        .isBetween(bounds.curvature() * (1 - 1e-5), bounds.curvature() * (1 + 1e-14));
  }

  static Stream<Arguments> networks() {
    return Stream.of(Activation.values())
        .filter(s -> SlopeBounds.of(s).finite())
        .flatMap(
            s ->
                Stream.of(new int[] {3, 12}, new int[] {3, 6, 9}, new int[] {2, 5, 4, 6})
                    .map(widths -> Arguments.of(s, widths)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void noAttackInsideTheRadiusChangesThePrediction(Activation s, int[] widths) {
    ByHand hidden = ByHand.random(s, 9, widths);
    Layer output = output(hidden.width(), 3);
    CertifiedRadius certified = CertifiedRadius.of(network(hidden, output));
    Rows rows = Rows.random(40, widths[0], 3, false, 5);
    double[] radii = certified.radii(rows.dense());
    Attack attack = new Attack(hidden, output, new Random(6));
    int broken = 0;
    for (int i = 0; i < rows.size(); i++) {
      double r = radii[i] / certified.unit();
      assertThat(r).isPositive().isFinite();
      assertThat(attack.breaks(rows.surfaces()[i], r * INSIDE)).as("sample %d", i).isFalse();
      broken += attack.breaks(rows.surfaces()[i], 30 * r) ? 1 : 0;
    }
    if (widths.length == 2) {
      assertThat(broken).as("the attack is able to break").isGreaterThan(10);
    }
  }

  /** Random directions, and steps along gradients projected back to the sphere. */
  private record Attack(ByHand hidden, Layer output, Random random) {
    boolean breaks(double[] x, double radius) {
      int a = Network.argmax(hidden.outputs(output, x));
      for (int n = 0; n < 100; n++) {
        double[] direction = random.doubles(x.length, -1, 1).toArray();
        if (predicted(move(x, direction, radius)) != a) {
          return true;
        }
      }
      for (int b = 0; b < output.outputs(); b++) {
        double[] at = x;
        for (int step = 0; step < 25 && b != a; step++) {
          double[][] gradients = hidden.gradients(output, at);
          double[] direction = new double[x.length];
          for (int j = 0; j < x.length; j++) {
            direction[j] = gradients[b][j] - gradients[a][j];
          }
          at = move(x, direction, radius);
          if (predicted(at) != a) {
            return true;
          }
        }
      }
      return false;
    }

    private int predicted(double[] x) {
      return Network.argmax(hidden.outputs(output, x));
    }

    private static double[] move(double[] x, double[] direction, double length) {
      double norm = Math.sqrt(Arrays.stream(direction).map(d -> d * d).sum());
      double[] moved = x.clone();
      for (int j = 0; j < x.length; j++) {
        moved[j] += length * direction[j] / norm;
      }
      return moved;
    }
  }

  /** One sine of a sine: 3·(1/2)²·(1·2)² for the upper layer, (1·3·1/2)·2² for the lower. */
  @Test
  void theBoundOfTwoLayersByHand() {
    ByHand hidden =
        new ByHand(new double[][][] {{{2}}, {{0.5}}}, new double[][] {{0}, {0}}, Activation.SINE);
    try (HessianBounds bounds =
        new HessianBounds(hidden.stack(), SlopeBounds.of(Activation.SINE))) {
      assertThat(bounds.of(new double[] {3})).isBetween(9.0, 9 * (1 + 1e-10)); // never below
    }
  }

  /** Small weights: z is linear over the distance to the boundary, and the radius nearly that. */
  @Test
  void tightWhereTheFunctionIsLinear() {
    ByHand hidden = ByHand.random(Activation.TANH, 9, 5, 8);
    for (double[] row : hidden.weights()[0]) {
      Arrays.setAll(row, j -> 0.01 * row[j]);
    }
    Layer output = output(8, 2);
    double[] x = Rows.random(1, 5, 1, false, 3).surfaces()[0];
    double[] z = hidden.outputs(output, x);
    output.biases()[0] += z[1] - z[0] + 1e-3; // a margin of 1e-3
    CertifiedRadius certified = CertifiedRadius.of(network(hidden, output));
    Rows one = new Rows(new double[][] {x}, new int[] {0}, new double[] {1});
    double r = certified.radii(one.dense())[0] / certified.unit();
    Attack attack = new Attack(hidden, output, new Random(6));
    assertThat(attack.breaks(x, r * INSIDE)).isFalse();
    assertThat(attack.breaks(x, 1.05 * r)).isTrue();
  }

  /** At the top of a sine the gradient is zero and the curvature the largest there is. */
  @Test
  void tightWhereTheFunctionIsAsCurvedAsItCanBe() {
    double g = 1e-3;
    ByHand hidden = new ByHand(new double[][][] {{{2}}}, new double[][] {{0}}, Activation.SINE);
    Layer output = ByHand.layer(new double[][] {{3}, {0}}, new double[] {g - 3, 0});
    double[] top = {Math.PI / 4};
    CertifiedRadius certified = CertifiedRadius.of(network(hidden, output));
    Rows one = new Rows(new double[][] {top}, new int[] {0}, new double[] {1});
    double r = certified.radii(one.dense())[0] / certified.unit();
    double truth = Math.acos(1 - g / 3) / 2; // 3·cos(2t) - 3 + g = 0
    assertThat(r).isBetween(0.999 * truth, truth);
  }

  @Test
  void aTieAndAKinkCertifyNothing() {
    ByHand hidden = ByHand.random(Activation.TANH, 9, 3, 6);
    double[][] w = ByHand.rows(output(6, 2));
    w[1] = w[0].clone();
    Rows rows = Rows.random(4, 3, 2, false, 3);
    Network tie = network(hidden, ByHand.layer(w, new double[2]));
    assertThat(CertifiedRadius.of(tie).radii(rows.dense())).containsOnly(0);
    Network distinct = network(hidden, output(6, 3));
    CertifiedRadius kinks = CertifiedRadius.of(distinct, SlopeBounds.NONE);
    assertThat(kinks.available()).isFalse();
    assertThat(kinks.radii(rows.dense())).containsOnly(0);
    assertThat(CertifiedRadius.of(distinct).available()).isTrue();
    Network two = network(hidden, output(6, 2));
    assertThat(CertifiedRadius.of(two, SlopeBounds.NONE).available()).isFalse();
  }

  /** Bounds of deep stacks hold for the Hessians of many surfaces. */
  @ParameterizedTest
  @MethodSource("networks")
  void noHessianExceedsItsBound(Activation s, int[] widths) {
    ByHand hidden = ByHand.random(s, 2, widths);
    double[] w = new Random(1).doubles(hidden.width(), -1, 1).toArray();
    int m = widths[0];
    double largest = 0;
    double bound;
    try (HessianBounds bounds = new HessianBounds(hidden.stack(), SlopeBounds.of(s))) {
      bound = bounds.of(w);
    }
    try (OutputHessians hessians = new OutputHessians(hidden.stack());
        Matrix full = Matrix.zeros(m, m)) {
      for (double[] x : Rows.random(400, m, 1, false, 8).surfaces()) {
        hessians.at(x);
        hessians.output(w);
        hessians.hessian(full);
        double[] values = Lapack.symmetricEigen(full);
        largest = Math.max(largest, Math.max(-values[0], values[m - 1]));
      }
    }
    assertThat(largest).isPositive().isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void radiiByEssence(int partitions) {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 9, 3, 12);
    Rows rows = Rows.random(200, 3, 3, false, 5);
    Layer output = CriticalPointsTest.centred(hidden, output(12, 3), rows);
    CertifiedRadius certified = CertifiedRadius.of(network(hidden, output));
    double[] radii = certified.radii(rows.dense());
    CertifiedRadii found =
        rows.store(partitions, 8, false).aggregate(new CertifiedRadii.Measuring(certified));
    long right = 0;
    for (int v = 0; v < 3; v++) {
      int essence = v;
      double[] own =
          IntStream.range(0, 200)
              .filter(i -> rows.essences()[i] == essence)
              .filter(i -> Network.argmax(hidden.outputs(output, rows.surfaces()[i])) == essence)
              .mapToDouble(i -> radii[i])
              .sorted()
              .toArray();
      right += own.length;
      assertThat(own).hasSizeGreaterThan(5);
      assertThat(found.samples(v)).isEqualTo(own.length);
      assertThat(found.min(v)).isCloseTo(own[0], within(1e-12));
      for (double fraction : new double[] {0, 0.1, 0.5, 1}) {
        double exact = own[Math.max(0, (int) Math.ceil(fraction * own.length) - 1)];
        assertThat(found.quantile(v, fraction)).isBetween(exact * 15 / 16, exact);
      }
    }
    assertThat(found.wrong(0) + found.wrong(1) + found.wrong(2)).isEqualTo(200 - right);
    double[] least = {found.min(0), found.min(1), found.min(2)};
    double min = Arrays.stream(least).min().orElseThrow();
    assertThat(found.quantile(0)).isBetween(min * 15 / 16, min);
  }

  @Test
  void withoutSamplesThereIsNoQuantile() {
    CertifiedRadius certified =
        CertifiedRadius.of(network(ByHand.random(Activation.SINE, 9, 3, 5), output(5, 2)));
    CertifiedRadii none =
        Rows.random(3, 3, 2, false, 5)
            .store()
            .view(3, block -> block.select(i -> false))
            .aggregate(new CertifiedRadii.Measuring(certified));
    assertThat(none.quantile(0, 0.5)).isNaN();
    assertThat(none.min(1)).isInfinite();
    assertThat(none.samples(0)).isZero();
  }
}
