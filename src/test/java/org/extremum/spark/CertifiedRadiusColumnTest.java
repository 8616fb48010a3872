package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Network;
import org.extremum.network.RandomNetwork;
import org.extremum.samples.SampleBlock;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;
import org.extremum.verification.CertifiedRadius;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertifiedRadiusColumnTest {
  /** A block's products round by their shape. */
  private static final double ROUNDING = 1e-10;

  private static final Network NETWORK = RandomNetwork.of(4, 3, 30, 20);

  private static ExtremumClassificationModel model(Network network) {
    return new ExtremumClassificationModel(
        "model", network, new TrainingReport(), List.of(), List.of());
  }

  private static double[] expected(List<Row> rows, Network network) {
    double[] surfaces =
        rows.stream()
            .flatMapToDouble(row -> Arrays.stream(row.<Vector>getAs("features").toArray()))
            .toArray();
    int size = rows.size();
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    SampleBlock block =
        SampleBlock.dense(4, surfaces, new int[size], ones, new long[size])
            .standardised(network.standardiser());
    return CertifiedRadius.of(network).radii(block);
  }

  @Test
  void radiiAreThoseOfTheNetwork() {
    ExtremumClassificationModel model = model(NETWORK).setCertifiedRadiusCol("radius");
    // More than one block in a partition, and one that is not full.
    Dataset<Row> data = TinyData.frame(TinyData.rows(2500)).coalesce(1);
    List<Row> scored = model.transform(data).collectAsList();
    double[] radii = expected(scored, NETWORK);
    for (int i = 0; i < radii.length; i++) {
      assertThat(scored.get(i).<Double>getAs("radius")).isNotNegative();
      assertThat((double) scored.get(i).<Double>getAs("radius"))
          .isCloseTo(radii[i], within(ROUNDING * radii[i]));
    }
    assertThat(Arrays.stream(radii).max().orElseThrow()).isPositive();
  }

  @Test
  void thereIsNoneUnlessItIsNamed() {
    ExtremumClassificationModel model = model(NETWORK);
    List<Row> plain = model.transform(TinyData.clouds()).collectAsList();
    assertThat(model.transform(TinyData.clouds()).columns())
        .endsWith("rawPrediction", "probability", "prediction");
    // The same model afterwards, with what it sent before.
    Dataset<Row> with =
        model
            .copy(new ParamMap().put(model.certifiedRadiusCol(), "r"))
            .transform(TinyData.clouds());
    assertThat(with.drop("r").collectAsList()).isEqualTo(plain);
    model.setCertifiedRadiusCol("r");
    assertThat(model.transform(TinyData.clouds()).collectAsList()).isEqualTo(with.collectAsList());
    model.setCertifiedRadiusCol("");
    assertThat(model.transform(TinyData.clouds()).collectAsList()).isEqualTo(plain);
  }

  @Test
  void itStandsAlone() {
    ExtremumClassificationModel model = model(NETWORK).setCertifiedRadiusCol("r");
    model.setRawPredictionCol("").setProbabilityCol("").setPredictionCol("");
    Dataset<Row> scored = model.transform(TinyData.clouds());
    assertThat(scored.columns()).endsWith("weight", "r");
    assertThat(scored.collectAsList())
        .allSatisfy(row -> assertThat(row.<Double>getAs("r")).isNotNegative());
  }

  @Test
  void schemasHaveItAndRefuseATakenName() {
    ExtremumClassificationModel model = model(NETWORK).setCertifiedRadiusCol("r");
    StructField field =
        new StructField(
            "r",
            DataTypes.DoubleType,
            false,
            model(NETWORK).transformSchema(TinyData.SCHEMA).apply("id").metadata());
    assertThat(model.transformSchema(TinyData.SCHEMA).apply("r")).isEqualTo(field);
    assertThat(model.transform(TinyData.clouds()).schema().apply("r")).isEqualTo(field);
    ExtremumClassifier classifier = new ExtremumClassifier().setCertifiedRadiusCol("r");
    assertThat(classifier.transformSchema(TinyData.SCHEMA).apply("r")).isEqualTo(field);
    for (String taken : List.of("label", "prediction")) {
      classifier.setCertifiedRadiusCol(taken);
      assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
          .hasMessageContaining("column '" + taken + "' (certifiedRadiusCol)");
    }
  }

  @Test
  void theEstimatorHandsItToItsModel() {
    ExtremumClassificationModel model =
        new ExtremumClassifier()
            .setHiddenLayers(20)
            .setCertifiedRadiusCol("r")
            .fit(TinyData.clouds());
    assertThat(model.getCertifiedRadiusCol()).isEqualTo("r");
    assertThat(model.transform(TinyData.clouds()).columns()).endsWith("prediction", "r");
  }

  @Test
  void isSavedAndLoaded(@TempDir Path folder) throws IOException {
    ExtremumClassificationModel model = model(NETWORK).setCertifiedRadiusCol("r");
    model.save(folder.resolve("model").toString());
    ExtremumClassificationModel loaded =
        ExtremumClassificationModel.load(folder.resolve("model").toString());
    assertThat(loaded.getCertifiedRadiusCol()).isEqualTo("r");
    assertThat(loaded.transform(TinyData.clouds()).collectAsList())
        .isEqualTo(model.transform(TinyData.clouds()).collectAsList());
  }

  @Test
  void nothingIsCertifiedForRelu() {
    HiddenStack relu = new HiddenStack(NETWORK.hidden().layers(), Activation.RELU);
    Network network = new Network(NETWORK.standardiser(), relu, NETWORK.output());
    assertThat(
            model(network).setCertifiedRadiusCol("r").transform(TinyData.clouds()).collectAsList())
        .allSatisfy(row -> assertThat(row.<Double>getAs("r")).isZero());
  }
}
