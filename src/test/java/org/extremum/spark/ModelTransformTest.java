package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructField;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.RandomNetwork;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTransformTest {
  /** A matrix product rounds by its shape: relative to the largest output of a row. */
  private static final double ROUNDING = 1e-12;

  private static final List<String> NAMES = List.of("ash", "birch", "cedar");

  private final ExtremumClassificationModel model = model();

  private static ExtremumClassificationModel model() {
    return new ExtremumClassificationModel(
        "model",
        RandomNetwork.of(4, 3, 30, 20),
        new TrainingReport(),
        NAMES,
        List.of("a", "b", "c", "d"));
  }

  private void assertSameAsRowWise(Dataset<Row> data) {
    Dataset<Row> inBlocks = model.transform(data);
    Dataset<Row> rowWise = model.transformRowWise(data);
    assertThat(inBlocks.schema()).isEqualTo(rowWise.schema());
    assertThat(model.transformSchema(data.schema())).isEqualTo(inBlocks.schema());
    List<Row> got = inBlocks.collectAsList();
    List<Row> expected = rowWise.collectAsList();
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.size(); i++) {
      for (int j = 0; j < expected.get(i).length(); j++) {
        Object value = expected.get(i).get(j);
        if (value instanceof Vector vector && j >= data.columns().length) {
          double[] numbers = ((Vector) got.get(i).get(j)).toArray();
          double largest = Vectors.norm(vector, Double.POSITIVE_INFINITY);
          assertThat(numbers).containsExactly(vector.toArray(), within(ROUNDING * largest));
        } else {
          assertThat(got.get(i).get(j)).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void blocksGiveWhatSparksOwnRowWiseTransformGives() {
    // More than one block in a partition, and one that is not full.
    assertSameAsRowWise(TinyData.frame(TinyData.rows(2500)).coalesce(1));
  }

  @Test
  void sparseRowsAreScoredAsDenseOnes() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Vector sparse =
          Vectors.sparse(
              4,
              i % 11 == 0 ? new int[] {i % 4} : new int[0],
              i % 11 == 0 ? new double[] {i} : new double[0]);
      rows.add(RowFactory.create((long) i, 0.0, sparse, 1.0));
    }
    assertSameAsRowWise(TinyData.frame(rows).coalesce(1));
  }

  @Test
  void thresholdsDecideAsSparksOwnDo() {
    model.setThresholds(new double[] {0.9, 0, 0.1});
    assertSameAsRowWise(TinyData.clouds());
    assertThat(labels(model.transform(TinyData.clouds()))).containsOnly(1.0);
    model.setThresholds(new double[] {0.9, 0.2, 0.1});
    assertSameAsRowWise(TinyData.clouds());
    assertThatThrownBy(() -> model.setThresholds(new double[] {0.5, 0.5}))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("thresholds: expected one for each of 3 classes, got 2");
  }

  @Test
  void emptyNamesLeaveColumnsOut() {
    Dataset<Row> data = TinyData.clouds();
    model.setRawPredictionCol("");
    assertSameAsRowWise(data);
    assertThat(model.transform(data).columns()).endsWith("weight", "probability", "prediction");
    List<Double> labels = labels(model.transform(data));
    model.setProbabilityCol("");
    assertThat(labels(model.transform(data))).isEqualTo(labels);
    model.setPredictionCol("");
    assertThat(model.transform(data).columns()).isEqualTo(data.columns());
  }

  @Test
  void columnsKeepTheirMetadataWhateverTheirNames() {
    StructField features =
        new AttributeGroup(
                "features",
                new Attribute[] {
                  NominalAttribute.defaultAttr().withName("p"),
                  NominalAttribute.defaultAttr().withName("q"),
                  NominalAttribute.defaultAttr().withName("r"),
                  NominalAttribute.defaultAttr().withName("s")
                })
            .toStructField();
    Dataset<Row> odd =
        TinyData.clouds()
            .withColumn("features", functions.col("features"), features.metadata())
            .withColumnRenamed("id", "a.b`c")
            .withColumnRenamed("weight", "label ")
            .withColumn("when", functions.expr("timestamp '2020-01-01 00:00:00'"))
            .withColumn("nested", functions.expr("struct(array(1, null) as x, map('k', 2L) as y)"))
            .withColumn("nothing", functions.lit(null));
    assertSameAsRowWise(odd);
    Dataset<Row> twice = odd.select(functions.col("*"), functions.col("label").as("a.b`c"));
    assertThat(model.transform(twice).columns())
        .endsWith("a.b`c", "rawPrediction", "probability", "prediction");
    assertThat(model.transform(twice).count()).isEqualTo(60);
  }

  @Test
  void namesThatDifferInCaseAreOneNameToSparkUnlessItIsTold() {
    Dataset<Row> upper = TinyData.clouds().withColumn("PREDICTION", functions.lit(1));
    assertThatThrownBy(() -> model.transform(upper))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("column 'prediction' (predictionCol): expected a name that is free");
    TestSpark.session().conf().set("spark.sql.caseSensitive", "true");
    try {
      assertThat(model.transform(upper).columns()).endsWith("probability", "prediction");
    } finally {
      TestSpark.session().conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void predictionSaysWhatItsNumbersMean() {
    StructField prediction = model.transform(TinyData.clouds()).schema().apply("prediction");
    NominalAttribute attribute = (NominalAttribute) Attribute.fromStructField(prediction);
    assertThat(attribute.values().get()).containsExactly("ash", "birch", "cedar");
    StructField raw = model.transform(TinyData.clouds()).schema().apply("rawPrediction");
    assertThat(AttributeGroup.fromStructField(raw).size()).isEqualTo(3);
  }

  @Test
  void probabilitiesAndLabelsFollowFromRawOutputs() {
    for (Row row : model.transform(TinyData.clouds()).collectAsList()) {
      double[] z = row.<Vector>getAs("rawPrediction").toArray();
      assertThat((double) row.<Double>getAs("prediction")).isEqualTo(Network.argmax(z));
      OutputActivation.SIGMOID.toProbabilities(z);
      assertThat(row.<Vector>getAs("probability").toArray()).isEqualTo(z);
      assertThat(Arrays.stream(z).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void scoresAStream(@TempDir java.nio.file.Path folder)
      throws TimeoutException, StreamingQueryException {
    String input = folder.resolve("input").toString();
    TinyData.clouds().write().parquet(input);
    Dataset<Row> stream = TestSpark.session().readStream().schema(TinyData.SCHEMA).parquet(input);
    StreamingQuery query =
        model
            .transform(stream)
            .writeStream()
            .format("memory")
            .queryName("scored")
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    List<Row> streamed = TestSpark.session().table("scored").orderBy("id").collectAsList();
    assertThat(streamed)
        .isEqualTo(
            model
                .transform(TestSpark.session().read().parquet(input))
                .orderBy("id")
                .collectAsList());
  }

  @Test
  void scoresRowsInManyThreads() {
    List<Vector> rows = TinyData.rows(200).stream().map(row -> (Vector) row.get(2)).toList();
    List<Vector> oneByOne = rows.stream().map(model::predictRaw).toList();
    assertThat(rows.parallelStream().map(model::predictRaw).toList()).isEqualTo(oneByOne);
  }

  @Test
  void copiesShareTheNetworkAndTakeExtra() {
    ExtremumClassificationModel copy =
        model.copy(new ParamMap().put(model.predictionCol(), "guess"));
    assertThat(copy.network()).isSameAs(model.network());
    assertThat(copy.uid()).isEqualTo("model");
    assertThat(copy.labelNames()).isEqualTo(NAMES);
    assertThat(copy.transform(TinyData.clouds()).columns()).endsWith("guess");
  }

  @Test
  void emptyDataGivesNoRows() {
    assertThat(model.transform(TinyData.frame(List.of())).collectAsList()).isEmpty();
  }

  private static List<Double> labels(Dataset<Row> scored) {
    return scored.collectAsList().stream().map(row -> row.<Double>getAs("prediction")).toList();
  }
}
