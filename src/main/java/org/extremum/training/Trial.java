package org.extremum.training;

/**
 * A network that was tried (method.md 7): a penalty on hidden layers.
 *
 * @param draw the hidden layers
 * @param penalty γ and λ
 * @param solved whether there is a solution; figures below mean nothing otherwise
 * @param kappa κ of its outputs
 * @param logLoss at κ, without noise
 * @param accuracy without noise
 * @param reached where logistic polarization ended, if that can be gone on from; else null
 */
record Trial(
    HiddenDraw draw,
    Candidate penalty,
    boolean solved,
    double kappa,
    double logLoss,
    double accuracy,
    PolarizedLayer reached)
    implements Comparable<Trial> {
  /** By least squares, or with nothing to go on from. */
  Trial(
      HiddenDraw draw,
      Candidate penalty,
      boolean solved,
      double kappa,
      double logLoss,
      double accuracy) {
    this(draw, penalty, solved, kappa, logLoss, accuracy, null);
  }

  /** Of two that do equally well the greater is taken: by hidden layers, then by penalty. */
  @Override
  public int compareTo(Trial other) {
    int order = draw.compareTo(other.draw);
    return order != 0 ? order : penalty.compareTo(other.penalty);
  }
}
