package org.extremum.network;

import java.util.Locale;

/**
 * What turns the outputs z_v into degrees of certainty (method.md 5, 6; paper §3.1, §6.2).
 *
 * <p>Either way a probability is a softmax of scores a(z_v), so only the scores differ. All that
 * asks whether outputs are right works on z, since the activations underflow.
 */
public enum OutputActivation {
  /** h_v = S(z_v), each output for itself; probability_v = S(z_v)/ΣS(z_q). */
  SIGMOID {
    @Override
    public double score(double z) {
      return logSigmoid(z);
    }

    @Override
    public double scoreSlope(double z) {
      return 1 / (1 + Math.exp(z));
    }

    @Override
    public double leastMargin(double[] z, int essence) {
      double least = Double.POSITIVE_INFINITY;
      for (int v = 0; v < z.length; v++) {
        least = Math.min(least, v == essence ? z[v] : -z[v]);
      }
      return least;
    }

    @Override
    public double leastLogOdds(double[] z, int essence) {
      return leastMargin(z, essence);
    }

    @Override
    public double marginForLogOdds(double logOdds, int essences) {
      return logOdds;
    }

    @Override
    public Layer inGauge(Layer output) {
      return output;
    }
  },
  /**
   * h = softmax(z). A constant added to all z_v changes nothing: ∇h = 0 where all ∇z_v are equal,
   * and in the gauge Σ_v w_v = 0 where all are zero (method.md 5).
   */
  SOFTMAX {
    @Override
    public double score(double z) {
      return z;
    }

    @Override
    public double scoreSlope(double z) {
      return 1;
    }

    @Override
    public double leastMargin(double[] z, int essence) {
      double least = Double.POSITIVE_INFINITY;
      for (int q = 0; q < z.length; q++) {
        if (q != essence) {
          least = Math.min(least, z[essence] - z[q]);
        }
      }
      return least;
    }

    @Override
    public double leastLogOdds(double[] z, int essence) {
      double nearest = leastMargin(z, essence);
      double sum = 0;
      for (int q = 0; q < z.length; q++) {
        if (q != essence) {
          sum += Math.exp(nearest - (z[essence] - z[q]));
        }
      }
      return nearest - Math.log(sum);
    }

    @Override
    public double marginForLogOdds(double logOdds, int essences) {
      return logOdds + Math.log(essences - 1.0);
    }

    @Override
    public Layer inGauge(Layer output) {
      return output.gauged();
    }
  };

  /** a(z): the probabilities are a softmax of these; log S(z) or z. */
  public abstract double score(double z);

  /** a'(z), in [0, 1]. */
  public abstract double scoreSlope(double z);

  /**
   * How far the outputs are from a wrong sign: min_v s_v·z_v with s = +1 for the own essence and -1
   * for the others, or min_q (z_y - z_q). Positive when every sign is right; proportional to z.
   *
   * @param z V outputs, at least two; not modified. NaN gives NaN
   */
  public abstract double leastMargin(double[] z, int essence);

  /**
   * The least log-odds, over the outputs, of being right: min_v s_v·log(h_v/(1-h_v)). That is min_v
   * s_v·z_v, or z_y - log Σ_{q≠y} e^{z_q}, since of softmax's outputs the own one is the worst.
   * Positive when h_y &gt; 0.5 and all others are less.
   *
   * @param z V outputs, at least two; not modified. NaN gives NaN
   */
  public abstract double leastLogOdds(double[] z, int essence);

  /** A least margin that is enough for the given least log-odds, whatever the other outputs. */
  public abstract double marginForLogOdds(double logOdds, int essences);

  /** The layer that gives the same h with Σ_v w_v = 0 and Σ_v b_v = 0, where there is a choice. */
  public abstract Layer inGauge(Layer output);

  /**
   * Probabilities from raw outputs, without underflow of the scores (method.md 6).
   *
   * @param z V raw outputs, overwritten by the probabilities
   */
  public void toProbabilities(double[] z) {
    logProbabilities(z);
    for (int v = 0; v < z.length; v++) {
      z[v] = Math.exp(z[v]);
    }
  }

  /**
   * Like {@link #toProbabilities}, but leaves logarithms, which are finite for outputs below half
   * of the largest number.
   */
  public void logProbabilities(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < z.length; v++) {
      z[v] = score(z[v]);
      max = Math.max(max, z[v]);
    }
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value - max);
    }
    double logSum = Math.log(sum); // of shares relative to the largest: z - max loses no digits
    for (int v = 0; v < z.length; v++) {
      z[v] = z[v] - max - logSum;
    }
  }

  /** log S(z) = -log(1 + e^-z), without overflow or cancellation. */
  public static double logSigmoid(double z) {
    return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
  }

  /** The output activation of an option's name, such as "softmax". */
  public static OutputActivation named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The option's name. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
