package org.extremum.training;

/** How a training ended, each with what a user can do about it. Some ends carry no model. */
public enum Outcome {
  /** Every sample that was to be an extremum is one, with the right sign. */
  VERIFIED(true, "nothing to do"),
  /** The penalised system was solved; samples are near extrema only as the residual says. */
  SOLVED(true, "compare test accuracy with other values of gamma and regParam"),
  /** Samples failed verification and became central; another round follows. */
  PROMOTED(true, "go on with the next round"),
  /** Samples fail, and no freedom is left to make them central. */
  CAPACITY_SPENT(
      true,
      "widen the last hidden layer, choose fewer centres or extremum=weakened: near its capacity a"
          + " network generalises worse"),
  /** Samples fail after the last round that was allowed. */
  ROUNDS_SPENT(true, "raise maxRounds, or choose more centres to begin with"),
  /** The null space is trivial: no weights but zero make all the samples stationary. */
  NETWORK_TOO_SMALL(
      false, "widen the last hidden layer beyond the rank named, or use extremum=weakened"),
  /** No clear cut between singular values that are zero and those that are not. */
  NO_SPECTRAL_GAP(
      false,
      "use rowSpace=tsqr, which sees much smaller singular values, or initialization=gaussian"),
  /** Every function that is stationary at the samples is constant on them. */
  CONSTANT_OUTPUT(
      false,
      "widen the last hidden layer, draw steeper hidden weights (initScale), or use extremum=weakened"),
  /** No stationary function has the right sign at every sample. */
  NOT_SEPARABLE(
      false,
      "widen the last hidden layer, look at the samples named for wrong labels, or use"
          + " extremum=weakened");

  private final boolean hasModel;
  private final String advice;

  Outcome(boolean hasModel, String advice) {
    this.hasModel = hasModel;
    this.advice = advice;
  }

  public boolean hasModel() {
    return hasModel;
  }

  public String advice() {
    return advice;
  }

  /** What may be better still, where what the advice speaks of was chosen already. */
  public String advice(TrainingOptions options) {
    if (this != SOLVED || !options.choosesPenalty()) {
      return advice;
    }
    if (!Double.isNaN(options.gamma())) {
      return "regParam was chosen; gamma=auto chooses gamma too";
    }
    return options.hiddenDraws() > 1
        ? "selection in run.json has what else was tried"
        : "widthCandidates and initScaleCandidates choose hidden layers too";
  }
}
