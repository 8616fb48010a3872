package org.extremum.network;

import java.io.Serializable;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/**
 * A whole classifier: standardiser, hidden layers, output layer. Immutable.
 *
 * <p>z_v = w_v·h + b_v; essence = argmax z; probability_v = S(z_v)/Σ_q S(z_q). With two essences
 * the output layer holds the solved column and its mirror image.
 *
 * @param standardiser from input features to coordinates
 * @param hidden W^[1..n-1]
 * @param output W^[n], b^[n]: V × l
 */
public record Network(Standardiser standardiser, HiddenStack hidden, Layer output)
    implements Serializable {
  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException when they do not
   */
  public Network {
    if (standardiser.features() != hidden.inputs() || output.inputs() != hidden.width()) {
      throw new IllegalArgumentException(
          "network: standardiser gives "
              + standardiser.features()
              + " coordinates, hidden layers are "
              + hidden.inputs()
              + " to "
              + hidden.width()
              + ", output layer takes "
              + output.inputs());
    }
  }

  /** V. */
  public int essences() {
    return output.outputs();
  }

  /** Features of an unstandardised surface. */
  public int inputFeatures() {
    return standardiser.inputFeatures();
  }

  /**
   * z of one surface, V values. Keeps nothing between calls; for many surfaces use {@link Scorer}.
   *
   * @param features unstandardised surface
   */
  public double[] raw(double[] features) {
    SampleBlock one =
        SampleBlock.dense(
            features.length, features.clone(), new int[] {-1}, new double[] {1}, new long[] {0});
    try (Scorer scorer = new Scorer(this)) {
      return scorer.score(one.standardised(standardiser)).column(0);
    }
  }

  /**
   * Probabilities from raw outputs: softmax of log S(z_v), which is S(z_v)/ΣS(z_q) without
   * underflow (method.md 6).
   *
   * @param z V raw outputs, overwritten by the probabilities
   */
  public static void toProbabilities(double[] z) {
    logProbabilities(z);
    for (int v = 0; v < z.length; v++) {
      z[v] = Math.exp(z[v]);
    }
  }

  /** Like {@link #toProbabilities}, but leaves logarithms, which are finite for finite outputs. */
  public static void logProbabilities(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < z.length; v++) {
      z[v] = logSigmoid(z[v]);
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

  /** The position of the largest value; the first one of equals. */
  public static int argmax(double[] z) {
    int best = 0;
    for (int v = 1; v < z.length; v++) {
      if (z[v] > z[best]) {
        best = v;
      }
    }
    return best;
  }

  /** The same network with another output layer. */
  public Network withOutput(Layer newOutput) {
    return new Network(standardiser, hidden, newOutput);
  }
}
