package org.extremum.neighbourhood;

/**
 * The distance of two samples by their surfaces, D_s(A, B) = √((2/m) Σ_j (a_j - b_j)²) (paper §4.3;
 * method.md 8), and the squared Euclidean distance that the clustering works with.
 */
public final class SurfaceDistance {
  /** Bits of a double's significand that single precision lacks. */
  private static final int BITS_BEYOND_SINGLE = 29;

  private SurfaceDistance() {}

  /** D_s of two surfaces of equal length m &gt; 0. */
  public static double between(double[] a, double[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "surfaces: expected two of the same positive length, got "
              + a.length
              + " and "
              + b.length);
    }
    return fromSquared(squared(a, b, 0), a.length);
  }

  /** D_s of a squared Euclidean distance in m coordinates. */
  public static double fromSquared(double squaredDistance, int features) {
    return Math.sqrt(2 * squaredDistance / features);
  }

  /** The squared Euclidean distance that is as far as D_s, in m coordinates. */
  public static double toSquared(double distance, int features) {
    return distance * distance * features / 2;
  }

  /**
   * ‖a - b‖² of a whole surface and one that starts at {@code offset}. Exactly zero for equal
   * surfaces, and the same bits wherever it is computed.
   */
  static double squared(double[] a, double[] b, int offset) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[offset + j];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * A non-negative number rounded to the 24 bits of single precision, in the range of doubles.
   * Distances are compared so: two members of a cluster of two are equally far from their mean, and
   * the mean's last bit, which depends on the partitions, must not choose between them.
   */
  static double rounded(double nonNegative) {
    long half = 1L << (BITS_BEYOND_SINGLE - 1);
    long kept = -1L << BITS_BEYOND_SINGLE;
    return Double.longBitsToDouble((Double.doubleToLongBits(nonNegative) + half) & kept);
  }
}
