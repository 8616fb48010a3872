package org.extremum.polarization;

import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;

/**
 * The scalar κ &gt; 0 on (W, b) that makes least-squares outputs degrees of certainty: it minimises
 * the weighted log-loss with smoothed targets (1-s)·1[y=v] + s/V, s = V/(Σω+V), which keeps κ
 * finite on separable data (method.md 6).
 */
public final class Scale {
  /** Bounds of log κ; outputs of least squares are of order one, so the ends are far away. */
  private static final double LOWEST = -5;

  private static final double HIGHEST = 8;

  /** Starting points that bracket the minimum. */
  private static final int GRID = 40;

  /** Of log κ, where the slope vanishes; far below what the outputs' own rounding moves it. */
  private static final double TOLERANCE = 1e-13;

  /** Steps of the secant at most; some ten are taken. */
  private static final int MOST_STEPS = 100;

  private final OutputScores scores;
  private final OutputActivation activation;
  private final double smoothing;
  private final double weight;

  private Scale(OutputScores scores) {
    double sum = 0;
    for (int i = 0; i < scores.samples(); i++) {
      sum += scores.weight(i);
    }
    this.scores = scores;
    this.activation = scores.activation();
    this.weight = sum;
    this.smoothing = scores.outputs() / (sum + scores.outputs());
  }

  /**
   * The best κ for the given scores. Some fifty evaluations of V exponentials a sample.
   *
   * @param scores at least one sample
   */
  public static double fit(OutputScores scores) {
    Scale scale = new Scale(scores);
    double step = (HIGHEST - LOWEST) / GRID;
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int g = 0; g <= GRID; g++) {
      double loss = scale.loss(Math.exp(LOWEST + g * step));
      if (loss < least) {
        least = loss;
        best = g;
      }
    }
    double low = LOWEST + Math.max(0, best - 1) * step;
    double high = LOWEST + Math.min(GRID, best + 1) * step;
    return Math.exp(scale.root(low, high));
  }

  /**
   * Where the slope in log κ changes its sign: by secants between ends of different sign, the slope
   * of an end that stays being halved (the Illinois method), which multiplies digits by 1.4 a step.
   * The end itself where there is no change.
   */
  private double root(double from, double to) {
    double low = from;
    double high = to;
    double atLow = slope(Math.exp(low));
    double atHigh = slope(Math.exp(high));
    if (!(atLow < 0)) {
      return low;
    }
    if (!(atHigh > 0)) {
      return high;
    }
    double x = low;
    int stayed = 0; // -1: the low end did, 1: the high end
    for (int k = 0; k < MOST_STEPS; k++) {
      double before = x;
      x = Math.max(low, Math.min(high, (low * atHigh - high * atLow) / (atHigh - atLow)));
      double slope = slope(Math.exp(x));
      if (slope == 0 || k > 0 && Math.abs(x - before) <= TOLERANCE) {
        break;
      }
      if (slope < 0) {
        low = x;
        atLow = slope;
        atHigh /= stayed == 1 ? 2 : 1;
        stayed = 1;
      } else {
        high = x;
        atHigh = slope;
        atLow /= stayed == -1 ? 2 : 1;
        stayed = -1;
      }
    }
    return x;
  }

  /** Smoothed log-loss of the given scores at κ. */
  public static double smoothedLogLoss(OutputScores scores, double kappa) {
    return new Scale(scores).loss(kappa);
  }

  /** κ·(W, b). */
  public static Layer apply(double kappa, Layer layer) {
    double[] weights = layer.weights().clone();
    double[] biases = layer.biases().clone();
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= kappa;
    }
    for (int v = 0; v < biases.length; v++) {
      biases[v] *= kappa;
    }
    return new Layer(layer.outputs(), layer.inputs(), weights, biases);
  }

  private double target(int i, int v) {
    return (scores.essence(i) == v ? 1 - smoothing : 0) + smoothing / scores.outputs();
  }

  private double loss(double kappa) {
    double[] log = new double[scores.outputs()];
    double sum = 0;
    for (int i = 0; i < scores.samples(); i++) {
      for (int v = 0; v < log.length; v++) {
        log[v] = kappa * scores.z(i, v);
      }
      activation.logProbabilities(log);
      for (int v = 0; v < log.length; v++) {
        sum -= scores.weight(i) * target(i, v) * log[v];
      }
    }
    return sum / weight;
  }

  /** dLoss/dκ = -Σω Σ_v (q_v - p_v)·z_v·a'(κz_v) / Σω, p being a softmax of the scores a(κz_v). */
  private double slope(double kappa) {
    double[] p = new double[scores.outputs()];
    double sum = 0;
    for (int i = 0; i < scores.samples(); i++) {
      for (int v = 0; v < p.length; v++) {
        p[v] = kappa * scores.z(i, v);
      }
      activation.toProbabilities(p);
      for (int v = 0; v < p.length; v++) {
        double z = scores.z(i, v);
        sum -= scores.weight(i) * (target(i, v) - p[v]) * z * activation.scoreSlope(kappa * z);
      }
    }
    return sum / weight;
  }
}
