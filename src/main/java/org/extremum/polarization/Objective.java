package org.extremum.polarization;

/** A smooth function of a vector, with its gradient. */
@FunctionalInterface
public interface Objective {
  /**
   * @param point not modified
   * @param gradient overwritten by the gradient at {@code point}
   * @return the function's value
   */
  double evaluate(double[] point, double[] gradient);
}
