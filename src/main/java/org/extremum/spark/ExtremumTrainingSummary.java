package org.extremum.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.extremum.training.TrainingReport;

/**
 * What the training measured, under the names that Spark's own classification summaries have where
 * they say the same. Unlike those it is saved with the model. Figures by label are in the order of
 * the labels, over the training data, by count and not by weight.
 */
public final class ExtremumTrainingSummary {
  private static final String PART = "train.";

  private final TrainingReport report;

  ExtremumTrainingSummary(TrainingReport report) {
    this.report = report;
  }

  /** Whether a report has what a summary needs: models of older versions have less. */
  static boolean isIn(TrainingReport report) {
    return report.get("train") != null && report.get(PART + "perEssence") != null;
  }

  /** Share of samples whose label is predicted. */
  public double accuracy() {
    return report.number(PART + "accuracy");
  }

  /** Weighted mean of -log probability of the own label. */
  public double logLoss() {
    return report.number(PART + "logLoss");
  }

  /** The labels, 0..V-1. */
  public double[] labels() {
    return byLabel("essence");
  }

  /** NaN where a label was never predicted. */
  public double[] precisionByLabel() {
    return byLabel("precision");
  }

  /** NaN where a label has no samples. */
  public double[] recallByLabel() {
    return byLabel("recall");
  }

  /** F1; NaN where a label has no samples and was never predicted. */
  public double[] fMeasureByLabel() {
    return byLabel("f1");
  }

  private double[] byLabel(String figure) {
    return ((List<?>) report.get(PART + "perEssence"))
        .stream().mapToDouble(row -> number(((Map<?, ?>) row).get(figure))).toArray();
  }

  /**
   * Samples by label (row) and prediction (column).
   *
   * @throws UnsupportedOperationException with more than 100 labels, where it is not kept
   */
  public Matrix confusionMatrix() {
    if (!(report.get(PART + "confusion") instanceof List<?> rows)) {
      throw new UnsupportedOperationException(
          "confusion matrix: expected at most 100 labels, got "
              + labels().length
              + "; score the data and count the pairs of label and prediction");
    }
    int size = rows.size();
    double[] values = new double[size * size]; // column-major
    for (int v = 0; v < size; v++) {
      for (int q = 0; q < size; q++) {
        values[q * size + v] = number(((List<?>) rows.get(v)).get(q));
      }
    }
    return new DenseMatrix(size, size, values);
  }

  /** How the training ended, such as SOLVED, VERIFIED or ROUNDS_SPENT. */
  public String stopReason() {
    return String.valueOf(report.get("outcome"));
  }

  /** Verification rounds; one where there was nothing to verify. */
  public int totalIterations() {
    return Math.max(1, rounds().size());
  }

  /** Samples that fail the condition after each round; empty where there were no rounds. */
  public double[] failedHistory() {
    return rounds().stream().mapToDouble(round -> number(round.get("failed"))).toArray();
  }

  /** The rounds as run.json has them: u, centres, rank, nullity, failed, seconds and more. */
  public List<Map<String, Object>> rounds() {
    return maps("rounds");
  }

  /** Each pass and solve with its seconds, as run.json has them: step, detail, start, seconds. */
  public List<Map<String, Object>> history() {
    return maps("timings.history");
  }

  /** Seconds of the whole training. */
  public double totalSeconds() {
    return report.number("timings.total");
  }

  /**
   * Singular values of the gradient equations with their index from 1, thinned evenly and whole
   * around the rank cut: two columns. No rows for weakened extrema, which need no rank.
   */
  public double[][] spectrum() {
    return list("spectrum.singularValues").stream()
        .map(pair -> ((List<?>) pair).stream().mapToDouble(value -> number(value)).toArray())
        .toArray(double[][]::new);
  }

  /** Rank of the gradient equations; -1 for weakened extrema. */
  public int rank() {
    return report.get("spectrum.rank") instanceof Number rank ? rank.intValue() : -1;
  }

  /** Radii of the noise, in D_s, and the accuracy under it, of a share of the training data. */
  public double[][] accuracyByNoiseRadius() {
    return list(PART + "noise.curve").stream()
        .map(point -> (Map<?, ?>) point)
        .map(point -> new double[] {number(point.get("radius")), number(point.get("accuracy"))})
        .toArray(double[][]::new);
  }

  @SuppressWarnings("unchecked") // rows of a report are maps with names as keys
  private List<Map<String, Object>> maps(String entry) {
    return list(entry).stream().map(row -> (Map<String, Object>) row).toList();
  }

  private List<?> list(String entry) {
    return report.get(entry) instanceof List<?> list ? list : List.of();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Override
  public String toString() {
    return "ExtremumTrainingSummary: "
        + stopReason()
        + ", accuracy="
        + accuracy()
        + ", totalIterations="
        + totalIterations();
  }
}
