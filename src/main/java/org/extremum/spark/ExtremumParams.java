package org.extremum.spark;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.extremum.training.TrainingOptions;

/**
 * The params of estimator and model: one for each training option, with the option's name, meaning,
 * default and check, and the column of weights. A model's params say what it was trained with.
 *
 * <p>Spark finds params by reflection: public methods without arguments that return a Param. They
 * are made anew on each call; Spark compares them by owner and name.
 */
public interface ExtremumParams extends HasWeightCol, SupportParams {
  @Override
  default Param<String> weightCol() {
    return new Param<>(this, "weightCol", TrainingOptions.option("weightCol").doc());
  }

  /** Spark's Scala constructor would store its own param here; {@link #weightCol()} makes it. */
  @Override
  default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> param) {}

  /** Whether a column of weights is set. */
  default boolean hasWeights() {
    return isDefined(weightCol()) && !getWeightCol().isEmpty();
  }

  /** Name of a Boolean column, as of Spark's own estimators that have a validation part. */
  default Param<String> validationIndicatorCol() {
    String key = "validationIndicatorCol";
    return new Param<>(this, key, TrainingOptions.option(key).doc());
  }

  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /** Whether a column that marks the validation part is set. */
  default boolean hasValidationIndicator() {
    return isDefined(validationIndicatorCol()) && !getValidationIndicatorCol().isEmpty();
  }

  default Param<String> handleInvalid() {
    return OptionParams.text(this, "handleInvalid");
  }

  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  default IntArrayParam hiddenLayers() {
    return OptionParams.integers(this, "hiddenLayers");
  }

  default int[] getHiddenLayers() {
    return getOrDefault(hiddenLayers());
  }

  default IntArrayParam widthCandidates() {
    return OptionParams.integers(this, "widthCandidates");
  }

  default int[] getWidthCandidates() {
    return getOrDefault(widthCandidates());
  }

  default Param<String> activation() {
    return OptionParams.text(this, "activation");
  }

  default String getActivation() {
    return getOrDefault(activation());
  }

  default Param<String> outputActivation() {
    return OptionParams.text(this, "outputActivation");
  }

  default String getOutputActivation() {
    return getOrDefault(outputActivation());
  }

  default BooleanParam hiddenBias() {
    return OptionParams.bool(this, "hiddenBias");
  }

  default boolean getHiddenBias() {
    return (Boolean) getOrDefault(hiddenBias());
  }

  default BooleanParam fitIntercept() {
    return OptionParams.bool(this, "fitIntercept");
  }

  default boolean getFitIntercept() {
    return (Boolean) getOrDefault(fitIntercept());
  }

  default Param<String> initialization() {
    return OptionParams.text(this, "initialization");
  }

  default String getInitialization() {
    return getOrDefault(initialization());
  }

  default DoubleParam initScale() {
    return OptionParams.real(this, "initScale");
  }

  default double getInitScale() {
    return (Double) getOrDefault(initScale());
  }

  default DoubleArrayParam initScaleCandidates() {
    return OptionParams.reals(this, "initScaleCandidates");
  }

  default double[] getInitScaleCandidates() {
    return getOrDefault(initScaleCandidates());
  }

  default Param<String> standardization() {
    return OptionParams.text(this, "standardization");
  }

  default String getStandardization() {
    return getOrDefault(standardization());
  }

  default Param<String> extremum() {
    return OptionParams.text(this, "extremum");
  }

  default String getExtremum() {
    return getOrDefault(extremum());
  }

  default DoubleParam gamma() {
    return OptionParams.real(this, "gamma");
  }

  default double getGamma() {
    return (Double) getOrDefault(gamma());
  }

  default DoubleParam regParam() {
    return OptionParams.real(this, "regParam");
  }

  default double getRegParam() {
    return (Double) getOrDefault(regParam());
  }

  default DoubleParam noiseRadius() {
    return OptionParams.real(this, "noiseRadius");
  }

  default double getNoiseRadius() {
    return (Double) getOrDefault(noiseRadius());
  }

  default Param<String> polarization() {
    return OptionParams.text(this, "polarization");
  }

  default String getPolarization() {
    return getOrDefault(polarization());
  }

  default LongParam sketchDirections() {
    return OptionParams.integer(this, "sketchDirections");
  }

  default long getSketchDirections() {
    return (Long) getOrDefault(sketchDirections());
  }

  default LongParam gradientRows() {
    return OptionParams.integer(this, "gradientRows");
  }

  default long getGradientRows() {
    return (Long) getOrDefault(gradientRows());
  }

  default Param<String> precision() {
    return OptionParams.text(this, "precision");
  }

  default String getPrecision() {
    return getOrDefault(precision());
  }

  default Param<String> classWeighting() {
    return OptionParams.text(this, "classWeighting");
  }

  default String getClassWeighting() {
    return getOrDefault(classWeighting());
  }

  default Param<String> rowSpace() {
    return OptionParams.text(this, "rowSpace");
  }

  default String getRowSpace() {
    return getOrDefault(rowSpace());
  }

  default DoubleParam rankTolerance() {
    return OptionParams.real(this, "rankTolerance");
  }

  default double getRankTolerance() {
    return (Double) getOrDefault(rankTolerance());
  }

  default DoubleParam alpha() {
    return OptionParams.real(this, "alpha");
  }

  default double getAlpha() {
    return (Double) getOrDefault(alpha());
  }

  default DoubleParam beta() {
    return OptionParams.real(this, "beta");
  }

  default double getBeta() {
    return (Double) getOrDefault(beta());
  }

  default DoubleParam epsilon() {
    return OptionParams.real(this, "epsilon");
  }

  default double getEpsilon() {
    return (Double) getOrDefault(epsilon());
  }

  default Param<String> centres() {
    return OptionParams.text(this, "centres");
  }

  default String getCentres() {
    return getOrDefault(centres());
  }

  default LongParam centresPerEssence() {
    return OptionParams.integer(this, "centresPerEssence");
  }

  default long getCentresPerEssence() {
    return (Long) getOrDefault(centresPerEssence());
  }

  default DoubleParam coverRadius() {
    return OptionParams.real(this, "coverRadius");
  }

  default double getCoverRadius() {
    return (Double) getOrDefault(coverRadius());
  }

  default Param<String> condition() {
    return OptionParams.text(this, "condition");
  }

  default String getCondition() {
    return getOrDefault(condition());
  }

  default LongParam maxRounds() {
    return OptionParams.integer(this, "maxRounds");
  }

  default long getMaxRounds() {
    return (Long) getOrDefault(maxRounds());
  }

  default Param<String> onTooSmall() {
    return OptionParams.text(this, "onTooSmall");
  }

  default String getOnTooSmall() {
    return getOrDefault(onTooSmall());
  }

  default DoubleParam stationarityTolerance() {
    return OptionParams.real(this, "stationarityTolerance");
  }

  default double getStationarityTolerance() {
    return (Double) getOrDefault(stationarityTolerance());
  }

  default LongParam fineTuning() {
    return OptionParams.integer(this, "fineTuning");
  }

  default long getFineTuning() {
    return (Long) getOrDefault(fineTuning());
  }

  default LongParam prototypes() {
    return OptionParams.integer(this, "prototypes");
  }

  default long getPrototypes() {
    return (Long) getOrDefault(prototypes());
  }

  default Param<String> checkpointDir() {
    return OptionParams.text(this, "checkpointDir");
  }

  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  default LongParam checkpointInterval() {
    return OptionParams.integer(this, "checkpointInterval");
  }

  default long getCheckpointInterval() {
    return (Long) getOrDefault(checkpointInterval());
  }

  default LongParam blockSize() {
    return OptionParams.integer(this, "blockSize");
  }

  default long getBlockSize() {
    return (Long) getOrDefault(blockSize());
  }

  default LongParam partitions() {
    return OptionParams.integer(this, "partitions");
  }

  default long getPartitions() {
    return (Long) getOrDefault(partitions());
  }

  default LongParam driverBytes() {
    return OptionParams.integer(this, "driverBytes");
  }

  default long getDriverBytes() {
    return (Long) getOrDefault(driverBytes());
  }

  default LongParam seed() {
    return OptionParams.integer(this, "seed");
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }
}
