package org.extremum.retraining;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far the means of the features are from those before: (mean of the batch - mean before) /
 * standard deviation before, and the same in standard errors.
 *
 * <p>The standard error takes the larger of both variances for the batch: a pixel that was almost
 * never set and is set twice by chance would be many standard errors away with its old variance
 * alone, and is one with that of the batch.
 */
final class FeatureDrift {
  /** Of the mean square: what is left of the variance of equal values is rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[] shifts; // m
  private final double[] deviations; // m

  /**
   * @param rowsBefore how many rows of the batch's weight the sums before stand for
   * @param rows of the batch
   */
  FeatureDrift(DataDrift.Sums before, double rowsBefore, DataDrift.Sums batch, double rows) {
    int m = batch.sums().length;
    shifts = new double[m];
    deviations = new double[m];
    double share = rows / (rows + rowsBefore);
    for (int j = 0; j < m; j++) {
      double difference = batch.sums()[j] / batch.weight() - before.sums()[j] / before.weight();
      double old = variance(before, j);
      double now = variance(batch, j);
      // A feature that was constant is measured by the spread of all rows together.
      double all = share * now + share * (1 - share) * difference * difference;
      shifts[j] = ratio(difference, Math.sqrt(old > 0 ? old : all));
      double error = Math.sqrt(Math.max(old, now) / rows + old / rowsBefore);
      deviations[j] = ratio(difference, error);
    }
  }

  private static double variance(DataDrift.Sums sums, int j) {
    double mean = sums.sums()[j] / sums.weight();
    double meanSquare = sums.squares()[j] / sums.weight();
    double variance = meanSquare - mean * mean;
    return variance > ROUNDING * meanSquare ? variance : 0;
  }

  /** 0/0 is 0. */
  private static double ratio(double difference, double unit) {
    return difference == 0 ? 0 : difference / unit;
  }

  double shift(int j) {
    return shifts[j];
  }

  double deviations(int j) {
    return deviations[j];
  }

  double largest() {
    return Arrays.stream(shifts).map(Math::abs).max().orElse(0);
  }

  double rms() {
    return Math.sqrt(Arrays.stream(shifts).map(shift -> shift * shift).average().orElse(0));
  }

  private IntStream movedMostFirst() {
    return IntStream.range(0, shifts.length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(shifts[j])))
        .mapToInt(j -> j);
  }

  /** Those of a larger shift and more standard errors than given, those that moved most first. */
  List<Integer> moved(double shift, double errors) {
    return movedMostFirst()
        .filter(j -> Math.abs(shifts[j]) > shift && Math.abs(deviations[j]) > errors)
        .boxed()
        .toList();
  }

  /** Features and their shifts, in words. */
  String inWords(List<Integer> some, List<String> names) {
    return String.join(
        ", ",
        some.stream()
            .map(j -> String.format(Locale.ROOT, "'%s' %+.2f", names.get(j), shifts[j]))
            .toList());
  }

  /** The features that moved most. */
  List<Map<String, Object>> largest(List<String> names, int most) {
    return movedMostFirst()
        .limit(most)
        .mapToObj(
            j -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("feature", names.get(j));
              map.put("shift", shifts[j]);
              map.put("deviations", deviations[j]);
              return map;
            })
        .toList();
  }
}
