package org.extremum.training;

import org.extremum.moments.Precision;

/** Options that are allowed one by one and contradict each other. */
final class OptionChecks {
  private OptionChecks() {}

  /**
   * Refuses values that contradict each other.
   *
   * @throws Problem (usage) for the first contradiction, with what would do
   */
  static void requireConsistent(TrainingOptions options) {
    if (options.exact()) {
      requireExact(options);
    }
    requirePrecision(options);
    requireChoice(options);
    if (options.logistic() && options.outputActivation().equals("sigmoid")) {
      throw contradiction(
          "outputActivation with polarization=logistic",
          "softmax or auto (its loss leaves open what is common to all outputs, and shares of their"
              + " sigmoids depend on that)",
          "sigmoid",
          "use outputActivation=auto, or polarization=leastSquares");
    }
    if (options.initialization().equals("pairs") && !options.hiddenBias()) {
      throw contradiction(
          "hiddenBias with initialization=pairs",
          "true (a pair's neuron is centred between its two samples by its bias)",
          "false",
          "use initialization=gaussian for a network without biases");
    }
  }

  /** What exact extrema have no place for. */
  private static void requireExact(TrainingOptions options) {
    String weakened = "use extremum=weakened";
    if (options.activation().equals("relu")) {
      throw contradiction(
          "activation with extremum=exact",
          "one that bends (of relu, an output without biases is z = x·∇z, so it is 0 wherever it is"
              + " stationary, and with biases it is a plateau there)",
          "relu",
          weakened + ", or activation=sigmoid");
    }
    if (Double.isNaN(options.gamma())) {
      throw contradiction(
          "gamma with extremum=exact",
          "a number (it is chosen by solving without a part of the samples, which changes what"
              + " exact extrema are made of)",
          "auto",
          "give a number, or " + weakened);
    }
    if (options.triesHiddenLayers()) {
      throw contradiction(
          options.widthCandidates().isEmpty()
              ? "initScaleCandidates with extremum=exact"
              : "widthCandidates with extremum=exact",
          "none (they are compared by solving without a part of the samples, which changes what"
              + " exact extrema are made of)",
          options.widthCandidates().isEmpty()
              ? options.initScaleCandidates()
              : options.widthCandidates(),
          "give initScale and hiddenLayers, or onTooSmall=grow, or " + weakened);
    }
    if (options.fineTuning() > 0) {
      throw contradiction(
          "fineTuning with extremum=exact",
          "0 (tuning all layers moves the extrema that were solved for)",
          options.fineTuning(),
          weakened);
    }
    if (options.logistic()) {
      throw contradiction(
          "polarization with extremum=exact",
          "leastSquares (signs that it leaves wrong are put right by margins)",
          options.polarization(),
          weakened);
    }
  }

  /** Single precision is for the sums of one hidden layer's values and slopes. */
  private static void requirePrecision(TrainingOptions options) {
    if (options.precision() == Precision.DOUBLE) {
      return;
    }
    if (options.exact()) {
      throw contradiction(
          "precision with extremum=exact",
          "double (single precision cannot tell a gradient of zero from one of 1e-4)",
          "float",
          "use extremum=weakened, or leave precision out");
    }
    if (options.hiddenLayers().size() > 1) {
      throw contradiction(
          "precision with " + options.hiddenLayers().size() + " hidden layers",
          "double (products of deeper gradients are many and of all sizes)",
          "float",
          "use one hidden layer, or leave precision out");
    }
  }

  private static void requireChoice(TrainingOptions options) {
    if (!options.initScaleCandidates().isEmpty() && !Double.isNaN(options.initScale())) {
      throw contradiction(
          "initScale with initScaleCandidates",
          "auto (the candidates take its place)",
          options.initScale(),
          "put it among the candidates, or give it alone");
    }
    if (options.noiseRadius() > 0 && !options.chooses()) {
      throw contradiction(
          "noiseRadius where nothing is left to be chosen",
          "0 (it is what gamma, regParam and hidden layers are chosen by)",
          options.noiseRadius(),
          "use gamma=auto, or leave noiseRadius out");
    }
  }

  private static Problem contradiction(String what, String expected, Object got, String remedy) {
    return Problem.of(Problem.Kind.USAGE, "option " + what, expected, got, remedy);
  }
}
