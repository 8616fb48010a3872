package org.extremum.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.extremum.training.TrainingOptions;

/** A model's answers as a table for people and programs that know nothing of vectors. */
final class Predictions {
  private static final List<String> REASONS =
      List.of(
          "certifiedRadiusCol",
          "gradientNormCol",
          "supportDistanceCol",
          "supportIdCol",
          "abstainCol");

  private Predictions() {}

  /** Rows of {@link #schema}, in the order of the input. */
  static Dataset<Row> of(ExtremumClassificationModel model, Dataset<Row> samples) {
    List<String> names = Provenance.labelNames(model);
    return model
        .transform(samples)
        .select(
            Stream.concat(
                    Stream.of(Input.ID, model.getPredictionCol(), model.getProbabilityCol()),
                    reasons(model).values().stream())
                .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new))
        .map((MapFunction<Row, Row>) row -> answer(row, names), Encoders.row(schema(model)));
  }

  /** Option to name of the columns that say why and how sure, those that have a name. */
  private static Map<String, String> reasons(ExtremumClassificationModel model) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String option : REASONS) {
      String name = (String) model.getOrDefault(model.getParam(option));
      if (!name.isEmpty()) {
        names.put(option, name);
      }
    }
    return names;
  }

  /**
   * Gives the model the names that are given, an empty one to leave a column out; others stay as
   * they were in training.
   */
  static void name(ExtremumClassificationModel model, TrainingOptions options) {
    for (String option : REASONS) {
      if (options.isGiven(option)) {
        model.set(model.getParam(option), options.asMap().get(option));
      }
    }
    if (options.isGiven("abstainRadius")) {
      model.setAbstainRadius((Double) options.asMap().get("abstainRadius"));
    }
  }

  /**
   * Columns id, prediction (the class's name), probability_NAME for each class, and those that say
   * why and how sure where the model has names for them.
   *
   * @throws Problem (usage) when such a name is one of the others, or of a column of the input
   */
  static StructType schema(ExtremumClassificationModel model) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, true)
            .add("prediction", DataTypes.StringType, false);
    for (String name : Provenance.labelNames(model)) {
      schema = schema.add("probability_" + name, DataTypes.DoubleType, false);
    }
    List<String> taken = new ArrayList<>(List.of(Input.schema().fieldNames()));
    taken.addAll(List.of(schema.fieldNames()));
    for (Map.Entry<String, String> reason : reasons(model).entrySet()) {
      if (taken.stream().anyMatch(reason.getValue()::equalsIgnoreCase)) {
        throw Problem.of(
            Problem.Kind.USAGE,
            "option " + reason.getKey(),
            "none of " + String.join(", ", taken),
            "'" + reason.getValue() + "'",
            "give the column another name");
      }
      taken.add(reason.getValue());
    }
    StructType scored = model.transformSchema(Input.schema());
    for (String name : reasons(model).values()) {
      schema = schema.add(name, scored.apply(name).dataType(), scored.apply(name).nullable());
    }
    return schema;
  }

  private static Row answer(Row row, List<String> names) {
    Vector probabilities = (Vector) row.get(2);
    Object[] cells = new Object[row.length() - 1 + probabilities.size()];
    cells[0] = row.get(0);
    cells[1] = names.get((int) row.getDouble(1));
    for (int v = 0; v < probabilities.size(); v++) {
      cells[2 + v] = probabilities.apply(v);
    }
    for (int reason = 3; reason < row.length(); reason++) {
      cells[probabilities.size() + reason - 1] = row.get(reason);
    }
    return RowFactory.create(cells);
  }
}
