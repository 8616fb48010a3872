package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Test points against disturbances of a growing Euclidean length. A point that breaks within a
 * radius is broken at all larger ones; one that is predicted wrongly is broken from the start.
 */
abstract class Attack {
  private final TestPoints points;

  Attack(TestPoints points) {
    this.points = points;
  }

  TestPoints points() {
    return points;
  }

  /**
   * The least of the radii at which each point is broken; infinite for those that withstand.
   *
   * @param radii rising
   */
  double[] broken(Scores scores, double[] radii) {
    int n = points.size();
    double[] broken = new double[n];
    Arrays.fill(broken, Double.POSITIVE_INFINITY);
    int[] all = IntStream.range(0, n).toArray();
    double[][] z = scores.of(all, surfaces(all));
    for (int i = 0; i < n; i++) {
      broken[i] = Scores.margin(z[i], points.essence(i)) > 0 ? broken[i] : 0;
    }
    for (double radius : radii) {
      int[] standing = IntStream.range(0, n).filter(i -> broken[i] > radius).toArray();
      if (standing.length > 0) {
        for (int i : within(radius, standing)) {
          broken[i] = radius;
        }
      }
    }
    return broken;
  }

  double[][] surfaces(int[] samples) {
    return Arrays.stream(samples).mapToObj(points::surface).toArray(double[][]::new);
  }

  /** Those of the standing points that a disturbance of this length breaks. */
  abstract int[] within(double radius, int[] standing);

  /** surface + δ, δ shortened to the radius where it is longer. */
  static double[] projected(double[] surface, double[] moved, double radius) {
    double length = 0;
    for (int j = 0; j < surface.length; j++) {
      length += (moved[j] - surface[j]) * (moved[j] - surface[j]);
    }
    double factor = Math.min(1, radius / Math.sqrt(length));
    double[] projected = new double[surface.length];
    Arrays.setAll(projected, j -> surface[j] + factor * (moved[j] - surface[j]));
    return projected;
  }

  /** Adds a multiple of the direction of a vector; nothing where that is zero. */
  static double[] stepped(double[] from, double[] direction, double length) {
    double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
    double factor = norm > 0 ? length / norm : 0;
    double[] to = new double[from.length];
    Arrays.setAll(to, j -> from[j] + factor * direction[j]);
    return to;
  }
}
