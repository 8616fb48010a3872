package org.extremum.retraining;

import org.extremum.moments.Precision;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;

/** Which trainings can go on from sums alone. */
final class Supported {
  private Supported() {}

  /**
   * Refuses what needs the rows of earlier batches again.
   *
   * @throws Problem (usage)
   */
  static void require(TrainingOptions options) {
    refuse(
        options.exact(),
        "extremum",
        "weakened (exact extrema are made at rows, which must all be there)",
        "exact",
        "use extremum=weakened");
    refuse(
        options.logistic(),
        "polarization",
        "leastSquares (the softmax loss passes over all rows again)",
        options.polarization(),
        "use polarization=leastSquares");
    refuse(
        options.fineTuning() > 0,
        "fineTuning",
        "0 (tuning changes hidden layers, which every batch's sums depend on)",
        options.fineTuning(),
        "use fineTuning=0");
    refuse(
        !options.validationIndicatorCol().isEmpty(),
        "validationIndicatorCol",
        "none (a tenth of the rows is held out by content)",
        options.validationIndicatorCol(),
        "leave it out");
    refuse(
        options.handleInvalid().equals("keep"),
        "handleInvalid",
        "error or skip (the means that complete a row would be those of another day)",
        options.handleInvalid(),
        "complete the rows before, or use handleInvalid=skip");
    refuse(
        options.precision() == Precision.FLOAT,
        "precision",
        "double (sums that rows are taken out of again must not have lost what came in)",
        "float",
        "use precision=double");
    refuse(
        options.prototypes() > 0,
        "prototypes",
        "0 (they are rows chosen among all, some of which may be forgotten)",
        options.prototypes(),
        "use prototypes=0");
  }

  private static void refuse(
      boolean given, String option, String expected, Object got, String remedy) {
    if (given) {
      throw Problem.of(
          Problem.Kind.USAGE, "option " + option + " with retraining", expected, got, remedy);
    }
  }
}
