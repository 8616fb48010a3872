package org.extremum.polarization;

/**
 * Minimises a smooth function from a starting point; injected, so that this room knows no library.
 */
public interface Minimizer {
  /**
   * @param start not modified
   * @param maxIterations at least one
   * @param tolerance relative improvement of the value below which it stops
   */
  Result minimize(Objective objective, double[] start, int maxIterations, double tolerance);

  /**
   * @param point the best point found
   * @param value the function's value there
   * @param iterations steps taken
   */
  record Result(double[] point, double value, int iterations) {}
}
