package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;
import static org.extremum.reference.Close.distance;

import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.Activation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchTest {
  private static final int FEATURES = 5;
  private static final int WIDTH = 7;
  private static final ByHand NETWORK = ByHand.random(Activation.TANH, 1, FEATURES, 6, WIDTH);
  private static final Rows ROWS = Rows.random(20, FEATURES, 2, true, 2);

  private static PackedSymmetric gram(Rows rows, int partitions, Sketch sketch) {
    MomentsPass pass = new MomentsPass(NETWORK.stack(), 2, null, sketch, GradientRows.ALL);
    return rows.store(partitions, 8, false).aggregate(pass).training().slopes();
  }

  /** Σ ω²/s (‖a‖²‖b‖² + (a·b)² - 2Σ a_p²b_p²), a and b rows k and q of J. */
  private static double variance(int k, int q, int directions) {
    double sum = 0;
    for (int i = 0; i < ROWS.size(); i++) {
      double[][] jacobian = NETWORK.jacobian(ROWS.surfaces()[i]);
      double a = 0;
      double b = 0;
      double inner = 0;
      double fourth = 0;
      for (int p = 0; p < FEATURES; p++) {
        double left = jacobian[k][p];
        double right = jacobian[q][p];
        a += left * left;
        b += right * right;
        inner += left * right;
        fourth += left * left * right * right;
      }
      double omega = ROWS.weights()[i];
      sum += omega * omega * (a * b + inner * inner - 2 * fourth) / directions;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void isUnbiasedWithTheVarianceStated(int directions) {
    int seeds = 400;
    double[][] expected = NETWORK.gradientGram(ROWS);
    double[][] mean = new double[WIDTH][WIDTH];
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      PackedSymmetric sketched = gram(ROWS, 1, new Sketch(seed, directions));
      for (int k = 0; k < WIDTH; k++) {
        for (int q = 0; q < WIDTH; q++) {
          mean[k][q] += sketched.get(k, q) / seeds;
          squares += Math.pow(sketched.get(k, q) - expected[k][q], 2) / seeds;
        }
      }
    }
    double variances = 0;
    for (int k = 0; k < WIDTH; k++) {
      for (int q = 0; q < WIDTH; q++) {
        double variance = variance(k, q, directions);
        variances += variance;
        // Five standard errors: by chance one of the 28 entries in 60 000 sets of seeds.
        assertThat(mean[k][q]).isCloseTo(expected[k][q], within(5 * Math.sqrt(variance / seeds)));
      }
    }
    // The mean of 400 squares, of a relative deviation of at most some √2: 5·√2/20 and less.
    assertThat(squares / variances).isBetween(0.65, 1.35);
  }

  /** 341 samples are done at a time with three directions: of a large block there are pieces. */
  @Test
  void blocksOfAnySize() {
    Rows rows = Rows.random(900, FEATURES, 2, true, 2);
    MomentsPass pass =
        new MomentsPass(NETWORK.stack(), 2, null, new Sketch(4, 3), GradientRows.ALL);
    Moments large = rows.store(1, 900, false).aggregate(pass).training();
    Moments small = rows.store(1, 100, false).aggregate(pass).training();
    // Sums of 900 squares in another order.
    assertThat(distance(large.slopes(), small.slopes())).isLessThan(900 * Math.ulp(1.0));
  }

  @Test
  void isExactInOneDimension() {
    ByHand network = ByHand.random(Activation.SIGMOID, 3, 1, 4, 6);
    Rows rows = Rows.random(30, 1, 2, true, 4);
    MomentsPass pass =
        new MomentsPass(network.stack(), 2, null, new Sketch(5, 2), GradientRows.ALL);
    Moments moments = rows.store(2, 8, false).aggregate(pass).training();
    assertClose(moments.toGradientGram(network.stack()), network.gradientGram(rows), 1e-13);
  }

  @Test
  void directionsFollowTheRowWhereverItIs() {
    Sketch sketch = new Sketch(6, 3);
    SampleBlock block = ROWS.dense();
    int[] reversed = new int[20];
    Arrays.setAll(reversed, i -> 19 - i);
    try (Matrix all = Matrix.zeros(FEATURES, 60);
        Matrix backwards = Matrix.zeros(FEATURES, 60);
        Matrix some = Matrix.zeros(FEATURES, 6)) {
      sketch.write(block, 0, 20, all);
      sketch.write(block.select(reversed), 0, 20, backwards);
      for (int i = 0; i < 20; i++) {
        assertThat(backwards.columns(3 * (19 - i), 3 * (20 - i)).toArray())
            .isEqualTo(all.columns(3 * i, 3 * (i + 1)).toArray());
        double size = Math.sqrt(ROWS.weights()[i] / 3);
        for (double value : all.columns(3 * i, 3 * (i + 1)).toArray()) {
          assertThat(Math.abs(value)).isEqualTo(size);
        }
      }
      sketch.write(ROWS.sparse(), 7, 9, some);
      assertThat(some.toArray()).isEqualTo(all.columns(21, 27).toArray());
      new Sketch(7, 3).write(block, 0, 20, backwards);
      assertThat(backwards.toArray()).isNotEqualTo(all.toArray());
    }
  }

  @Test
  void signsBeyondOneWordAreDrawnToo() {
    Rows wide = Rows.random(40, 200, 2, false, 8);
    try (Matrix drawn = Matrix.zeros(200, 40)) {
      new Sketch(9, 1).write(wide.dense(), 0, 40, drawn);
      for (int p = 0; p < 200; p++) {
        for (int other = p + 1; other < 200; other++) {
          int agreeing = 0;
          for (int i = 0; i < 40; i++) {
            agreeing += drawn.get(p, i) == drawn.get(other, i) ? 1 : 0;
          }
          // 20 ± 3.2; by chance beyond this one pair in 10^9 of 20 000.
          assertThat(agreeing).isBetween(1, 39);
        }
      }
    }
  }

  @Test
  void partitionsAgreeToRounding() {
    Sketch sketch = new Sketch(10, 2);
    PackedSymmetric one = gram(ROWS, 1, sketch);
    for (int partitions : new int[] {2, 7}) {
      assertThat(distance(gram(ROWS, partitions, sketch), one)).isLessThan(20 * Math.ulp(1.0));
    }
    assertThat(gram(ROWS, 7, sketch).values()).isEqualTo(gram(ROWS, 7, sketch).values());
    assertThat(distance(gram(ROWS, 1, null), one)).isGreaterThan(1e-3);
  }

  @Test
  void weightTwoIsTheRowTwice() {
    int[] twice = new int[25];
    double[] weights = new double[20];
    for (int i = 0, to = 0; i < 20; i++) {
      weights[i] = i % 4 == 0 ? 2 : 1;
      twice[to++] = i;
      if (i % 4 == 0) {
        twice[to++] = i;
      }
    }
    Sketch sketch = new Sketch(11, 2);
    Rows once = Rows.random(20, FEATURES, 2, false, 12);
    assertThat(
            distance(gram(once.withWeights(weights), 1, sketch), gram(once.at(twice), 1, sketch)))
        .isLessThan(25 * Math.ulp(1.0));
  }

  @Test
  void oneHiddenLayerIsAlwaysExact() {
    ByHand network = ByHand.random(Activation.SIGMOID, 13, FEATURES, 6);
    Moments sketched =
        ROWS.store()
            .aggregate(
                new MomentsPass(network.stack(), 2, null, new Sketch(1, 1), GradientRows.ALL))
            .training();
    Moments exact = ROWS.store().aggregate(new MomentsPass(network.stack(), 2, null)).training();
    assertThat(sketched.slopes().values()).isEqualTo(exact.slopes().values());
  }

  @Test
  void atLeastOneDirection() {
    assertThatThrownBy(() -> new Sketch(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("directions >= 1, got 0");
  }
}
