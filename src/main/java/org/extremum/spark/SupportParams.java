package org.extremum.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The params of {@link ExtremumParams} that ask for columns which say why and how sure. */
public interface SupportParams extends Params {
  default Param<String> certifiedRadiusCol() {
    return OptionParams.text(this, "certifiedRadiusCol");
  }

  default String getCertifiedRadiusCol() {
    return getOrDefault(certifiedRadiusCol());
  }

  default Param<String> gradientNormCol() {
    return OptionParams.text(this, "gradientNormCol");
  }

  default String getGradientNormCol() {
    return getOrDefault(gradientNormCol());
  }

  default Param<String> supportDistanceCol() {
    return OptionParams.text(this, "supportDistanceCol");
  }

  default String getSupportDistanceCol() {
    return getOrDefault(supportDistanceCol());
  }

  default Param<String> supportIdCol() {
    return OptionParams.text(this, "supportIdCol");
  }

  default String getSupportIdCol() {
    return getOrDefault(supportIdCol());
  }

  default Param<String> abstainCol() {
    return OptionParams.text(this, "abstainCol");
  }

  default String getAbstainCol() {
    return getOrDefault(abstainCol());
  }

  default DoubleParam abstainRadius() {
    return OptionParams.real(this, "abstainRadius");
  }

  default double getAbstainRadius() {
    return (Double) getOrDefault(abstainRadius());
  }
}
