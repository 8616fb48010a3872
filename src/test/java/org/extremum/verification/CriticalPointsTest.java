package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.extremum.verification.CriticalPoints.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extremum or saddle (§6.4): counts by definition, and how rare extrema are. */
class CriticalPointsTest {
  private static Network network(ByHand hidden, Layer output) {
    int m = hidden.weights()[0][0].length;
    return new Network(Standardiser.none(m), hidden.stack(), output);
  }

  private static Layer output(int width, int essences) {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, width, essences);
    return ByHand.layer(output.weights()[0], output.biases()[0]);
  }

  /** Biases that give every output the mean zero, so that all signs occur. */
  static Layer centred(ByHand hidden, Layer output, Rows rows) {
    double[] biases = output.biases().clone();
    for (double[] x : rows.surfaces()) {
      double[] z = hidden.outputs(output, x);
      for (int v = 0; v < z.length; v++) {
        biases[v] -= z[v] / rows.size();
      }
    }
    return ByHand.layer(ByHand.rows(output), biases);
  }

  private static CriticalPoints count(Rows rows, Network network, double[] sd, double tolerance) {
    return rows.store(3, 8, false)
        .aggregate(new CriticalPoints.Counting(network, sd, tolerance, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void countsByDefinition(int depth) {
    Rows rows = Rows.random(80, 2, 3, false, 4);
    ByHand hidden =
        depth == 1
            ? ByHand.random(Activation.SINE, 2, 2, 7)
            : ByHand.random(Activation.TANH, 2, 2, 5, 6);
    Layer output = centred(hidden, output(hidden.width(), 3), rows);
    double[] sd = {0.7, 1.3, 2};
    double tolerance = depth == 1 ? 1 : 0.3;
    long[][] own = new long[3][5];
    long[][] others = new long[3][5];
    for (int i = 0; i < rows.size(); i++) {
      double[] x = rows.surfaces()[i];
      double[] z = hidden.outputs(output, x);
      double[][] gradients = hidden.gradients(output, x);
      double[][][] hessians = OutputHessiansTest.differences(hidden, output, x);
      int y = rows.essences()[i];
      for (int v = 0; v < 3; v++) {
        double[][] h = hessians[v];
        double determinant = h[0][0] * h[1][1] - h[0][1] * h[1][0];
        boolean stationary = Math.hypot(gradients[v][0], gradients[v][1]) / sd[v] <= tolerance;
        boolean sign = v == y ? z[v] > 0 : z[v] < 0;
        boolean definite = determinant > 0 && (v == y ? h[0][0] < 0 : h[0][0] > 0);
        long[] counts = (v == y ? own : others)[y];
        counts[0]++;
        counts[1] += stationary ? 1 : 0;
        counts[2] += sign ? 1 : 0;
        counts[3] += definite ? 1 : 0;
        counts[4] += stationary && sign && definite ? 1 : 0;
      }
    }
    CriticalPoints found = count(rows, network(hidden, output), sd, tolerance);
    for (int y = 0; y < 3; y++) {
      assertThat(numbers(found.own(y))).isEqualTo(own[y]);
      assertThat(numbers(found.others(y))).isEqualTo(others[y]);
    }
    // Each count must be told from the others.
    assertThat(Arrays.stream(numbers(found.others())).distinct().count()).isEqualTo(5);
    assertThat(found.own().pairs()).isEqualTo(80);
    assertThat(found.others().pairs()).isEqualTo(160);
    assertThat(found.own().unknown() + found.others().unknown()).isZero();
  }

  private static long[] numbers(Counts c) {
    return new long[] {c.pairs(), c.stationary(), c.rightSign(), c.definite(), c.extrema()};
  }

  @Test
  void deviationsOfAMeasuredStationarity() {
    Rows rows = Rows.random(40, 2, 3, true, 4);
    ByHand hidden = ByHand.random(Activation.SINE, 2, 2, 7);
    Network network = network(hidden, output(7, 3));
    Stationarity measured = rows.store().aggregate(new Stationarity.Measuring(network));
    // The largest residual is met by all, and by all but one just below it.
    for (double factor : new double[] {1 + 1e-9, 1 - 1e-9}) {
      CriticalPoints found =
          rows.store()
              .aggregate(CriticalPoints.Counting.of(network, measured, factor * measured.max(), 1));
      assertThat(found.own().stationary() + found.others().stationary())
          .isEqualTo(factor > 1 ? 120 : 119);
    }
  }

  @Test
  void aConstantOutputIsStationaryAndNoExtremum() {
    Rows rows = Rows.random(5, 2, 2, false, 4);
    ByHand hidden = ByHand.random(Activation.SIGMOID, 2, 2, 7);
    double[][] w = {new double[7], ByHand.rows(output(7, 2))[1]};
    Network network = network(hidden, ByHand.layer(w, new double[] {1, 0}));
    CriticalPoints found = count(rows, network, new double[] {0, 0}, 1e-9);
    assertThat(found.own(0)).isEqualTo(new Counts(3, 3, 3, 0, 0, 0));
    assertThat(found.own(1).stationary()).isZero(); // sd = 0 with a gradient
  }

  @Test
  void aDeviationForEachOutput() {
    Network network = network(ByHand.random(Activation.SINE, 2, 2, 7), output(7, 3));
    assertThatThrownBy(() -> new CriticalPoints.Counting(network, new double[2], 1, 1))
        .hasMessage("deviations: expected 3, one for each output, got 2");
  }

  /**
   * Above 64 coordinates by Lanczos: the same answers as by all eigenvalues, in both directions.
   */
  @Test
  void manyCoordinates() {
    int m = 70;
    int l = 90;
    ByHand hidden = ByHand.random(Activation.TANH, 6, m, l);
    double[] x = Rows.random(1, m, 1, false, 9).surfaces()[0];
    double[] h = hidden.h(x);
    double[][] w = new double[4][l];
    Random random = new Random(4);
    for (int k = 0; k < l; k++) {
      // S'' = -2h(1-h²): w = h makes every term of the Hessian negative, w = -h positive.
      w[0][k] = h[k];
      w[1][k] = -h[k];
      w[2][k] = random.nextGaussian();
      w[3][k] = h[k] * (k < 40 ? 1 : 0); // rank 40 of 70: semi-definite
    }
    Rows rows = new Rows(new double[][] {x}, new int[] {0}, new double[] {1});
    Network network = network(hidden, ByHand.layer(w, new double[4]));
    Definiteness[] dense = new Definiteness[4];
    Definiteness[] lanczos = new Definiteness[4];
    try (OutputHessians hessians = new OutputHessians(hidden.stack());
        SpectrumEnds ends = new SpectrumEnds(network, 7);
        Matrix full = Matrix.zeros(m, m)) {
      hessians.at(x);
      ends.at(x, 123);
      for (int v = 0; v < 4; v++) {
        hessians.output(w[v]);
        hessians.hessian(full);
        dense[v] = Definiteness.of(Lapack.symmetricEigen(full));
        lanczos[v] = ends.ofOutput(v);
      }
    }
    assertThat(dense)
        .containsExactly(
            Definiteness.NEGATIVE,
            Definiteness.POSITIVE,
            Definiteness.NEITHER,
            Definiteness.NEITHER);
    assertThat(Arrays.copyOf(lanczos, 3)).isEqualTo(Arrays.copyOf(dense, 3));
    assertThat(lanczos[3]).isIn(Definiteness.NEITHER, Definiteness.UNKNOWN);
    CriticalPoints found = count(rows, network, new double[] {1, 1, 1, 1}, 1e-9);
    assertThat(found.own(0).definite()).isEqualTo(1);
    assertThat(found.others(0).definite()).isEqualTo(1);
  }

  /** w drawn in the null space of J(x)ᵀ: stationary at x, and what its Hessian there is. */
  private static double shareOfExtrema(int m, int l, int trials) {
    Random random = new Random(21);
    int definite = 0;
    for (int n = 0; n < trials; n++) {
      ByHand hidden = ByHand.random(Activation.SIGMOID, n, m, l);
      double[] x = Rows.random(1, m, 1, false, n).surfaces()[0];
      double[] w = random.doubles(l, -1, 1).toArray();
      removeColumns(hidden.jacobian(x), w);
      try (OutputHessians hessians = new OutputHessians(hidden.stack());
          Matrix full = Matrix.zeros(m, m)) {
        hessians.at(x);
        hessians.output(w);
        hessians.hessian(full);
        Definiteness found = Definiteness.of(Lapack.symmetricEigen(full));
        definite += found == Definiteness.NEGATIVE || found == Definiteness.POSITIVE ? 1 : 0;
      }
    }
    return (double) definite / trials;
  }

  /** w ← w minus its projection on the columns of j, by Gram and Schmidt. */
  private static void removeColumns(double[][] j, double[] w) {
    for (int c = 0; c < j[0].length; c++) {
      for (int p = 0; p < c; p++) {
        subtract(j, p, c);
      }
      double square = 0;
      double dot = 0;
      for (int k = 0; k < w.length; k++) {
        square += j[k][c] * j[k][c];
        dot += j[k][c] * w[k];
      }
      for (int k = 0; k < w.length; k++) {
        w[k] -= dot / square * j[k][c];
      }
    }
  }

  private static void subtract(double[][] j, int from, int column) {
    double square = 0;
    double dot = 0;
    for (double[] row : j) {
      square += row[from] * row[from];
      dot += row[from] * row[column];
    }
    for (double[] row : j) {
      row[column] -= dot / square * row[from];
    }
  }

  /** The paper's hope that stationary points are extrema holds for one coordinate, not for six. */
  @Test
  void randomStationaryPointsAreSaddles() {
    assertThat(shareOfExtrema(1, 10, 300)).isEqualTo(1);
    assertThat(shareOfExtrema(3, 40, 1500)).isBetween(0.005, 0.2); // 3 to 10 % by how w is drawn
    assertThat(shareOfExtrema(6, 40, 500)).isLessThan(0.005);
  }

  @Test
  void oneCoordinateWithoutCurvatureIsNoExtremum() {
    ByHand line = new ByHand(new double[][][] {{{2}}}, new double[][] {{0}}, Activation.SINE);
    try (SpectrumEnds ends =
        new SpectrumEnds(network(line, ByHand.layer(new double[][] {{1}}, new double[1])), 1)) {
      ends.at(new double[] {0}, 5);
      assertThat(ends.ofOutput(0)).isEqualTo(Definiteness.NEITHER);
      ends.at(new double[] {Math.PI / 4}, 5);
      assertThat(ends.ofOutput(0)).isEqualTo(Definiteness.NEGATIVE);
      ends.at(new double[] {-Math.PI / 4}, 5);
      assertThat(ends.ofOutput(0)).isEqualTo(Definiteness.POSITIVE);
    }
  }

  @Test
  void countsAddUp() {
    assertThat(new Counts(1, 2, 3, 4, 5, 6).plus(new Counts(10, 20, 30, 40, 50, 60)))
        .isEqualTo(new Counts(11, 22, 33, 44, 55, 66));
  }
}
