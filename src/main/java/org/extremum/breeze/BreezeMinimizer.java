package org.extremum.breeze;

import breeze.linalg.DenseVector;
import breeze.optimize.FirstOrderMinimizer;
import breeze.optimize.LBFGS;
import java.util.ArrayDeque;
import java.util.Deque;
import org.extremum.polarization.Minimizer;
import org.extremum.polarization.Objective;

/**
 * Breeze's L-BFGS. It stops when {@link #PATIENCE} steps together improved the value by no more
 * than the tolerance, relative to the value; when the gradient's norm is below 1e-8; or when no
 * step improves any more. Immutable.
 */
public final class BreezeMinimizer implements Minimizer {
  /** Corrections kept by L-BFGS. */
  public static final int MEMORY = 10;

  /** Steps over which the improvement is measured; one small step alone says little. */
  public static final int PATIENCE = 5;

  @Override
  public Result minimize(Objective objective, double[] start, int maxIterations, double tolerance) {
    if (maxIterations < 1 || !(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "minimizer: expected at least one iteration and a tolerance >= 0, got "
              + maxIterations
              + " and "
              + tolerance);
    }
    // Breeze's own value check is relative to the first value; 0 leaves the decision to this class.
    LBFGS<DenseVector<Object>> lbfgs =
        new LBFGS<>(maxIterations, MEMORY, 0, DenseVector.space_Double());
    var states = lbfgs.iterations(new BreezeObjective(objective), copyOf(start));
    Deque<Double> recent = new ArrayDeque<>();
    DenseVector<Object> best = null;
    double bestValue = Double.NaN;
    int iterations = 0;
    while (states.hasNext()) {
      FirstOrderMinimizer.State<DenseVector<Object>, ?, ?> state = states.next();
      double value = state.value();
      iterations = state.iter();
      if (best == null || value < bestValue) {
        best = state.x();
        bestValue = value;
      }
      recent.addLast(value);
      if (recent.size() > PATIENCE && recent.removeFirst() - value <= tolerance * Math.abs(value)) {
        break;
      }
    }
    return new Result(valuesOf(best), bestValue, iterations);
  }

  private static DenseVector<Object> copyOf(double[] values) {
    return new DenseVector<>(values.clone());
  }

  /** Copies with offset and stride, so that views come out right. */
  private static double[] valuesOf(DenseVector<Object> vector) {
    double[] data = (double[]) vector.data();
    double[] values = new double[vector.length()];
    for (int k = 0; k < values.length; k++) {
      values[k] = data[vector.offset() + k * vector.stride()];
    }
    return values;
  }
}
