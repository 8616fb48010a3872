package org.extremum.finetuning;

/**
 * What outputs should be at a sample: a smooth function of z (V numbers) for each essence. s = t =
 * +1 for the own essence and -1 for the others.
 */
public enum Loss {
  /** ½Σ_v(z_v - t_v)², half of what the normal equations minimise (method.md 6). */
  HALF_SQUARED_ERROR {
    @Override
    double evaluate(double[] z, int essence, double[] slopes) {
      double loss = 0;
      for (int v = 0; v < z.length; v++) {
        slopes[v] = z[v] - (v == essence ? 1 : -1);
        loss += slopes[v] * slopes[v] / 2;
      }
      return loss;
    }
  },
  /** Σ_v max(0, 1 - s_v·z_v)²: zero where every margin is 1, so that it leaves gradients alone. */
  SQUARED_HINGE {
    @Override
    double evaluate(double[] z, int essence, double[] slopes) {
      double loss = 0;
      for (int v = 0; v < z.length; v++) {
        double s = v == essence ? 1 : -1;
        double lack = Math.max(0, 1 - s * z[v]);
        slopes[v] = -2 * s * lack;
        loss += lack * lack;
      }
      return loss;
    }
  },
  /** -log softmax(z)_y. */
  LOGISTIC {
    @Override
    double evaluate(double[] z, int essence, double[] slopes) {
      double max = Double.NEGATIVE_INFINITY;
      for (double value : z) {
        max = Math.max(max, value);
      }
      double sum = 0;
      for (int v = 0; v < z.length; v++) {
        slopes[v] = Math.exp(z[v] - max);
        sum += slopes[v];
      }
      for (int v = 0; v < z.length; v++) {
        slopes[v] = slopes[v] / sum - (v == essence ? 1 : 0);
      }
      return Math.log(sum) - (z[essence] - max);
    }
  };

  /**
   * The loss of one sample.
   *
   * @param z raw outputs, not modified
   * @param slopes overwritten by the derivatives in z
   */
  abstract double evaluate(double[] z, int essence, double[] slopes);
}
