package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.extremum.network.Network;
import org.extremum.training.Problem;

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
   * Refuses thresholds that are not one for each class.
   *
   * @param params of an estimator or a model
   * @param thresholds its param of that name
   * @throws Problem (usage) when they are set and not as many as {@code essences}
   */
  static void requireFitting(Params params, Param<double[]> thresholds, int essences) {
    if (params.isDefined(thresholds)) {
      requireFitting(params.getOrDefault(thresholds), essences);
    }
  }

  static void requireFitting(double[] thresholds, int essences) {
    if (thresholds.length != essences) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "param thresholds",
          "one for each of " + essences + " classes",
          thresholds.length,
          "set as many as there are classes");
    }
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
