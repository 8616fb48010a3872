package org.extremum.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.training.Problem;
import scala.Option;

/**
 * The columns that scoring appends, in Spark's order, the reasons last; an empty name leaves one
 * out.
 *
 * @param raw z_v
 * @param probability S(z_v)/ΣS(z_q), or softmax(z)
 * @param prediction the label
 * @param reasons what says why and how sure
 */
record OutputColumns(String raw, String probability, String prediction, ReasonColumns reasons)
    implements Serializable {

  static OutputColumns of(ExtremumClassifier classifier) {
    return new OutputColumns(
        classifier.getRawPredictionCol(),
        classifier.getProbabilityCol(),
        classifier.getPredictionCol(),
        ReasonColumns.of(classifier));
  }

  static OutputColumns of(ExtremumClassificationModel model) {
    return new OutputColumns(
        model.getRawPredictionCol(),
        model.getProbabilityCol(),
        model.getPredictionCol(),
        ReasonColumns.of(model));
  }

  boolean hasRaw() {
    return !raw.isEmpty();
  }

  boolean hasProbability() {
    return !probability.isEmpty();
  }

  boolean hasPrediction() {
    return !prediction.isEmpty();
  }

  /** How many columns are appended. */
  int count() {
    return reasons.asked().size()
        + (int) Stream.of(raw, probability, prediction).filter(name -> !name.isEmpty()).count();
  }

  /**
   * The schema with these columns appended.
   *
   * @param essences V, or 0 where it is not known yet
   * @param labelNames V names, or empty
   * @throws Problem (usage) when a column is there already that Spark takes for one of that name:
   *     whatever its case, unless {@code spark.sql.caseSensitive} is set
   */
  StructType appendedTo(StructType schema, int essences, List<String> labelNames) {
    Set<String> taken =
        isCaseSensitive() ? new HashSet<>() : new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    taken.addAll(Arrays.asList(schema.fieldNames()));
    StructType appended = schema;
    if (hasRaw()) {
      requireFree(taken, "rawPredictionCol", raw);
      appended = appended.add(vectors(raw, essences));
    }
    if (hasProbability()) {
      requireFree(taken, "probabilityCol", probability);
      appended = appended.add(vectors(probability, essences));
    }
    if (hasPrediction()) {
      requireFree(taken, "predictionCol", prediction);
      appended =
          appended.add(
              new StructField(
                  prediction, DataTypes.DoubleType, false, labels(essences, labelNames)));
    }
    for (Map.Entry<String, String> reason : reasons.asked().entrySet()) {
      requireFree(taken, reason.getKey(), reason.getValue());
      boolean mayBeNull = reason.getKey().equals("supportIdCol");
      appended = appended.add(reason.getValue(), ReasonColumns.type(reason.getKey()), mayBeNull);
    }
    return appended;
  }

  private static boolean isCaseSensitive() {
    Option<SparkSession> session = SparkSession.getActiveSession();
    if (session.isEmpty()) {
      session = SparkSession.getDefaultSession();
    }
    return session.isDefined()
        && Boolean.parseBoolean(session.get().conf().get("spark.sql.caseSensitive", "false"));
  }

  private static void requireFree(Set<String> taken, String param, String column) {
    if (!taken.add(column)) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "column '" + column + "' (" + param + ")",
          "a name that is free",
          "a column that is there already",
          "drop it, or set " + param + " to another name");
    }
  }

  private static StructField vectors(String column, int essences) {
    Metadata metadata =
        essences > 0 ? new AttributeGroup(column, essences).toMetadata() : Metadata.empty();
    return new StructField(column, SQLDataTypes.VectorType(), true, metadata);
  }

  private Metadata labels(int essences, List<String> labelNames) {
    NominalAttribute attribute = NominalAttribute.defaultAttr().withName(prediction);
    if (!labelNames.isEmpty()) {
      return attribute.withValues(labelNames.toArray(String[]::new)).toMetadata();
    }
    return essences > 0 ? attribute.withNumValues(essences).toMetadata() : Metadata.empty();
  }
}
