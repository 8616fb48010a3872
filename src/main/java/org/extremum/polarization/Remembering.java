package org.extremum.polarization;

import java.util.Arrays;

/**
 * An objective that is not evaluated again where it was evaluated last: a minimizer asks for its
 * start more than once, and each answer is a pass over the data.
 */
final class Remembering implements Objective {
  private final Objective objective;
  private double[] at;
  private double value;
  private double[] slopes;

  /**
   * @param at where it was evaluated last
   * @param value there
   * @param slopes its gradient there
   */
  Remembering(Objective objective, double[] at, double value, double[] slopes) {
    this.objective = objective;
    this.at = at.clone();
    this.value = value;
    this.slopes = slopes.clone();
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    if (!Arrays.equals(point, at)) {
      value = objective.evaluate(point, slopes);
      at = point.clone();
    }
    System.arraycopy(slopes, 0, gradient, 0, slopes.length);
    return value;
  }
}
