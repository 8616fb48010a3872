package org.extremum.retraining;

import org.extremum.moments.GradientRows;
import org.extremum.training.TrainingOptions;

/**
 * On how many rows the penalty on gradients rests. Which rows' gradients are summed was decided for
 * the founding rows and is frozen ({@link GradientRows}): of what comes afterwards the same small
 * part is chosen, and when the founding rows fade or are forgotten little may be left. E stays a
 * mean over the surfaces to be expected, but a poor one.
 *
 * @param rows that E is the mean of, by Kish's effective number: (Σf)²/Σf² of rows with factors f
 * @param wanted as many as a state drawn anew from the same rows would choose
 */
public record GradientSupply(double rows, double wanted) {
  /**
   * Supplies below one part in so many of what is wanted are too small. A quarter of the rows
   * doubles the standard error of every entry of E. And of the 16 equations that are wanted for
   * each neuron 4 are left: the smallest eigenvalue of a mean of N terms in l unknowns is about (1
   * - √(l/N))² of the true one (Marchenko and Pastur), 0.56 for 16 and 0.25 for 4, so that along
   * some directions three quarters of the penalty are missing.
   */
  private static final double STARVED = 4;

  /** That of a state, as far as its batches' numbers and weights tell. */
  public static GradientSupply of(TrainingState state) {
    GradientRows chosen = state.frozen().gradientRows();
    TrainingOptions options = state.frozen().options();
    double rows = effective(state.ledger());
    if (chosen.all()) {
      return new GradientSupply(rows, rows);
    }
    long enough =
        GradientRows.enough(
            options.gradientRows(),
            state.frozen().standardiser().features(),
            state.frozen().hidden().width());
    return new GradientSupply(chosen.part(state.weights()) * rows, Math.min(enough, rows));
  }

  /** Samples of the batches that are there, those that faded counted as the fewer they are. */
  private static double effective(Ledger ledger) {
    double sum = 0;
    double squares = 0;
    for (Batch batch : ledger.present()) {
      sum += batch.samples() * batch.factor();
      squares += batch.samples() * batch.factor() * batch.factor();
    }
    return squares > 0 ? sum * sum / squares : 0;
  }

  /** Whether so little is left that the state should be drawn anew. */
  public boolean starved() {
    return STARVED * rows < wanted;
  }
}
