package org.extremum.spark;

import java.io.Serializable;
import org.extremum.network.Network;

/**
 * Spark's rule from raw outputs to a label: the largest raw output or, with thresholds, the largest
 * probability divided by its threshold, a threshold of zero counting as infinitely likely.
 */
final class Decision implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] thresholds; // null: none

  /**
   * @param thresholds one for each essence, or null
   */
  Decision(double[] thresholds) {
    this.thresholds = thresholds == null ? null : thresholds.clone();
  }

  /**
   * @param raw not modified
   * @param probabilities of the same sample, not modified
   */
  double label(double[] raw, double[] probabilities) {
    if (thresholds == null) {
      return Network.argmax(raw);
    }
    double[] scaled = new double[thresholds.length];
    for (int v = 0; v < scaled.length; v++) {
      scaled[v] = thresholds[v] == 0 ? Double.POSITIVE_INFINITY : probabilities[v] / thresholds[v];
    }
    return Network.argmax(scaled);
  }
}
