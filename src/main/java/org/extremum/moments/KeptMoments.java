package org.extremum.moments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.extremum.linalg.PackedSymmetric;

/** Moments as checkpoints and states keep them: arrays of numbers by name. */
public final class KeptMoments {
  private KeptMoments() {}

  /**
   * The numbers of a whole Moments by name, sharing its memory (but for the counts).
   *
   * @param prefix of every name
   */
  public static Map<String, double[]> arrays(Moments moments, String prefix) {
    Map<String, double[]> arrays = new LinkedHashMap<>();
    arrays.put(prefix + "values", moments.values);
    arrays.put(prefix + "slopes", moments.slopes);
    arrays.put(prefix + "sums", moments.sums);
    arrays.put(prefix + "weights", moments.weights);
    arrays.put(prefix + "counts", Arrays.stream(moments.counts).asDoubleStream().toArray());
    return arrays;
  }

  /**
   * Undoes {@link #arrays}; the arrays are not copied.
   *
   * @throws IllegalArgumentException when one is missing, of a wrong length or not finite
   */
  public static Moments moments(
      int width, int essences, String prefix, Map<String, double[]> arrays) {
    int triangle = PackedSymmetric.length(width);
    return new Moments(
        width,
        required(arrays, prefix + "values", triangle),
        required(arrays, prefix + "slopes", triangle),
        required(arrays, prefix + "sums", width * essences),
        required(arrays, prefix + "weights", essences),
        Arrays.stream(required(arrays, prefix + "counts", essences))
            .mapToLong(count -> (long) count)
            .toArray());
  }

  private static double[] required(Map<String, double[]> arrays, String name, int length) {
    double[] values = arrays.get(name);
    if (values == null || values.length != length) {
      throw new IllegalArgumentException(
          "moments, array "
              + name
              + ": expected "
              + length
              + " values, got "
              + (values == null ? "none" : values.length));
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "moments, array " + name + ": expected finite values, got " + value);
      }
    }
    return values;
  }
}
