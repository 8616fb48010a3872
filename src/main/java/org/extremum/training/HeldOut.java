package org.extremum.training;

import java.util.List;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.OutputScores;

/**
 * How a network did on rows that its output layer was not trained on, for who chooses options by
 * hand: these are figures to go by, as test data are not.
 *
 * @param samples scored
 * @param logLoss at κ fitted on the same rows
 * @param accuracy weighted
 */
record HeldOut(long samples, double logLoss, double accuracy) {
  /**
   * @param scores of rows of two essences at least
   */
  static HeldOut of(OutputScores scores, double kappa) {
    List<OutputScores> one = List.of(scores);
    return new HeldOut(
        scores.samples(),
        CandidateLosses.logLosses(one, new double[] {kappa}).mean(0),
        1 - CandidateLosses.errors(one).mean(0));
  }

  /**
   * Enters the figures as {@code heldOut}.
   *
   * @param rows "heldOut" for the tenth, or "folds"
   */
  void into(TrainingReport report, String rows) {
    report.put("heldOut.rows", rows);
    report.put("heldOut.samples", samples);
    report.put("heldOut.logLoss", logLoss);
    report.put("heldOut.accuracy", accuracy);
  }
}
