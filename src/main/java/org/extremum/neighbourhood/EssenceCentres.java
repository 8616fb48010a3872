package org.extremum.neighbourhood;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;

/**
 * The centres of one essence in the form that products need, and the distances of one sample to
 * them. Working memory of {@link NearestCentre}.
 */
final class EssenceCentres implements AutoCloseable {
  /**
   * How far a distance by products may be off, relative to ‖x‖² + ‖c‖²: 4·m·ε for dense surfaces;
   * for sparse ones, whose products are taken around the mean, so many times more as a feature's
   * mean is larger than its deviation. √ε leaves room for m·mean/deviation up to 10^7.
   */
  private static final double SLACK = Math.sqrt(Math.ulp(1.0));

  private final int[] global; // k_v, ascending
  private final int[] firstChild; // k_v, among these; -1 for a leaf
  private final int[] tops; // those that are no children
  private final Matrix matrix; // k_v × m
  private final double[] squaredNorms; // k_v
  private final double[] products; // k_v, of one sample
  private final double[] distances; // k_v, of one sample; squared
  private double squaredNorm; // of the sample

  EssenceCentres(Centres centres, int essence) {
    global = centres.ofEssence(essence);
    int k = global.length;
    int m = centres.features();
    boolean[] isChild = new boolean[k];
    firstChild = new int[k];
    squaredNorms = new double[k];
    double[] values = new double[k * m];
    for (int c = 0; c < k; c++) {
      int child = centres.firstChild(global[c]);
      firstChild[c] = child < 0 ? -1 : Arrays.binarySearch(global, child);
      if (child >= 0) {
        isChild[firstChild[c]] = true;
        isChild[firstChild[c] + 1] = true;
      }
      System.arraycopy(centres.values(), global[c] * m, values, c * m, m);
      squaredNorms[c] = squaredNorm(values, c * m, m);
    }
    tops = IntStream.range(0, k).filter(c -> !isChild[c]).toArray();
    try (Matrix transposed = Matrix.ofColumnMajor(m, k, values)) {
      matrix = transposed.transpose();
    }
    products = new double[k];
    distances = new double[k];
  }

  private static double squaredNorm(double[] values, int offset, int m) {
    double sum = 0;
    for (int j = offset; j < offset + m; j++) {
      sum += values[j] * values[j];
    }
    return sum;
  }

  int size() {
    return global.length;
  }

  /** The centre's number among the centres of all essences. */
  int global(int centre) {
    return global[centre];
  }

  /** C, k_v × m. */
  Matrix matrix() {
    return matrix;
  }

  /**
   * Takes up one sample.
   *
   * @param allProducts C·X
   * @param column which of its columns is the sample's
   * @param surface the sample's
   */
  void distances(Matrix allProducts, int column, double[] surface) {
    allProducts.getColumns(column, 1, products, 0);
    squaredNorm = squaredNorm(surface, 0, surface.length);
    for (int c = 0; c < distances.length; c++) {
      distances[c] = Math.max(0, squaredNorm + squaredNorms[c] - 2 * products[c]);
    }
  }

  /** The leaf that the sample belongs to; of equally near ones the first. -1 without centres. */
  int nearest() {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int top : tops) {
      double distance = SurfaceDistance.rounded(distances[top]);
      if (distance < least) {
        least = distance;
        nearest = top;
      }
    }
    while (nearest >= 0 && firstChild[nearest] >= 0) {
      int child = firstChild[nearest];
      boolean second =
          SurfaceDistance.rounded(distances[child + 1]) < SurfaceDistance.rounded(distances[child]);
      nearest = second ? child + 1 : child;
    }
    return nearest;
  }

  /**
   * What the squared distance to a centre is at least, given the rounding of the products; see
   * {@link #SLACK}.
   */
  double leastSquared(int centre) {
    return distances[centre] - SLACK * (squaredNorm + squaredNorms[centre]);
  }

  @Override
  public void close() {
    matrix.close();
  }
}
