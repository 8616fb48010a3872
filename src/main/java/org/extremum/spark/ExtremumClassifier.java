package org.extremum.spark;

import java.util.function.Consumer;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.extremum.training.Progress;
import org.extremum.training.TrainingOptions;

/**
 * Trains a feed-forward classifier by solving for extrema instead of back-propagation.
 *
 * <p>Labels are integers 0..V-1: V from the label column's metadata, as StringIndexer leaves them,
 * else the largest label + 1. Features are a column of vectors, dense or sparse. Every training
 * option is a param of that name; {@code explainParams()} shows them.
 */
public final class ExtremumClassifier
    extends ProbabilisticClassifier<Vector, ExtremumClassifier, ExtremumClassificationModel>
    implements ExtremumParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private transient Progress progress;
  private transient Consumer<Runnable> whenSafe;
  private String rowNames; // null: rows have none

  public ExtremumClassifier() {
    this(Identifiable.randomUID("extremum"));
  }

  /** With a given identifier; Spark makes copies this way. */
  public ExtremumClassifier(String uid) {
    this(PendingUid.of(uid));
  }

  private ExtremumClassifier(PendingUid pending) {
    super();
    this.uid = pending.take();
    OptionParams.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid == null ? PendingUid.current() : uid;
  }

  /** Sends what happens during {@link #fit} to {@code listener}; no param, not saved. */
  public ExtremumClassifier withProgress(Progress listener) {
    this.progress = listener;
    return this;
  }

  /**
   * Keeps the checkpoints beyond {@link #fit}, which otherwise removes them at its end: {@code
   * keeper} receives what removes them, to be run once the model is written. No param, not saved.
   */
  public ExtremumClassifier keepingCheckpoints(Consumer<Runnable> keeper) {
    this.whenSafe = keeper;
    return this;
  }

  /**
   * Calls prototypes by what this column says of their rows, instead of by their content's hash;
   * null for the latter. Of the data at {@link #fit} only: no param, not saved.
   */
  public ExtremumClassifier withRowNames(String column) {
    this.rowNames = column;
    return this;
  }

  /** Gives every training option's param the value in {@code options}; columns stay as they are. */
  public ExtremumClassifier setOptions(TrainingOptions options) {
    OptionParams.set(this, options);
    return this;
  }

  public ExtremumClassifier setWeightCol(String value) {
    set(weightCol(), value);
    return this;
  }

  /**
   * Column of Booleans: rows with true are not trained on. They decide the outputs' scale and,
   * where these are auto, gamma and regParam. A row without value is trained on.
   */
  public ExtremumClassifier setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return this;
  }

  public ExtremumClassifier setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  public ExtremumClassifier setHiddenLayers(int... value) {
    set(hiddenLayers(), value.clone());
    return this;
  }

  /**
   * Widths of the last hidden layer to choose among, each at the cost of a pass for Moments; none:
   * that of {@code hiddenLayers}.
   */
  public ExtremumClassifier setWidthCandidates(int... value) {
    set(widthCandidates(), value.clone());
    return this;
  }

  public ExtremumClassifier setActivation(String value) {
    set(activation(), value);
    return this;
  }

  public ExtremumClassifier setOutputActivation(String value) {
    set(outputActivation(), value);
    return this;
  }

  public ExtremumClassifier setHiddenBias(boolean value) {
    set(hiddenBias(), value);
    return this;
  }

  public ExtremumClassifier setFitIntercept(boolean value) {
    set(fitIntercept(), value);
    return this;
  }

  public ExtremumClassifier setInitialization(String value) {
    set(initialization(), value);
    return this;
  }

  public ExtremumClassifier setInitScale(double value) {
    set(initScale(), value);
    return this;
  }

  /**
   * Scales of the hidden weights to choose among, each at the cost of a pass for Moments for every
   * width; none: {@code initScale}.
   */
  public ExtremumClassifier setInitScaleCandidates(double... value) {
    set(initScaleCandidates(), value.clone());
    return this;
  }

  public ExtremumClassifier setStandardization(String value) {
    set(standardization(), value);
    return this;
  }

  public ExtremumClassifier setExtremum(String value) {
    set(extremum(), value);
    return this;
  }

  /** NaN: auto. */
  public ExtremumClassifier setGamma(double value) {
    set(gamma(), value);
    return this;
  }

  /** NaN: auto. */
  public ExtremumClassifier setRegParam(double value) {
    set(regParam(), value);
    return this;
  }

  public ExtremumClassifier setNoiseRadius(double value) {
    set(noiseRadius(), value);
    return this;
  }

  public ExtremumClassifier setPolarization(String value) {
    set(polarization(), value);
    return this;
  }

  public ExtremumClassifier setSketchDirections(long value) {
    set(sketchDirections(), value);
    return this;
  }

  public ExtremumClassifier setGradientRows(long value) {
    set(gradientRows(), value);
    return this;
  }

  public ExtremumClassifier setPrecision(String value) {
    set(precision(), value);
    return this;
  }

  public ExtremumClassifier setClassWeighting(String value) {
    set(classWeighting(), value);
    return this;
  }

  public ExtremumClassifier setRowSpace(String value) {
    set(rowSpace(), value);
    return this;
  }

  public ExtremumClassifier setRankTolerance(double value) {
    set(rankTolerance(), value);
    return this;
  }

  public ExtremumClassifier setAlpha(double value) {
    set(alpha(), value);
    return this;
  }

  public ExtremumClassifier setBeta(double value) {
    set(beta(), value);
    return this;
  }

  public ExtremumClassifier setEpsilon(double value) {
    set(epsilon(), value);
    return this;
  }

  public ExtremumClassifier setCentres(String value) {
    set(centres(), value);
    return this;
  }

  public ExtremumClassifier setCentresPerEssence(long value) {
    set(centresPerEssence(), value);
    return this;
  }

  public ExtremumClassifier setCoverRadius(double value) {
    set(coverRadius(), value);
    return this;
  }

  public ExtremumClassifier setCondition(String value) {
    set(condition(), value);
    return this;
  }

  public ExtremumClassifier setMaxRounds(long value) {
    set(maxRounds(), value);
    return this;
  }

  public ExtremumClassifier setOnTooSmall(String value) {
    set(onTooSmall(), value);
    return this;
  }

  public ExtremumClassifier setStationarityTolerance(double value) {
    set(stationarityTolerance(), value);
    return this;
  }

  public ExtremumClassifier setFineTuning(long value) {
    set(fineTuning(), value);
    return this;
  }

  public ExtremumClassifier setPrototypes(long value) {
    set(prototypes(), value);
    return this;
  }

  public ExtremumClassifier setCheckpointDir(String value) {
    set(checkpointDir(), value);
    return this;
  }

  public ExtremumClassifier setCheckpointInterval(long value) {
    set(checkpointInterval(), value);
    return this;
  }

  public ExtremumClassifier setBlockSize(long value) {
    set(blockSize(), value);
    return this;
  }

  public ExtremumClassifier setPartitions(long value) {
    set(partitions(), value);
    return this;
  }

  /** Samples of no more bytes than this are passed over by the driver; 0: never. */
  public ExtremumClassifier setDriverBytes(long value) {
    set(driverBytes(), value);
    return this;
  }

  /** Of the model to be trained; it can be set there too. */
  public ExtremumClassifier setCertifiedRadiusCol(String value) {
    set(certifiedRadiusCol(), value);
    return this;
  }

  public ExtremumClassifier setGradientNormCol(String value) {
    set(gradientNormCol(), value);
    return this;
  }

  public ExtremumClassifier setSupportDistanceCol(String value) {
    set(supportDistanceCol(), value);
    return this;
  }

  public ExtremumClassifier setSupportIdCol(String value) {
    set(supportIdCol(), value);
    return this;
  }

  public ExtremumClassifier setAbstainCol(String value) {
    set(abstainCol(), value);
    return this;
  }

  public ExtremumClassifier setAbstainRadius(double value) {
    set(abstainRadius(), value);
    return this;
  }

  public ExtremumClassifier setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /**
   * Checks columns and options without looking at the data.
   *
   * @throws org.extremum.training.Problem naming the column or option at fault
   */
  @Override
  public StructType transformSchema(StructType schema) {
    TrainingOptions options = OptionParams.asked(this);
    ReasonColumns.of(this).require(options.exact() || options.prototypes() > 0);
    TrainingColumns columns = TrainingColumns.of(schema, this);
    if (columns.essences() > 0) {
      Decision.requireFitting(this, thresholds(), columns.essences());
    }
    return OutputColumns.of(this).appendedTo(schema, columns.essences(), columns.labelNames());
  }

  /** Called by {@link #fit} after the checks, with label and weight as doubles. */
  @Override
  public ExtremumClassificationModel train(Dataset<?> dataset) {
    return new Fit(
            this,
            progress == null ? Progress.NONE : progress,
            whenSafe == null ? Runnable::run : whenSafe,
            rowNames)
        .model(dataset.toDF());
  }

  @Override
  public ExtremumClassifier copy(ParamMap extra) {
    ExtremumClassifier copy = defaultCopy(extra);
    return copy.withProgress(progress).keepingCheckpoints(whenSafe).withRowNames(rowNames);
  }

  @Override
  public MLWriter write() {
    return new ClassifierWriter(this);
  }

  public static MLReader<ExtremumClassifier> read() {
    return new ClassifierReader();
  }

  public static ExtremumClassifier load(String path) {
    return read().load(path);
  }
}
