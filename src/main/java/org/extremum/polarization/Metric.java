package org.extremum.polarization;

import org.extremum.linalg.Matrix;

/**
 * Coordinates P (q × columns) of output weights Wᵀ (l × columns) in which a quadratic form is the
 * identity: Wᵀ = T·P with tr(W M Wᵀ) = ‖P‖². A minimiser that works in them is preconditioned by M.
 */
interface Metric extends AutoCloseable {
  /** q: coordinates of each output. */
  int dimension();

  /** T·P, l × columns, as a new matrix. */
  Matrix weights(Matrix point);

  /** Tᵀ·G, q × columns, as a new matrix: the slopes in P of a function with slopes G in Wᵀ. */
  Matrix slopes(Matrix gradient);

  /** The P of given weights in the range of T, as a new matrix. */
  Matrix point(Matrix weights);

  @Override
  void close();
}
