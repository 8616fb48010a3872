package org.extremum.job;

import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.job.input.Input;
import org.extremum.spark.ExtremumClassificationModel;

/** A model's answers as a table for people and programs that know nothing of vectors. */
final class Predictions {
  private Predictions() {}

  /**
   * Columns id, prediction (the class's name), and probability_NAME for each class, in the order of
   * the input.
   */
  static Dataset<Row> of(ExtremumClassificationModel model, Dataset<Row> samples) {
    List<String> names = Provenance.labelNames(model);
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, true)
            .add("prediction", DataTypes.StringType, false);
    for (String name : names) {
      schema = schema.add("probability_" + name, DataTypes.DoubleType, false);
    }
    return model
        .transform(samples)
        .select(Input.ID, model.getPredictionCol(), model.getProbabilityCol())
        .map((MapFunction<Row, Row>) row -> answer(row, names), Encoders.row(schema));
  }

  private static Row answer(Row row, List<String> names) {
    Vector probabilities = (Vector) row.get(2);
    Object[] cells = new Object[2 + probabilities.size()];
    cells[0] = row.get(0);
    cells[1] = names.get((int) row.getDouble(1));
    for (int v = 0; v < probabilities.size(); v++) {
      cells[2 + v] = probabilities.apply(v);
    }
    return RowFactory.create(cells);
  }
}
