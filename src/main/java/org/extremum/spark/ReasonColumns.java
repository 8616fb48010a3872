package org.extremum.spark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.extremum.training.Problem;

/**
 * The columns that say why a prediction was made and how sure it is; an empty name leaves one out.
 *
 * @param radius certified, in D_s units; of the largest output, whatever the thresholds
 * @param gradientNorm ‖∇_x z_v‖ of the predicted output, in standardised coordinates
 * @param supportDistance D_s to the nearest prototype of the predicted label
 * @param supportId what that prototype is called; null where the label has none
 * @param abstain whether it is farther than {@code abstainRadius}
 * @param abstainRadius in D_s, NaN for the prototypes' own
 */
record ReasonColumns(
    String radius,
    String gradientNorm,
    String supportDistance,
    String supportId,
    String abstain,
    double abstainRadius)
    implements Serializable {

  static ReasonColumns of(ExtremumParams params) {
    return new ReasonColumns(
        params.getCertifiedRadiusCol(),
        params.getGradientNormCol(),
        params.getSupportDistanceCol(),
        params.getSupportIdCol(),
        params.getAbstainCol(),
        params.getAbstainRadius());
  }

  boolean hasRadius() {
    return !radius.isEmpty();
  }

  boolean hasGradientNorm() {
    return !gradientNorm.isEmpty();
  }

  boolean hasSupport() {
    return Stream.of(supportDistance, supportId, abstain).anyMatch(name -> !name.isEmpty());
  }

  /** Param to name of the columns that are asked for, in their order. */
  Map<String, String> asked() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("certifiedRadiusCol", radius);
    names.put("gradientNormCol", gradientNorm);
    names.put("supportDistanceCol", supportDistance);
    names.put("supportIdCol", supportId);
    names.put("abstainCol", abstain);
    names.values().removeIf(String::isEmpty);
    return names;
  }

  /** The type of a param's column. */
  static DataType type(String param) {
    return switch (param) {
      case "supportIdCol" -> DataTypes.StringType;
      case "abstainCol" -> DataTypes.BooleanType;
      default -> DataTypes.DoubleType;
    };
  }

  /**
   * Refuses columns of support where no prototypes are kept.
   *
   * @throws Problem (usage) in that case
   */
  void require(boolean prototypes) {
    if (hasSupport() && !prototypes) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "supportDistanceCol, supportIdCol or abstainCol",
          "a model that keeps prototypes",
          "one without",
          "train with prototypes=10 (or so), or with extremum=exact");
    }
  }
}
