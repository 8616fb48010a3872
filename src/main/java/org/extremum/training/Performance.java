package org.extremum.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.network.Tangents;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.NoiseCurve;

/** How well a network does on a part of the data, "train" or "test", as entries of the report. */
public final class Performance {
  /** Essences up to which the whole confusion matrix is entered: 10 000 numbers. */
  private static final int MOST_ESSENCES = 100;

  /** Kinds of mistakes that are entered by name. */
  private static final int MOST_MISTAKES = 20;

  /** Radii of the noise in D_s: around the default γ of 0.6, and where everything fails. */
  private static final double[] RADII = {0, 0.2, 0.4, 0.6, 0.8, 1, 1.5, 2};

  /** Rows that noise is added to: a standard error of half a percent at an accuracy of 95 %. */
  private static final long MOST_ROWS = 2000;

  /**
   * Arithmetic that scoring so many rows at every radius would cost: fewer rows of wide networks,
   * 500 of 4000 neurons on 784 features.
   */
  private static final double MOST_FLOPS = 2.5e10;

  /**
   * Arithmetic that the evaluation of a weakened training's own samples may cost beyond so many
   * rows: some tenths of a second of one core.
   */
  private static final double MOST_SCORED = 1e10;

  private Performance() {}

  /**
   * Enters accuracy, losses, each essence's figures and the confusions.
   *
   * @param part "train", "validation" or "test"
   */
  public static void into(TrainingReport report, String part, Evaluation evaluation) {
    long[][] confusion = evaluation.confusion();
    report.put(part + ".accuracy", evaluation.accuracy());
    report.put(part + ".logLoss", evaluation.logLoss());
    report.put(part + ".calibrationError", evaluation.calibrationError());
    report.put(part + ".samples", evaluation.samples());
    report.put(part + ".idealShare", evaluation.idealShare());
    report.put(part + ".weakenedShare", evaluation.weakenedShare());
    report.put(
        part + ".perEssence",
        IntStream.range(0, confusion.length).mapToObj(v -> figures(evaluation, v)).toList());
    if (confusion.length <= MOST_ESSENCES) {
      report.put(
          part + ".confusion",
          Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList());
    }
    report.put(part + ".mistakes", mistakes(confusion));
  }

  private static Map<String, Object> figures(Evaluation evaluation, int v) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("essence", v);
    map.put("samples", evaluation.samples(v));
    map.put("precision", evaluation.precision(v));
    map.put("recall", evaluation.recall(v));
    map.put("f1", evaluation.f1(v));
    return map;
  }

  /** The most frequent mistakes, ties by essence and prediction. */
  private static List<Map<String, Object>> mistakes(long[][] confusion) {
    record Mistake(int essence, int predicted, long samples) {}

    List<Mistake> all = new ArrayList<>();
    for (int v = 0; v < confusion.length; v++) {
      for (int q = 0; q < confusion.length; q++) {
        if (v != q && confusion[v][q] > 0) {
          all.add(new Mistake(v, q, confusion[v][q]));
        }
      }
    }
    return all.stream()
        .sorted(Comparator.comparingLong(Mistake::samples).reversed())
        .limit(MOST_MISTAKES)
        .map(
            mistake -> {
              Map<String, Object> map = new LinkedHashMap<>();
              map.put("essence", mistake.essence());
              map.put("predicted", mistake.predicted());
              map.put("samples", mistake.samples());
              return map;
            })
        .toList();
  }

  /** Enters accuracy against the radius of noise. */
  public static void into(TrainingReport report, String part, NoiseCurve curve) {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int k = 0; k < curve.radii().length; k++) {
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("radius", curve.radii()[k]);
      point.put("accuracy", curve.accuracy(k));
      points.add(point);
    }
    report.put(part + ".noise.samples", curve.samples());
    report.put(part + ".noise.curve", points);
  }

  /**
   * What is known of a training's own samples after it: all of them, or of many the keyed share
   * that {@link #rowsScored} says, since they tell little more than that the solve did its work.
   *
   * @param samples in standardised coordinates
   * @param count how many they are
   * @param seed of the share
   */
  static Evaluation ofTraining(
      SampleStore samples, Network network, Conditions conditions, long count, long seed) {
    double share = rowsScored(count, scoring(network)) / count;
    return some(samples, network.essences(), share, seed)
        .aggregate(new Evaluation.Scoring(network, conditions));
  }

  /** A keyed share of the samples, stratified by essence: one pass over keys; or all of them. */
  private static SampleStore some(SampleStore samples, int essences, double share, long seed) {
    if (share >= 1) {
      return samples;
    }
    var keys = new KeyHistogram.Counting(seed, RowHash.Purpose.NOISY_ROWS, essences);
    KeyedShare rows = samples.aggregate(keys).some(keys, share);
    return samples.view(samples.features(), rows::only);
  }

  /**
   * Training samples that are evaluated.
   *
   * @param count samples there are
   * @param scoring operations of scoring one
   */
  static double rowsScored(long count, double scoring) {
    return Math.min(count, Math.max(MOST_ROWS, MOST_SCORED / scoring));
  }

  private static double scoring(Network network) {
    return Tangents.flops(network.hidden())
        + 2.0 * network.output().inputs() * network.output().outputs();
  }

  /**
   * Accuracy under noise (§5.3) of a keyed share of the samples, stratified by essence. One pass
   * over keys, one over the share.
   *
   * @param samples in standardised coordinates
   * @param count how many they are
   * @param seed of share and noise
   */
  public static NoiseCurve underNoise(SampleStore samples, Network network, long count, long seed) {
    double share = rowsUnderNoise(count, scoring(network)) / count;
    return some(samples, network.essences(), share, seed)
        .aggregate(new NoiseCurve.Measuring(network, RADII, seed));
  }

  private static double rowsUnderNoise(long count, double scoring) {
    return Math.min(count, Math.min(MOST_ROWS, MOST_FLOPS / (RADII.length * scoring)));
  }

  /**
   * Operations of {@link #underNoise}.
   *
   * @param count samples there are
   * @param scoring operations of scoring one
   */
  static double flopsUnderNoise(long count, double scoring) {
    return rowsUnderNoise(count, scoring) * RADII.length * scoring;
  }
}
