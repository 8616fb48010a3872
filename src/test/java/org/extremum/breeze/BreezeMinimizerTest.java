package org.extremum.breeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.extremum.polarization.Minimizer;
import org.extremum.polarization.Objective;
import org.junit.jupiter.api.Test;

class BreezeMinimizerTest {
  private static final Objective ROSENBROCK =
      (x, g) -> {
        double a = 1 - x[0];
        double b = x[1] - x[0] * x[0];
        g[0] = -2 * a - 400 * x[0] * b;
        g[1] = 200 * b;
        return a * a + 100 * b * b;
      };

  /** ½ Σ 10^(k-3)·(x_k - k)²: curvatures from 1e-3 to 1e3. */
  private static final Objective BADLY_SCALED =
      (x, g) -> {
        double value = 0;
        for (int k = 0; k < x.length; k++) {
          double curvature = Math.pow(10, k - 3);
          g[k] = curvature * (x[k] - k);
          value += g[k] * (x[k] - k) / 2;
        }
        return value;
      };

  private final Minimizer minimizer = new BreezeMinimizer();

  @Test
  void findsTheEndOfRosenbrocksValley() {
    double[] start = {-1.2, 1};
    Minimizer.Result result = minimizer.minimize(ROSENBROCK, start, 200, 1e-12);
    assertThat(result.point()).containsExactly(new double[] {1, 1}, within(1e-6));
    assertThat(result.value()).isLessThan(1e-12);
    assertThat(result.iterations()).isBetween(10, 100);
    assertThat(start).containsExactly(-1.2, 1);
  }

  @Test
  void solvesABadlyScaledQuadratic() {
    Minimizer.Result result = minimizer.minimize(BADLY_SCALED, new double[7], 500, 1e-14);
    // A gradient below 1e-8 bounds the error by 1e-8 over the least curvature, 1e-3.
    for (int k = 0; k < 7; k++) {
      assertThat(result.point()[k]).isCloseTo(k, within(1e-4));
    }
  }

  @Test
  void valueBelongsToThePoint() {
    Minimizer.Result result = minimizer.minimize(ROSENBROCK, new double[] {-1.2, 1}, 7, 0);
    assertThat(result.iterations()).isEqualTo(7);
    assertThat(ROSENBROCK.evaluate(result.point(), new double[2])).isEqualTo(result.value());
    assertThat(result.value()).isLessThan(24.2);
  }

  @Test
  void stopsEarlyAtALooseTolerance() {
    int loose = minimizer.minimize(BADLY_SCALED, new double[7], 500, 0.5).iterations();
    int tight = minimizer.minimize(BADLY_SCALED, new double[7], 500, 1e-14).iterations();
    assertThat(loose).isLessThan(tight);
  }

  @Test
  void staysAtAMinimum() {
    Minimizer.Result result = minimizer.minimize(ROSENBROCK, new double[] {1, 1}, 10, 1e-9);
    assertThat(result.point()).containsExactly(1, 1);
    assertThat(result.iterations()).isZero();
  }

  @Test
  void refusesANegativeTolerance() {
    assertThatThrownBy(() -> minimizer.minimize(ROSENBROCK, new double[2], 10, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
  }
}
