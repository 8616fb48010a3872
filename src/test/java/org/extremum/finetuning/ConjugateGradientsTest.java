package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Random;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.reference.ByHand;
import org.junit.jupiter.api.Test;

class ConjugateGradientsTest {
  private static final double[][] A = ByHand.gaussian(new Random(1), 12, 7, 1);
  private static final double[] B = ByHand.gaussian(new Random(2), 1, 12, 1)[0];

  private static double[] normal(double[] v) {
    double[] product = new double[7];
    for (double[] row : A) {
      double along = ConjugateGradients.dot(row, v);
      for (int k = 0; k < 7; k++) {
        product[k] += along * row[k];
      }
    }
    return product;
  }

  private static double[] rightHandSide() {
    double[] product = new double[7];
    for (int i = 0; i < A.length; i++) {
      for (int k = 0; k < 7; k++) {
        product[k] += A[i][k] * B[i];
      }
    }
    return product;
  }

  /** (AᵀA + μ²I)⁻¹Aᵀb by Cholesky. */
  private static double[] direct(double damping) {
    PackedSymmetric matrix = PackedSymmetric.zeros(7);
    for (double[] row : A) {
      matrix.addOuter(1, row);
    }
    matrix.addToDiagonal(damping * damping);
    try (CholeskySolver cholesky = CholeskySolver.factorise(matrix);
        Matrix x = Matrix.ofColumnMajor(7, 1, rightHandSide())) {
      cholesky.solve(x);
      return x.toArray();
    }
  }

  @Test
  void solvesDampedLeastSquares() {
    for (double damping : new double[] {1e-6, 0.1, 3}) {
      ConjugateGradients.Result result =
          new ConjugateGradients(damping, 1e-13, 100, Double.POSITIVE_INFINITY)
              .solve(ConjugateGradientsTest::normal, rightHandSide());
      assertThat(result.stop()).isEqualTo(ConjugateGradients.Stop.CONVERGED);
      // Seven steps in exact arithmetic, a few more by rounding.
      assertThat(result.iterations()).isBetween(1, 12);
      assertClose(result.x(), direct(damping), 1e-10);
    }
  }

  @Test
  void stopsOnTheBoundOfTheNorm() {
    double[] direct = direct(0.1);
    double bound = 0.7 * Math.sqrt(ConjugateGradients.dot(direct, direct));
    ConjugateGradients.Result result =
        new ConjugateGradients(0.1, 1e-13, 100, bound)
            .solve(ConjugateGradientsTest::normal, rightHandSide());
    assertThat(result.stop()).isEqualTo(ConjugateGradients.Stop.NORM_REACHED);
    assertThat(Math.sqrt(ConjugateGradients.dot(result.x(), result.x())))
        .isCloseTo(bound, within(1e-12));
    assertThat(objective(result.x(), 0.1)).isLessThan(objective(new double[7], 0.1));
  }

  private static double objective(double[] x, double damping) {
    double sum = damping * damping * ConjugateGradients.dot(x, x);
    for (int i = 0; i < A.length; i++) {
      double r = B[i] - ConjugateGradients.dot(A[i], x);
      sum += r * r;
    }
    return sum;
  }

  @Test
  void normsGrowAndObjectivesFallFromStepToStep() {
    double norm = 0;
    double objective = objective(new double[7], 0.1);
    for (int steps = 1; steps <= 6; steps++) {
      ConjugateGradients.Result result =
          new ConjugateGradients(0.1, 1e-13, steps, Double.POSITIVE_INFINITY)
              .solve(ConjugateGradientsTest::normal, rightHandSide());
      assertThat(result.stop()).isEqualTo(ConjugateGradients.Stop.ITERATIONS_SPENT);
      assertThat(result.iterations()).isEqualTo(steps);
      double next = ConjugateGradients.dot(result.x(), result.x());
      assertThat(next).isGreaterThan(norm);
      assertThat(objective(result.x(), 0.1)).isLessThan(objective);
      norm = next;
      objective = objective(result.x(), 0.1);
    }
  }

  @Test
  void nothingToSolve() {
    ConjugateGradients.Result result =
        new ConjugateGradients(1, 0, 5, 1).solve(ConjugateGradientsTest::normal, new double[7]);
    assertThat(result.x()).containsOnly(0);
    assertThat(result.stop()).isEqualTo(ConjugateGradients.Stop.CONVERGED);
    assertThat(ConjugateGradients.norm(ConjugateGradientsTest::normal, new double[7], 3)).isZero();
  }

  @Test
  void normFromBelow() {
    double few = ConjugateGradients.norm(ConjugateGradientsTest::normal, rightHandSide(), 5);
    double many = ConjugateGradients.norm(ConjugateGradientsTest::normal, rightHandSide(), 500);
    assertThat(few).isBetween(0.8 * many, many);
    // An eigenvalue: applying once more only scales.
    double[] v = rightHandSide();
    for (int step = 0; step < 500; step++) {
      double length = Math.sqrt(ConjugateGradients.dot(v, v));
      double[] next = normal(v);
      for (int k = 0; k < 7; k++) {
        v[k] = next[k] / length;
      }
    }
    assertThat(Math.sqrt(ConjugateGradients.dot(v, v))).isCloseTo(many * many, within(1e-9));
  }
}
