package org.extremum.verification;

import java.io.Serializable;
import java.util.Locale;
import org.extremum.network.OutputActivation;

/**
 * The termination condition that was chosen (method.md 5), as a predicate of one sample's raw
 * outputs, with a margin that orders the samples that fail it.
 *
 * @param kind which one
 * @param activation of the outputs judged
 * @param thresholds ε, α and β of those that have them
 */
public record Condition(Kind kind, OutputActivation activation, Conditions thresholds)
    implements Serializable {
  /** The named conditions. */
  public enum Kind {
    /** The largest output is the essence's. Margin: z_y - max z_q over q ≠ y. */
    ARGMAX,
    /**
     * h_y &gt; 0.5 and all others &lt; 0.5 (§3.2). Margin: the least log-odds of own and not
     * others.
     */
    HALF,
    /**
     * h_y/Σh &gt; 1 - α and h_q/Σh &lt; β (§4.2). Margin: the least slack of the logarithms of
     * shares, log(h_y/Σh) - log(1 - α) or log β - log(h_q/Σh).
     */
    WEAKENED,
    /** Outputs within ε of 1 and 0 (§3.2). Margin: as for {@link #HALF}. */
    IDEAL;

    /** The option's name. */
    public String optionName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The condition of an option's name: argmax, half, weakened or ideal.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Condition named(String name, OutputActivation activation, Conditions thresholds) {
    for (Kind kind : Kind.values()) {
      if (kind.optionName().equals(name)) {
        return new Condition(kind, activation, thresholds);
      }
    }
    throw new IllegalArgumentException(
        "condition: expected argmax, half, weakened or ideal, got " + name);
  }

  /** Whether a sample meets the condition; outputs that are not numbers never do. */
  public boolean holds(double[] z, int essence) {
    return switch (kind) {
      case ARGMAX -> Conditions.argmax(z, essence) && !Double.isNaN(lead(z, essence));
      case HALF -> Conditions.half(activation, z, essence);
      case WEAKENED -> thresholds.weakened(logShares(z), essence);
      case IDEAL -> thresholds.ideal(activation, z, essence);
    };
  }

  /**
   * How far a sample is from failing, or how badly it fails: comparable between samples, smallest =
   * worst. It orders and does not decide: at equality {@link #holds} has the last word. Negative
   * infinity where an output is not a number.
   */
  public double margin(double[] z, int essence) {
    double margin =
        switch (kind) {
          case ARGMAX -> lead(z, essence);
          case HALF, IDEAL -> activation.leastLogOdds(z, essence);
          case WEAKENED -> slack(logShares(z), essence);
        };
    return Double.isNaN(margin) ? Double.NEGATIVE_INFINITY : margin;
  }

  private static double lead(double[] z, int essence) {
    double other = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < z.length; v++) {
      if (v != essence) {
        other = Math.max(other, z[v]);
      }
    }
    return z[essence] - other;
  }

  private double slack(double[] logShares, int essence) {
    double least = logShares[essence] - Math.log(1 - thresholds.alpha());
    for (int v = 0; v < logShares.length; v++) {
      if (v != essence) {
        least = Math.min(least, Math.log(thresholds.beta()) - logShares[v]);
      }
    }
    return least;
  }

  private double[] logShares(double[] z) {
    double[] shares = z.clone();
    activation.logProbabilities(shares);
    return shares;
  }
}
