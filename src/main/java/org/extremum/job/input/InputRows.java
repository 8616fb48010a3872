package org.extremum.job.input;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * An input that was looked through, as tables of Spark: its usable rows as samples, the others with
 * the reason. Both decode the rows anew, when Spark computes them.
 *
 * @param scan what the look found
 */
record InputRows(RawTable table, RowDecoder decoder, KnownLabels labels, Scan scan) {
  static final StructType SAMPLES =
      new StructType()
          .add(Input.FEATURES, SQLDataTypes.VectorType(), false)
          .add(Input.LABEL, DataTypes.DoubleType, true)
          .add(Input.WEIGHT, DataTypes.DoubleType, false)
          .add(Input.ID, DataTypes.StringType, true)
          .add(Input.VALIDATION, DataTypes.BooleanType, false);

  private static final StructType BAD_ROWS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("row", DataTypes.LongType)
          .add("column", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("raw", DataTypes.StringType);

  /**
   * See {@link Input#samples}.
   *
   * @param featureNames for the metadata; empty where a whole surface stands in one place
   */
  Dataset<Row> samples(List<String> featureNames, boolean withIds) {
    RowDecoder by = decoder; // tasks get these, not the table
    KnownLabels known = labels;
    Map<Split, Long> firstRows = withIds ? new TreeMap<>(scan.firstRows(false)) : Map.of();
    Dataset<Row> rows =
        table
            .rows()
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    part -> new UsableRows(part, by, known, firstRows),
                Encoders.row(SAMPLES));
    // Encoders lose metadata; it is put on afterwards.
    return rows.select(
        rows.col(Input.FEATURES).as(Input.FEATURES, metadata(featureNames)),
        rows.col(Input.LABEL).as(Input.LABEL, labelMetadata()),
        rows.col(Input.WEIGHT),
        rows.col(Input.ID),
        rows.col(Input.VALIDATION));
  }

  private Metadata metadata(List<String> featureNames) {
    if (featureNames.isEmpty()) {
      return new AttributeGroup(Input.FEATURES, decoder.features()).toMetadata();
    }
    Attribute[] attributes =
        featureNames.stream()
            .map(name -> NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new);
    return new AttributeGroup(Input.FEATURES, attributes).toMetadata();
  }

  private Metadata labelMetadata() {
    return labels.names().isEmpty()
        ? Metadata.empty()
        : NominalAttribute.defaultAttr()
            .withName(Input.LABEL)
            .withValues(labels.names().toArray(String[]::new))
            .toMetadata();
  }

  /** The rows that cannot be used: file, row number, column, reason, the row as it stood. */
  Dataset<Row> unusable() {
    RowDecoder by = decoder;
    KnownLabels known = labels;
    Map<Split, Long> firstRows = new TreeMap<>(scan.firstRows(true));
    return table
        .rows()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> unusable(rows, by, known, firstRows),
            Encoders.row(BAD_ROWS));
  }

  private static Iterator<Row> unusable(
      Iterator<Row> rows, RowDecoder decoder, KnownLabels known, Map<Split, Long> firstRows) {
    List<Row> bad = new ArrayList<>();
    RowCounter counter = new RowCounter();
    while (rows.hasNext()) {
      Row row = rows.next();
      counter.next(row);
      try {
        known.check(decoder.decode(row).label());
      } catch (BadValue e) {
        bad.add(
            RowFactory.create(
                counter.split().file(),
                firstRows.get(counter.split()) + counter.row(),
                e.column(),
                "expected " + e.expected() + ", got " + e.got(),
                decoder.raw(row)));
      }
    }
    return bad.iterator();
  }
}
