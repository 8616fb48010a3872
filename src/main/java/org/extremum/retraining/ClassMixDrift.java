package org.extremum.retraining;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far the mix of classes of a batch is from that before.
 *
 * <p>Its size is the total variation distance ½Σ|share - share before|: the part of the rows that
 * would have to be of another class to give the old mix. Whether chance does as much is told by
 * Pearson's χ² of the two mixes in one table, made standard normal by Wilson and Hilferty's cube
 * root. Rare classes share a cell of at least {@value #FEWEST} rows in both parts together.
 * Cochran's rule asks for so many in the smaller part, but hides a new class among the others; with
 * this one chance is taken for movement a little more often where many classes are rare.
 */
final class ClassMixDrift {
  private static final int FEWEST = 5;

  private final double[] before; // V: shares
  private final double[] now; // V
  private final double distance;
  private final double deviations;

  /**
   * @param weightsBefore Σω of each class
   * @param rowsBefore how many rows these stand for
   * @param weights of the batch; classes beyond those before are new
   * @param rows of the batch
   */
  ClassMixDrift(double[] weightsBefore, double rowsBefore, double[] weights, double rows) {
    int classes = Math.max(weightsBefore.length, weights.length);
    before = shares(Arrays.copyOf(weightsBefore, classes));
    now = shares(Arrays.copyOf(weights, classes));
    double sum = 0;
    for (int v = 0; v < classes; v++) {
      sum += Math.abs(now[v] - before[v]);
    }
    distance = sum / 2;
    deviations = deviations(rowsBefore, rows);
  }

  private static double[] shares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private double deviations(double rowsBefore, double rows) {
    double all = rowsBefore + rows;
    double[] pooled = new double[now.length];
    Arrays.setAll(pooled, v -> (before[v] * rowsBefore + now[v] * rows) / all);
    List<Integer> rarestFirst =
        IntStream.range(0, now.length)
            .filter(v -> pooled[v] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(v -> pooled[v]))
            .toList();
    double fewest = FEWEST / all;
    double square = 0;
    int cells = 0;
    double cell = 0;
    double difference = 0;
    double left = 1; // of the classes that are in no cell yet
    for (int k = 0; k < rarestFirst.size(); k++) {
      int v = rarestFirst.get(k);
      cell += pooled[v];
      difference += now[v] - before[v];
      left -= pooled[v];
      if (cell >= fewest && left >= fewest || k == rarestFirst.size() - 1) {
        square += difference * difference / cell;
        cells++;
        cell = 0;
        difference = 0;
      }
    }
    return standardNormal(square * rowsBefore * rows / all, cells - 1);
  }

  /** χ² of some degrees of freedom; 0 where there are none. */
  private static double standardNormal(double chiSquare, int freedom) {
    if (freedom < 1) {
      return 0;
    }
    double variance = 2.0 / (9 * freedom);
    return (Math.cbrt(chiSquare / freedom) - (1 - variance)) / Math.sqrt(variance);
  }

  /** In [0, 1]. */
  double distance() {
    return distance;
  }

  /** In standard deviations of what chance does. */
  double deviations() {
    return deviations;
  }

  private IntStream movedMostFirst() {
    return IntStream.range(0, now.length)
        .boxed()
        .sorted(Comparator.comparingDouble(v -> -Math.abs(now[v] - before[v])))
        .mapToInt(v -> v);
  }

  /** The classes whose shares moved most, in words. */
  String inWords(List<String> labels, int most) {
    return String.join(
        ", ",
        movedMostFirst()
            .limit(most)
            .mapToObj(
                v ->
                    String.format(
                        Locale.ROOT,
                        "'%s' %.1f %% to %.1f %%",
                        labels.get(v),
                        100 * before[v],
                        100 * now[v]))
            .toList());
  }

  /** The classes whose shares moved most. */
  List<Map<String, Object>> largest(List<String> labels, int most) {
    return movedMostFirst()
        .limit(most)
        .mapToObj(
            v -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("label", labels.get(v));
              map.put("before", before[v]);
              map.put("batch", now[v]);
              return map;
            })
        .toList();
  }
}
