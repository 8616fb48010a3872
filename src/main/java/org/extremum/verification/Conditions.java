package org.extremum.verification;

import java.io.Serializable;
import org.extremum.network.Network;

/**
 * The paper's termination conditions of one sample, on z rather than h, since S underflows.
 *
 * @param epsilon ideal: outputs within ε of 1 and 0 (§3.2)
 * @param alpha weakened: h_y/Σh &gt; 1 - α (§4.2)
 * @param beta weakened: h_q/Σh &lt; β for q ≠ y (§4.2)
 */
public record Conditions(double epsilon, double alpha, double beta) implements Serializable {
  /** h_y ≥ 1 - ε and h_q ≤ ε for all others: s·z ≥ log((1-ε)/ε). */
  public boolean ideal(double[] z, int essence) {
    double least = idealMargin();
    for (int v = 0; v < z.length; v++) {
      if (!((v == essence ? z[v] : -z[v]) >= least)) {
        return false;
      }
    }
    return true;
  }

  /** The s·z at which an output is exactly ε away from its limit: log((1-ε)/ε). */
  public double idealMargin() {
    return Math.log((1 - epsilon) / epsilon);
  }

  /** h_y &gt; 0.5 and h_q &lt; 0.5 for all others (§3.2). */
  public static boolean half(double[] z, int essence) {
    for (int v = 0; v < z.length; v++) {
      if (!((v == essence ? z[v] : -z[v]) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** The softmax-like condition of §4.2, given log(h_v/Σh). */
  public boolean weakened(double[] logShares, int essence) {
    if (!(Math.exp(logShares[essence]) > 1 - alpha)) {
      return false;
    }
    for (int v = 0; v < logShares.length; v++) {
      if (v != essence && !(Math.exp(logShares[v]) < beta)) {
        return false;
      }
    }
    return true;
  }

  /** The largest output is the essence's. */
  public static boolean argmax(double[] z, int essence) {
    return Network.argmax(z) == essence;
  }
}
