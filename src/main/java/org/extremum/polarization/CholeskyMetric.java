package org.extremum.polarization;

import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Matrix;

/**
 * The metric of a matrix M = UᵀU that was factorised to solve with it: T = U⁻¹. Each product costs
 * l²·columns FLOPs, on all cores while no task runs here.
 *
 * @param factor of M; closed with this
 */
record CholeskyMetric(CholeskySolver factor) implements Metric {
  @Override
  public int dimension() {
    return factor.order();
  }

  @Override
  public Matrix weights(Matrix point) {
    Matrix weights = point.copy();
    return BlasThreads.onAllCores(
        () -> {
          factor.solveFactor(weights);
          return weights;
        });
  }

  @Override
  public Matrix slopes(Matrix gradient) {
    Matrix slopes = gradient.copy();
    return BlasThreads.onAllCores(
        () -> {
          factor.solveFactorTransposed(slopes);
          return slopes;
        });
  }

  @Override
  public Matrix point(Matrix weights) {
    Matrix point = weights.copy();
    return BlasThreads.onAllCores(
        () -> {
          factor.multiplyByFactor(point);
          return point;
        });
  }

  @Override
  public void close() {
    factor.close();
  }
}
