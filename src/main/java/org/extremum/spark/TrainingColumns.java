package org.extremum.spark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.training.Problem;
import scala.Option;

/**
 * What a schema says of the columns to train on; made only if they can be.
 *
 * @param essences V by the label's metadata, 0 where these do not say
 * @param labelNames V names, or empty where the metadata have none
 * @param featureNames a name for each feature, or empty where the metadata have none
 */
record TrainingColumns(int essences, List<String> labelNames, List<String> featureNames) {

  /**
   * @throws Problem (bad data) when a column is missing or of another type
   */
  static TrainingColumns of(StructType schema, ExtremumClassifier classifier) {
    StructField features = vector(schema, classifier.getFeaturesCol());
    StructField label = numeric(schema, "labelCol", classifier.getLabelCol());
    if (classifier.hasWeights()) {
      numeric(schema, "weightCol", classifier.getWeightCol());
    }
    if (classifier.hasValidationIndicator()) {
      indicator(schema, classifier.getValidationIndicatorCol());
    }
    Attribute attribute = Attribute.fromStructField(label);
    return new TrainingColumns(essences(attribute), names(attribute), names(features));
  }

  /** The features column, if it is there and holds vectors. */
  static StructField vector(StructType schema, String column) {
    StructField field = field(schema, "featuresCol", column, "a column of vectors");
    if (!field.dataType().equals(SQLDataTypes.VectorType())) {
      throw wrongType(
          "featuresCol",
          column,
          "a column of vectors",
          field.dataType(),
          "assemble numeric columns with VectorAssembler");
    }
    return field;
  }

  private static StructField numeric(StructType schema, String param, String column) {
    StructField field = field(schema, param, column, "a numeric column");
    if (!(field.dataType() instanceof NumericType)) {
      throw wrongType(
          param,
          column,
          "a numeric column",
          field.dataType(),
          param.equals("labelCol") ? "index names with StringIndexer" : "cast it to a number");
    }
    return field;
  }

  private static void indicator(StructType schema, String column) {
    String param = "validationIndicatorCol";
    StructField field = field(schema, param, column, "a Boolean column");
    if (!field.dataType().equals(DataTypes.BooleanType)) {
      throw wrongType(
          param, column, "a Boolean column", field.dataType(), "compare it with a value");
    }
  }

  private static StructField field(
      StructType schema, String param, String column, String expected) {
    List<String> there = Arrays.asList(schema.fieldNames());
    if (!there.contains(column)) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "column '" + column + "' (" + param + ")",
          expected,
          "no such column",
          "set " + param + " to one of " + abridged(there));
    }
    return schema.apply(column);
  }

  private static String abridged(List<String> names) {
    int shown = 20;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + ", … (" + names.size() + " columns)";
  }

  private static Problem wrongType(
      String param, String column, String expected, DataType got, String remedy) {
    return Problem.of(
        Problem.Kind.BAD_DATA,
        "column '" + column + "' (" + param + ")",
        expected,
        "type " + got.simpleString(),
        remedy);
  }

  private static int essences(Attribute attribute) {
    if (attribute instanceof NominalAttribute nominal) {
      Option<Object> count = nominal.getNumValues();
      return count.isDefined() ? (Integer) count.get() : 0;
    }
    return attribute instanceof BinaryAttribute ? 2 : 0;
  }

  private static List<String> names(Attribute attribute) {
    Option<String[]> values = Option.empty();
    if (attribute instanceof NominalAttribute nominal) {
      values = nominal.values();
    } else if (attribute instanceof BinaryAttribute binary) {
      values = binary.values();
    }
    return values.isDefined() ? List.of(values.get()) : List.of();
  }

  private static List<String> names(StructField features) {
    Option<Attribute[]> attributes = AttributeGroup.fromStructField(features).attributes();
    if (attributes.isEmpty()) {
      return List.of();
    }
    Attribute[] all = attributes.get();
    return IntStream.range(0, all.length)
        .mapToObj(j -> all[j].name().isDefined() ? all[j].name().get() : features.name() + "_" + j)
        .toList();
  }
}
