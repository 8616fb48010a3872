package org.extremum.training;

import java.util.List;

/** The only place where an option is declared, and the only place of defaults. */
final class OptionTable {
  /** A packed triangle of more neurons is longer than a Java array can be. */
  static final long WIDEST = 65_535;

  /** The driver collects them in one job, whose results Spark limits (to 1 GB unless told). */
  private static final long MOST_DRIVER_BYTES = 512L << 20;

  /** Of samples in a block and of partitions: more is a slip of the pen. */
  private static final long MOST = 1_000_000;

  /** In the order in which they are documented. */
  static final List<TrainingOption> OPTIONS =
      List.of(
          TrainingOption.texts(
              "features", "feature columns; empty: all numeric columns but the label"),
          TrainingOption.texts("ignore", "columns that are no features"),
          TrainingOption.text("idCol", "column that names a row in predictions and messages"),
          TrainingOption.text(
              "weightCol", "column of sample weights >= 0; weight 0 removes the row"),
          TrainingOption.text(
              "validationIndicatorCol",
              "column of true and false; rows with true are not trained on: gamma=auto,"
                  + " regParam=auto and the outputs' scale are decided on them (weakened mode)"),
          TrainingOption.choice(
                  "badRows",
                  "what to do with rows that cannot be used: stop, or write them aside with the reason",
                  "fail",
                  "quarantine")
              .in(TrainingOption.Scope.READING),
          TrainingOption.choice(
              "handleInvalid",
              "what to do with a row whose features have NaN or infinite values: stop, leave it out,"
                  + " or put the feature's mean over the training rows in their place (in training"
                  + " one more pass)",
              "error",
              "skip",
              "keep"),
          TrainingOption.integersOrNone(
                  "hiddenLayers",
                  1,
                  "widths of the hidden layers, first to last; empty: one layer of 1000 neurons for"
                      + " fewer than 5000 samples, else of 4000 (2000, 1000 where memory is short);"
                      + " of 2000 where extremum=exact")
              .atMost(WIDEST),
          TrainingOption.integersOrNone(
                  "widthCandidates",
                  1,
                  "weakened mode: widths of the last hidden layer to choose among, in place of that"
                      + " in hiddenLayers, such as [500,1000,2000]; each costs a pass for Moments of"
                      + " its own, since neurons of one width are not among those of another; empty:"
                      + " hiddenLayers alone")
              .atMost(WIDEST),
          TrainingOption.choice(
              "activation",
              "activation of the hidden layers",
              "sigmoid",
              "tanh",
              "sine",
              "softplus",
              "relu"),
          TrainingOption.choice(
              "outputActivation",
              "what makes degrees of certainty of the outputs: a sigmoid of each, or softmax of all;"
                  + " auto: softmax with polarization=logistic, else sigmoid",
              "auto",
              "sigmoid",
              "softmax"),
          TrainingOption.bool("hiddenBias", true, "whether hidden neurons have a bias"),
          TrainingOption.bool("fitIntercept", true, "whether the output layer has a bias"),
          TrainingOption.choice(
              "initialization",
              "how hidden weights are drawn; auto: pairs when weakened, gaussian when exact",
              "auto",
              "pairs",
              "gaussian"),
          TrainingOption.realOrAuto(
              "initScale",
              0,
              false,
              "scale of the hidden weights; auto: 4 for pairs, 10 for gaussian"),
          TrainingOption.reals(
              "initScaleCandidates",
              0,
              false,
              "weakened mode: scales of the hidden weights to choose among, in place of initScale,"
                  + " such as [1,2,4,8] for pairs; chosen with gamma and regParam on samples not"
                  + " trained on; each costs a pass for Moments, for each width that is tried;"
                  + " empty: initScale alone"),
          TrainingOption.choice(
              "standardization",
              "global: one unit for all features; feature: one for each; auto: global if max range /"
                  + " median range <= 1.5",
              "auto",
              "feature",
              "global",
              "none"),
          TrainingOption.choice(
              "extremum",
              "weakened: gradients at the samples are made small; exact: zero",
              "weakened",
              "exact"),
          TrainingOption.realOrAuto(
                  "gamma",
                  0,
                  true,
                  "radius of the neighbourhood kept flat, in D_s units of standardised surfaces; 0:"
                      + " no penalty; auto (weakened mode): chosen on samples not trained on")
              .with(0.6),
          TrainingOption.realOrAuto(
              "regParam",
              0,
              false,
              "ridge on the output weights, absolute (not per sample); auto: in weakened mode"
                  + " chosen like gamma, in exact mode 0.003"),
          TrainingOption.real(
              "noiseRadius",
              0,
              0,
              true,
              "what is left to be chosen (gamma, regParam, hidden layers) is chosen for the fewest"
                  + " errors under noise of this radius, in D_s units of standardised surfaces; 0:"
                  + " for the least log-loss"),
          TrainingOption.choice(
              "polarization",
              "what the output layer minimises: squared errors, solved at once, or the softmax loss"
                  + " from there, by some 30 cheap passes; weakened mode only",
              "leastSquares",
              "logistic"),
          TrainingOption.integer(
                  "sketchDirections",
                  0,
                  0,
                  "weakened mode, two or more hidden layers: gradients are estimated from so many random"
                      + " directions a sample; 0: exactly")
              .atMost(MOST),
          TrainingOption.integer(
                  "gradientRows",
                  2048,
                  0,
                  "weakened mode: gradients are kept small at about so many rows (up to twice as many of"
                      + " uneven classes), chosen by content, where there are more than twice as many and"
                      + " no weightCol; 0: at every row")
              .atMost(MOST),
          TrainingOption.choice(
              "precision",
              "weakened mode, one hidden layer: what products of the pass for Moments are made in;"
                  + " float: sums of a thousand samples in single precision, nearly twice as fast;"
                  + " pre-activations of logistic polarization too; everything else in double",
              "double",
              "float"),
          TrainingOption.choice(
              "classWeighting",
              "balanced: every class has the same total weight",
              "none",
              "balanced"),
          TrainingOption.choice(
              "rowSpace",
              "exact mode: how rank and null space are found; auto: the small side, else gram, else"
                  + " tsqr where there is no gap",
              "auto",
              "gram",
              "tsqr"),
          TrainingOption.realOrAuto(
              "rankTolerance",
              0,
              false,
              "singular values at or below this times the largest are zero; auto: by the row"
                  + " space's accuracy"),
          TrainingOption.real(
              "alpha",
              0.1,
              0,
              false,
              "weakened condition: own share of the outputs above 1 - alpha"),
          TrainingOption.real(
              "beta", 0.05, 0, false, "weakened condition: every other share below beta"),
          TrainingOption.real(
              "epsilon", 0.01, 0, false, "ideal condition: outputs within epsilon of 1 and 0"),
          TrainingOption.choice(
              "centres",
              "exact mode: which samples are made extrema; all, or central samples by clustering"
                  + " within each class or by a cover, the others being weakened and verified",
              "all",
              "kmeans",
              "bisecting",
              "cover"),
          TrainingOption.integer(
                  "centresPerEssence",
                  0,
                  0,
                  "central samples of each class (kmeans, bisecting); 0: so many that half the capacity"
                      + " of the last hidden layer is left, in proportion to the classes")
              .atMost(MOST),
          TrainingOption.realOrAuto(
              "coverRadius",
              0,
              false,
              "cover: every sample is within this distance D_s of a central sample of its class;"
                  + " auto: the radius that leaves half the capacity"),
          TrainingOption.choice(
              "condition",
              "what every sample that is not central is verified by; those that fail become"
                  + " central",
              "argmax",
              "half",
              "weakened",
              "ideal"),
          TrainingOption.integer(
                  "maxRounds", 10, 1, "verification rounds at most, the first solve included")
              .atMost(MOST),
          TrainingOption.choice(
              "onTooSmall",
              "exact mode, where the last layer alone cannot make the central samples extrema:"
                  + " stop with advice, update deeper layers too, widen the last hidden layer, or"
                  + " weaken",
              "fail",
              "deepen",
              "grow",
              "weaken"),
          TrainingOption.real(
              "stationarityTolerance",
              1e-3,
              0,
              false,
              "largest residual |gradient|/deviation at which a sample counts as stationary where"
                  + " deeper layers are updated"),
          TrainingOption.integer(
                  "fineTuning",
                  0,
                  0,
                  "iterations of L-BFGS over all layers after the solve; 0: none")
              .atMost(MOST),
          TrainingOption.integer(
                  "prototypes",
                  0,
                  0,
                  "weakened mode: training samples of each class that the model keeps to say what"
                      + " supports a prediction, chosen by k-means (some twenty passes); exact mode"
                      + " keeps its central samples; 0: none")
              .atMost(MOST),
          TrainingOption.path(
              "checkpointDir",
              "folder where long trainings leave what is needed to go on after a crash; empty:"
                  + " none"),
          TrainingOption.integer(
                  "checkpointInterval", 1, 1, "rounds from one checkpoint to the next")
              .atMost(MOST),
          TrainingOption.integer(
                  "blockSize", 0, 0, "samples in a block; 0: min(1024, 64 MiB / (8 max(m, l)))")
              .atMost(MOST),
          TrainingOption.integer("partitions", 0, 0, "partitions of the data; 0: as Spark has them")
              .atMost(MOST),
          TrainingOption.integer(
                  "driverBytes",
                  4 << 20,
                  0,
                  "samples that take no more bytes of memory than this all together are brought to"
                      + " the driver, which passes over them faster than executors can answer; the"
                      + " model is the same; 0: never")
              .atMost(MOST_DRIVER_BYTES),
          TrainingOption.text(
                  "certifiedRadiusCol",
                  "scoring: column of certified radii, the distance D_s of standardised surfaces"
                      + " within which the largest output provably stays the largest; 0 at ties and"
                      + " for activation=relu; empty: none")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.text(
                  "gradientNormCol",
                  "scoring: column of the length of the predicted output's gradient, in standardised"
                      + " coordinates; empty: none")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.text(
                  "supportDistanceCol",
                  "scoring: column of the distance D_s to the nearest prototype of the predicted"
                      + " class; empty: none")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.text("supportIdCol", "scoring: column of that prototype's id; empty: none")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.text(
                  "abstainCol",
                  "scoring: column that is true where that prototype is farther than abstainRadius;"
                      + " the prediction stays as it is; empty: none")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.realOrAuto(
                  "abstainRadius",
                  0,
                  true,
                  "scoring: distance D_s beyond which no prototype supports a prediction; auto: 99 %"
                      + " of the training samples are within it")
              .in(TrainingOption.Scope.SCORING),
          TrainingOption.texts(
                  "labels",
                  "retraining: names that labels may have; a row with another one is bad; empty: any"
                      + " name, a new one becomes a new class")
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.bool(
                  "keepBatchMoments",
                  false,
                  "retraining: whether every batch's own sums are kept, so that it can be forgotten"
                      + " without its rows; about 16 l^2 bytes a batch")
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.integer(
                  "keepVersions", 5, 1, "retraining: how many of the latest models are kept")
              .atMost(MOST)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.real(
                  "lockMinutes",
                  60,
                  0,
                  false,
                  "retraining: how long the lock of a run that shows no sign of life holds off others")
              .atMost(MOST)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.real(
                  "minAccuracy",
                  0,
                  0,
                  true,
                  "retraining: a model of less accuracy on the holdout is not promoted")
              .atMost(1)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.real(
                  "minGain",
                  0,
                  -1,
                  true,
                  "retraining: a model is promoted when its accuracy on the holdout is at least the"
                      + " champion's and this")
              .atMost(1)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.real(
                  "maxRecallLoss",
                  0.05,
                  0,
                  true,
                  "retraining: a model that finds so much less of a class's rows than the champion is"
                      + " not promoted; classes of fewer than 20 holdout rows are passed over")
              .atMost(1)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.real(
                  "driftWarning",
                  0.1,
                  0,
                  false,
                  "retraining: a batch is warned of when its mix of classes or the mean of a feature"
                      + " moved by so much and by more than chance, in total variation distance")
              .atMost(1)
              .in(TrainingOption.Scope.RETRAINING),
          TrainingOption.integer("seed", 42, Long.MIN_VALUE, "seed of every random draw"));

  private OptionTable() {}
}
