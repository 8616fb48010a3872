package org.extremum.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.Rows;
import org.extremum.spark.TestSpark;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spark's multilayer perceptron, started at the exported weights and not trained, is the network.
 */
class MlpcWeightsTest {
  /** Folding rounds the first layer once more; |z| is some tens on these data. */
  private static final double ROUNDING = 1e-9;

  private static Dataset<Row> table(Rows rows) {
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      list.add(RowFactory.create((double) rows.essences()[i], Vectors.dense(rows.surfaces()[i])));
    }
    return TestSpark.session()
        .createDataFrame(
            list,
            new StructType()
                .add("label", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType()));
  }

  private static MultilayerPerceptronClassificationModel untrained(
      int[] layers, double[] weights, Dataset<Row> data) {
    return new MultilayerPerceptronClassifier()
        .setLayers(layers)
        .setInitialWeights(Vectors.dense(weights))
        .setMaxIter(0)
        .fit(data);
  }

  @ParameterizedTest
  @CsvSource({
    "iris.csv, sigmoid, 60",
    "iris.csv, softmax, 60",
    "breast_cancer.csv, sigmoid, 60",
    "digits.csv, softmax, 60",
    "digits.csv, sigmoid, 30;20",
  })
  void sparkAgrees(String file, String outputs, String widths) {
    List<Long> layers = List.of(widths.split(";")).stream().map(Long::valueOf).toList();
    Trained trained = Trained.on(file, Map.of("hiddenLayers", layers, "outputActivation", outputs));
    Network network = trained.model().network();
    Rows some = trained.rows().shuffled(1).select(i -> i < 100);
    MlpcWeights weights = MlpcWeights.of(network);
    Dataset<Row> data = table(some);
    MultilayerPerceptronClassificationModel model =
        untrained(weights.layers(), weights.values(), data);
    List<Row> answers =
        model.transform(data).select("rawPrediction", "probability", "prediction").collectAsList();
    for (int i = 0; i < some.size(); i++) {
      double[] z = network.raw(some.surfaces()[i]);
      double[] softmax = z.clone();
      OutputActivation.SOFTMAX.toProbabilities(softmax);
      Row answer = answers.get(i);
      assertThat(((Vector) answer.get(0)).toArray()).containsExactly(z, within(ROUNDING));
      assertThat(((Vector) answer.get(1)).toArray()).containsExactly(softmax, within(ROUNDING));
      assertThat(answer.getDouble(2)).isEqualTo(Network.argmax(z));
    }
  }

  /** The way that export.md shows. */
  @Test
  void sparkReadsTheFile(@TempDir Path folder) throws Exception {
    Trained trained = Trained.on("iris.csv", Map.of("hiddenLayers", List.of(20L)));
    Path file = folder.resolve("start.json");
    Files.write(file, OnnxFile.bytes(new MlpcExport(), trained.model()));
    Row start = TestSpark.session().read().option("multiLine", true).json(file.toString()).first();
    int[] layers =
        start.<Long>getList(start.fieldIndex("layers")).stream().mapToInt(Long::intValue).toArray();
    double[] weights =
        start.<Double>getList(start.fieldIndex("initialWeights")).stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    assertThat(layers).containsExactly(4, 20, 3);
    assertThat(weights).containsExactly(MlpcWeights.of(trained.model().network()).values());
    assertThat(start.<String>getList(start.fieldIndex("labelNames")))
        .containsExactly("class 0", "class 1", "class 2");
  }

  @Test
  void otherActivationsAreRefused() {
    Trained trained =
        Trained.on("iris.csv", Map.of("hiddenLayers", List.of(20L), "activation", "tanh"));
    assertThatThrownBy(() -> new MlpcExport().check(trained.model()))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContaining("expected sigmoid")
        .hasMessageContaining("got tanh");
  }
}
