package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.extremum.breeze.BreezeMinimizer;
import org.junit.jupiter.api.Test;

class RememberingTest {
  /** ‖x - 1‖⁴, noting where it is evaluated. */
  private static Objective noting(List<double[]> points) {
    return (point, gradient) -> {
      points.add(point.clone());
      double squares = 0;
      for (double x : point) {
        squares += (x - 1) * (x - 1);
      }
      for (int k = 0; k < point.length; k++) {
        gradient[k] = 4 * squares * (point[k] - 1);
      }
      return squares * squares;
    };
  }

  @Test
  void theSamePointIsNotEvaluatedAgain() {
    List<double[]> points = new ArrayList<>();
    Objective objective = noting(points);
    double[] slopes = new double[2];
    double[] start = {0, 0};
    double value = objective.evaluate(start, slopes);
    Remembering remembering = new Remembering(objective, start, value, slopes);
    double[] gradient = new double[2];
    assertThat(remembering.evaluate(new double[] {0, 0}, gradient)).isEqualTo(4);
    assertThat(gradient).containsExactly(-8, -8);
    assertThat(points).hasSize(1);
    assertThat(remembering.evaluate(new double[] {1, 0}, gradient)).isEqualTo(1);
    assertThat(gradient).containsExactly(0, -4);
    gradient[1] = 0; // the caller's to change
    assertThat(remembering.evaluate(new double[] {1, 0}, gradient)).isEqualTo(1);
    assertThat(gradient).containsExactly(0, -4);
    assertThat(points).hasSize(2);
  }

  /** Breeze asks for its start twice. */
  @Test
  void everyPassIsAtAnotherPoint() {
    List<double[]> points = new ArrayList<>();
    Objective objective = noting(points);
    double[] slopes = new double[2];
    double[] start = {3, -2};
    double value = objective.evaluate(start, slopes);
    new BreezeMinimizer()
        .minimize(new Remembering(objective, start, value, slopes), start, 20, 1e-9);
    assertThat(points).hasSizeGreaterThan(5);
    assertThat(points.stream().map(java.util.Arrays::toString).distinct()).hasSize(points.size());
  }
}
