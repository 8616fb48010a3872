package org.extremum.polarization;

import org.extremum.network.OutputActivation;

/**
 * The squared hinge loss of one sample's outputs: zero exactly when every sign is right by a margin
 * (method.md 5).
 *
 * <ul>
 *   <li>sigmoid outputs: Σ_v max(0, 1 - s_v·z_v)², s = +1 for the own essence and -1 for the
 *       others;
 *   <li>softmax outputs: Σ_{q≠y} max(0, 2 - (z_y - z_q))², which does not change when all z_v are
 *       shifted; a margin of 1 at both outputs is one of 2 between them.
 * </ul>
 *
 * <p>With two essences the one solved output z stands for (-z, z), and the second loss is four
 * times the first, so the first serves both.
 */
enum Hinge {
  SIGNS {
    @Override
    double at(double[] z, int essence, double[] slopes) {
      double loss = 0;
      int first = z.length == 1 ? 1 : 0; // the solved output of two essences is that of essence 1
      for (int j = 0; j < z.length; j++) {
        double s = first + j == essence ? 1 : -1;
        double lack = Math.max(0, 1 - s * z[j]);
        loss += lack * lack;
        slopes[j] = -2 * s * lack;
      }
      return loss;
    }
  },
  DIFFERENCES {
    @Override
    double at(double[] z, int essence, double[] slopes) {
      double loss = 0;
      double own = 0;
      for (int q = 0; q < z.length; q++) {
        double lack = q == essence ? 0 : Math.max(0, 2 - (z[essence] - z[q]));
        loss += lack * lack;
        slopes[q] = 2 * lack;
        own -= 2 * lack;
      }
      slopes[essence] = own;
      return loss;
    }
  };

  static Hinge of(OutputActivation activation, int essences) {
    return activation == OutputActivation.SOFTMAX && essences > 2 ? DIFFERENCES : SIGNS;
  }

  /**
   * The loss.
   *
   * @param z solved outputs, not modified
   * @param slopes overwritten by dloss/dz
   */
  abstract double at(double[] z, int essence, double[] slopes);
}
