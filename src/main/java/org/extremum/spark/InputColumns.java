package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import scala.Option;

/** The columns that make a sample, and what the schema says of the features. */
final class InputColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String features;
  private final String label; // null: none
  private final String weight; // null: none
  private final int size; // of the features, -1 where the metadata do not say
  private final String[] names; // of the features, or null

  /**
   * @throws IllegalArgumentException when a column is missing or of another type
   */
  InputColumns(Dataset<Row> dataset, String features, String label, String weight) {
    this.features = features;
    this.label = label;
    this.weight = weight;
    checkType(dataset, features, "a vector column");
    if (label != null) {
      checkType(dataset, label, "a numeric column");
    }
    if (weight != null) {
      checkType(dataset, weight, "a numeric column");
    }
    AttributeGroup group = AttributeGroup.fromStructField(dataset.schema().apply(features));
    this.size = group.size();
    this.names = names(group);
  }

  private void checkType(Dataset<Row> dataset, String column, String expected) {
    if (!java.util.Arrays.asList(dataset.schema().fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "column " + column + ": expected " + expected + ", got no such column");
    }
    DataType type = dataset.schema().apply(column).dataType();
    boolean right =
        column.equals(features)
            ? type.equals(SQLDataTypes.VectorType())
            : type instanceof NumericType;
    if (!right) {
      throw new IllegalArgumentException(
          "column " + column + ": expected " + expected + ", got " + type.simpleString());
    }
  }

  private static String[] names(AttributeGroup group) {
    Option<Attribute[]> attributes = group.attributes();
    if (attributes.isEmpty()) {
      return null;
    }
    String[] names = new String[attributes.get().length];
    for (int j = 0; j < names.length; j++) {
      Option<String> name = attributes.get()[j].name();
      names[j] = name.isEmpty() ? "" : name.get();
    }
    return names;
  }

  /** These columns alone, features first. */
  Dataset<Row> select(Dataset<Row> dataset) {
    Column[] chosen = new Column[1 + (hasLabel() ? 1 : 0) + (hasWeight() ? 1 : 0)];
    chosen[0] = column(dataset, features);
    if (hasLabel()) {
      chosen[labelIndex()] = column(dataset, label);
    }
    if (hasWeight()) {
      chosen[weightIndex()] = column(dataset, weight);
    }
    return dataset.select(chosen);
  }

  static Column column(Dataset<Row> dataset, String name) {
    return dataset.col("`" + name.replace("`", "``") + "`");
  }

  String features() {
    return features;
  }

  String label() {
    return label;
  }

  String weight() {
    return weight;
  }

  boolean hasLabel() {
    return label != null;
  }

  boolean hasWeight() {
    return weight != null;
  }

  int labelIndex() {
    return 1;
  }

  int weightIndex() {
    return hasLabel() ? 2 : 1;
  }

  /** Size of the features by the column's metadata, -1 where these do not say. */
  int sizeInMetadata() {
    return size;
  }

  String featureName(int feature) {
    return names == null || feature >= names.length ? "" : names[feature];
  }
}
