package org.extremum.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.job.input.Input;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.Problem;

/** A model's answers as a table for people and programs that know nothing of vectors. */
final class Predictions {
  private Predictions() {}

  /** Rows of {@link #schema}, in the order of the input. */
  static Dataset<Row> of(ExtremumClassificationModel model, Dataset<Row> samples) {
    List<String> names = Provenance.labelNames(model);
    String radius = model.getCertifiedRadiusCol();
    return model
        .transform(samples)
        .select(
            Stream.of(Input.ID, model.getPredictionCol(), model.getProbabilityCol(), radius)
                .filter(name -> !name.isEmpty())
                .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new))
        .map((MapFunction<Row, Row>) row -> answer(row, names), Encoders.row(schema(model)));
  }

  /**
   * Columns id, prediction (the class's name), probability_NAME for each class, and the certified
   * radius where the model has a name for it.
   *
   * @throws Problem (usage) when that name is one of the others, or of a column of the input
   */
  static StructType schema(ExtremumClassificationModel model) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, true)
            .add("prediction", DataTypes.StringType, false);
    for (String name : Provenance.labelNames(model)) {
      schema = schema.add("probability_" + name, DataTypes.DoubleType, false);
    }
    String radius = model.getCertifiedRadiusCol();
    if (radius.isEmpty()) {
      return schema;
    }
    List<String> taken = new ArrayList<>(List.of(Input.FEATURES, Input.LABEL, Input.WEIGHT));
    taken.addAll(List.of(schema.fieldNames()));
    if (taken.contains(radius)) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "option certifiedRadiusCol",
          "none of " + String.join(", ", taken),
          "'" + radius + "'",
          "give the column another name");
    }
    return schema.add(radius, DataTypes.DoubleType, false);
  }

  private static Row answer(Row row, List<String> names) {
    Vector probabilities = (Vector) row.get(2);
    Object[] cells = new Object[row.length() - 1 + probabilities.size()];
    cells[0] = row.get(0);
    cells[1] = names.get((int) row.getDouble(1));
    for (int v = 0; v < probabilities.size(); v++) {
      cells[2 + v] = probabilities.apply(v);
    }
    if (row.length() > 3) {
      cells[cells.length - 1] = row.get(3);
    }
    return RowFactory.create(cells);
  }
}
