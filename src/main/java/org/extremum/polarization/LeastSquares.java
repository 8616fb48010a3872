package org.extremum.polarization;

import org.extremum.network.Layer;

/**
 * A least-squares solution and what it minimised, kept so that another loss can go on from it: the
 * quadratic part in the output weights, tr(W M Wᵀ) with M = F_c + (γ²/2)E + λI, as a {@link
 * Metric}. Close it to release the metric.
 */
public final class LeastSquares implements AutoCloseable {
  private final Layer layer;
  private final Metric metric;
  private final double[] centre;
  private final double weight;
  private final boolean intercept;

  /**
   * @param layer the solution
   * @param metric of M; closed with this
   * @param centre what the values in M are centred at: h̄, or zeros; l numbers
   * @param weight Σω
   */
  LeastSquares(Layer layer, Metric metric, double[] centre, double weight, boolean intercept) {
    this.layer = layer;
    this.metric = metric;
    this.centre = centre;
    this.weight = weight;
    this.intercept = intercept;
  }

  /** W^[n] and b^[n]. */
  public Layer layer() {
    return layer;
  }

  Metric metric() {
    return metric;
  }

  /** Not to be modified. */
  double[] centre() {
    return centre;
  }

  double weight() {
    return weight;
  }

  boolean intercept() {
    return intercept;
  }

  @Override
  public void close() {
    metric.close();
  }
}
