package org.extremum.verification;

import java.io.Serializable;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;

/**
 * The paper's termination conditions of one sample, on z rather than h, since S underflows.
 *
 * @param epsilon ideal: outputs within ε of 1 and 0 (§3.2)
 * @param alpha weakened: h_y/Σh &gt; 1 - α (§4.2)
 * @param beta weakened: h_q/Σh &lt; β for q ≠ y (§4.2)
 */
public record Conditions(double epsilon, double alpha, double beta) implements Serializable {
  /** h_y ≥ 1 - ε and h_q ≤ ε for all others: log-odds of at least log((1-ε)/ε). */
  public boolean ideal(OutputActivation activation, double[] z, int essence) {
    return activation.leastLogOdds(z, essence) >= idealLogOdds();
  }

  /** The log-odds of an output that is exactly ε away from its limit: log((1-ε)/ε). */
  public double idealLogOdds() {
    return Math.log((1 - epsilon) / epsilon);
  }

  /** h_y &gt; 0.5 and h_q &lt; 0.5 for all others (§3.2). */
  public static boolean half(OutputActivation activation, double[] z, int essence) {
    return activation.leastLogOdds(z, essence) > 0;
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
