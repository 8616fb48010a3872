package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.Arrays;

/** What a Lloyd step needs to know of each cluster: sums over its members. */
final class ClusterSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] surfaces; // k × m: Σωx
  private final double[] weights; // k: Σω
  private final long[] counts; // k
  private final double[] costs; // k: Σω‖x - c‖²

  ClusterSums(Centres centres) {
    int k = centres.size();
    surfaces = new double[centres.values().length];
    weights = new double[k];
    counts = new long[k];
    costs = new double[k];
  }

  /** Σω of a cluster. */
  double weight(int centre) {
    return weights[centre];
  }

  /** Number of members. */
  long count(int centre) {
    return counts[centre];
  }

  /** Σω‖x - c‖² over the members, c the centre they were assigned by. */
  double cost(int centre) {
    return costs[centre];
  }

  /** Σωx over the members. */
  double[] surfaceSum(int centre, int features) {
    return Arrays.copyOfRange(surfaces, centre * features, (centre + 1) * features);
  }

  void add(int centre, double omega, double squaredDistance, double[] surface) {
    weights[centre] += omega;
    counts[centre]++;
    costs[centre] += omega * squaredDistance;
    for (int j = 0, to = centre * surface.length; j < surface.length; j++) {
      surfaces[to + j] += omega * surface[j];
    }
  }

  ClusterSums add(ClusterSums other) {
    for (int c = 0; c < weights.length; c++) {
      weights[c] += other.weights[c];
      counts[c] += other.counts[c];
      costs[c] += other.costs[c];
    }
    for (int j = 0; j < surfaces.length; j++) {
      surfaces[j] += other.surfaces[j];
    }
    return this;
  }

  /**
   * The clusters' means Σωx/Σω from centre {@code first} on; those before it and those without
   * members stay where they are.
   */
  Centres means(Centres centres, int first) {
    int m = centres.features();
    double[] values = centres.values().clone();
    for (int c = first; c < weights.length; c++) {
      for (int j = c * m; j < (c + 1) * m && weights[c] > 0; j++) {
        values[j] = surfaces[j] / weights[c];
      }
    }
    return centres.at(values);
  }

  /** Σω‖x - μ‖² = Σω‖x - c‖² - Σω·‖c - μ‖² of each cluster, μ its mean among {@code means}. */
  double[] costsAt(Centres means, Centres centres) {
    int m = centres.features();
    double[] reduced = new double[costs.length];
    for (int c = 0; c < costs.length; c++) {
      double moved = SurfaceDistance.squared(means.point(c), centres.values(), c * m);
      reduced[c] = Math.max(0, costs[c] - weights[c] * moved);
    }
    return reduced;
  }
}
