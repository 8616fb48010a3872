package org.extremum.retraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a challenger takes the champion's place, from what both do on one holdout. It
 * does when all of these hold; equality always promotes:
 *
 * <pre>
 * accuracy(challenger)                              ≥ minAccuracy
 * accuracy(challenger) - accuracy(champion)         ≥ minGain
 * recall_v(champion) - recall_v(challenger)         ≤ maxRecallLoss,   every essence v that counts
 * </pre>
 *
 * <p>Without a champion only the first is asked. Essences of fewer than {@value #FEWEST_ROWS}
 * samples in the holdout are passed over by the third and named: one sample more or less is 5 % of
 * the recall of 20. A holdout without samples promotes nothing.
 *
 * <p>Differences are whole numbers of samples divided once, so that a threshold such as 0.07 is met
 * by 7 of 100 exactly.
 *
 * @param minAccuracy in [0, 1]
 * @param minGain in [-1, 1]; negative lets a challenger be worse by that much
 * @param maxRecallLoss in [0, 1]; 1 asks nothing
 */
public record Gate(double minAccuracy, double minGain, double maxRecallLoss) {
  /** Samples of an essence from which on its recall is guarded. */
  public static final int FEWEST_ROWS = 20;

  /**
   * Checks the thresholds.
   *
   * @throws IllegalArgumentException when one is outside its range
   */
  public Gate {
    require("minAccuracy", minAccuracy, 0);
    require("minGain", minGain, -1);
    require("maxRecallLoss", maxRecallLoss, 0);
  }

  private static void require(String name, double value, double least) {
    if (!(value >= least && value <= 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %s to 1, got %s", name, least, value));
    }
  }

  /** Decides on both networks' answers side by side; names essences by their labels. */
  public Decision decide(Holdout holdout, List<String> labels) {
    return decide(
        holdout.champion().orElse(null), holdout.challenger(), holdout.discordance(), labels);
  }

  /**
   * Decides on figures alone.
   *
   * @param champion over the challenger's essences, on the same holdout; null where there is none
   */
  public Decision decide(Figures champion, Figures challenger, List<String> labels) {
    return decide(champion, challenger, Optional.empty(), labels);
  }

  private Decision decide(
      Figures champion,
      Figures challenger,
      Optional<Discordance> discordance,
      List<String> labels) {
    checkSameHoldout(champion, challenger, labels);
    List<Decision.Reason> reasons = new ArrayList<>();
    reasons.add(floor(challenger));
    if (champion != null) {
      reasons.add(gain(champion, challenger));
      for (int v = 0; v < challenger.essences(); v++) {
        if (challenger.samples(v) >= FEWEST_ROWS) {
          reasons.add(recall(champion, challenger, v, labels.get(v)));
        }
      }
    }
    return new Decision(this, champion, challenger, discordance, labels, reasons);
  }

  private static void checkSameHoldout(Figures champion, Figures challenger, List<String> labels) {
    if (labels.size() != challenger.essences()) {
      throw new IllegalArgumentException(
          "labels: expected " + challenger.essences() + ", got " + labels.size());
    }
    if (champion == null) {
      return;
    }
    boolean same = champion.essences() == challenger.essences();
    for (int v = 0; same && v < challenger.essences(); v++) {
      same = champion.samples(v) == challenger.samples(v);
    }
    if (!same) {
      throw new IllegalArgumentException(
          "champion: expected figures of the challenger's holdout of "
              + challenger.samples()
              + " samples in "
              + challenger.essences()
              + " essences, got "
              + champion.samples()
              + " in "
              + champion.essences());
    }
  }

  private Decision.Reason floor(Figures challenger) {
    double accuracy = challenger.accuracy();
    return new Decision.Reason(
        "minAccuracy", null, accuracy, minAccuracy, accuracy >= minAccuracy); // never for NaN
  }

  private Decision.Reason gain(Figures champion, Figures challenger) {
    double gain = share(challenger.correct() - champion.correct(), challenger.samples());
    return new Decision.Reason("minGain", null, gain, minGain, gain >= minGain);
  }

  private Decision.Reason recall(Figures champion, Figures challenger, int v, String label) {
    double loss = share(champion.correct(v) - challenger.correct(v), challenger.samples(v));
    return new Decision.Reason("maxRecallLoss", label, loss, maxRecallLoss, loss <= maxRecallLoss);
  }

  private static double share(long some, long all) {
    return (double) some / all;
  }
}
