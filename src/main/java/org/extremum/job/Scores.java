package org.extremum.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.job.input.Input;
import org.extremum.network.Network;
import org.extremum.samples.SampleStore;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.Ingestion;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Performance;
import org.extremum.training.TrainingOptions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.NoiseCurve;
import org.extremum.verification.Stationarity;

/**
 * How well a network does on samples.
 *
 * @param stationarity null where it was not asked for
 * @param noise likewise
 */
record Scores(Evaluation evaluation, Stationarity stationarity, NoiseCurve noise) {

  /** What is measured beside outputs and essences. */
  enum Also {
    /** Gradients of every sample: one more pass. */
    STATIONARITY,
    /** Accuracy under noise, of a share of the samples. */
    NOISE
  }

  /**
   * Scores samples as {@link Input#samples} gives them.
   *
   * @param handleInvalid what becomes of rows with missing features
   */
  static Scores of(
      Dataset<Row> samples,
      ExtremumClassificationModel model,
      String handleInvalid,
      TrainingOptions options,
      Also also) {
    Network network = model.network();
    Ingestion ingestion =
        new Ingestion(samples, Input.FEATURES, Input.LABEL, Input.WEIGHT)
            .essences(network.essences())
            .handleInvalid(handleInvalid)
            .partitions(options.partitions());
    ingestion.blockSize(MemoryPlan.blockSize(ingestion.features(), network.hidden().widest()));
    try (SparkSampleStore store = ingestion.read()) {
      double[] means = model.featureMeans();
      SampleStore complete =
          handleInvalid.equals("keep")
              ? store.view(store.features(), block -> block.completed(means))
              : store;
      SampleStore seen = network.standardiser().view(complete);
      Evaluation evaluation = seen.aggregate(new Evaluation.Scoring(network, options.conditions()));
      return switch (also) {
        case STATIONARITY ->
            new Scores(evaluation, seen.aggregate(new Stationarity.Measuring(network)), null);
        case NOISE ->
            new Scores(
                evaluation,
                null,
                Performance.underNoise(seen, network, evaluation.samples(), options.seed()));
      };
    }
  }

  /** Under the names that evaluate --json has (src/site/markdown/operations.md). */
  Map<String, Object> asMap(List<String> essences) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("samples", evaluation.samples());
    map.put("accuracy", evaluation.accuracy());
    map.put("logLoss", evaluation.logLoss());
    map.put("calibrationError", evaluation.calibrationError());
    map.put("confusion", evaluation.confusion());
    List<Map<String, Object>> each = new ArrayList<>();
    for (int v = 0; v < essences.size(); v++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("essence", essences.get(v));
      one.put("samples", evaluation.samples(v));
      one.put("precision", evaluation.precision(v));
      one.put("recall", evaluation.recall(v));
      one.put("f1", evaluation.f1(v));
      each.add(one);
    }
    map.put("perEssence", each);
    map.put("stationarity", stationarityMap());
    return map;
  }

  private Map<String, Object> stationarityMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("max", stationarity.max());
    map.put("rms", stationarity.rms());
    return map;
  }

  private String calibration() {
    return "error "
        + Summary.percent(evaluation.calibrationError())
        + " (mean distance of certainty from the share that is right, 15 ranges)";
  }

  /** For people: the figures, then a table of essences and the confusion matrix. */
  String inWords(List<String> essences) {
    StringBuilder text = new StringBuilder();
    text.append(Summary.line("samples", evaluation.samples()));
    text.append(Summary.line("accuracy", Summary.percent(evaluation.accuracy())));
    text.append(Summary.line("log-loss", Summary.figure(evaluation.logLoss())));
    text.append(Summary.line("calibration", calibration()));
    text.append(Summary.line("stationarity", Summary.stationarity(stationarity)));
    int width = essences.stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "class".length());
    String format = "%-" + width + "s %9s %10s %9s   %s%n";
    text.append('\n');
    text.append(
        String.format(
            Locale.ROOT, format, "class", "samples", "precision", "recall", "predicted as"));
    for (int v = 0; v < essences.size(); v++) {
      text.append(
          String.format(
              Locale.ROOT,
              format,
              essences.get(v),
              evaluation.samples(v),
              Summary.percent(evaluation.precision(v)),
              Summary.percent(evaluation.recall(v)),
              confusionRow(v, essences)));
    }
    return text.toString();
  }

  private String confusionRow(int v, List<String> essences) {
    List<String> parts = new ArrayList<>();
    long[] row = evaluation.confusion()[v];
    for (int q = 0; q < row.length; q++) {
      if (row[q] > 0) {
        parts.add(essences.get(q) + ": " + row[q]);
      }
    }
    return String.join(", ", parts);
  }
}
