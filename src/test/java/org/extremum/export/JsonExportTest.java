package org.extremum.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.RandomNetwork;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;

/** What is written is read back by what the format's description says, and is the same. */
class JsonExportTest {
  private static JsonNode written(ExportedModel model) throws Exception {
    return new ObjectMapper().readTree(OnnxFile.bytes(new JsonExport(), model));
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static Network network(JsonNode json) {
    List<Layer> layers = new ArrayList<>();
    for (JsonNode layer : json.path("layers")) {
      int outputs = layer.path("outputs").intValue();
      int inputs = layer.path("inputs").intValue();
      double[] weights = new double[outputs * inputs];
      for (int k = 0; k < outputs; k++) {
        double[] row = numbers(layer.path("weights").path(k));
        assertThat(row).hasSize(inputs);
        for (int j = 0; j < inputs; j++) {
          weights[k + outputs * j] = row[j];
        }
      }
      layers.add(new Layer(outputs, inputs, weights, numbers(layer.path("biases"))));
    }
    JsonNode standardiser = json.path("standardiser");
    int[] kept = new ObjectMapper().convertValue(standardiser.path("keptFeatures"), int[].class);
    JsonNode architecture = json.path("architecture");
    return new Network(
        new Standardiser(
            architecture.path("inputFeatures").intValue(),
            kept,
            numbers(standardiser.path("means")),
            numbers(standardiser.path("scales"))),
        new HiddenStack(
            layers.subList(0, layers.size() - 1),
            Activation.named(architecture.path("activation").textValue())),
        layers.get(layers.size() - 1),
        OutputActivation.named(architecture.path("outputActivation").textValue()));
  }

  @Test
  void theSameNetworkIsReadBack() throws Exception {
    Network random = RandomNetwork.of(5, 3, 30, 20);
    Standardiser dropping =
        new Standardiser(
            7, new int[] {0, 2, 3, 5, 6}, new double[] {0.1, 1e300, -0.0, 1 / 3.0, 5}, scales());
    Network network =
        new Network(dropping, random.hidden(), random.output(), OutputActivation.SOFTMAX);
    Network read =
        network(
            written(
                new ExportedModel(
                    network, List.of(), List.of(), new double[0], new TrainingReport())));
    assertThat(read.outputActivation()).isEqualTo(OutputActivation.SOFTMAX);
    for (double[] surface : Rows.random(20, 7, 3, false, 3).surfaces()) {
      assertThat(read.raw(surface)).containsExactly(network.raw(surface));
    }
  }

  private static double[] scales() {
    return new double[] {0.1 + 0.2, 1e300, Double.MIN_VALUE, 7, 1};
  }

  @Test
  void everythingElseOfTheModelIsThereToo() throws Exception {
    TrainingReport report =
        new TrainingReport()
            .put("dataFingerprint", "0123")
            .put("options.gamma", 0.1 + 0.2)
            .put("train.logLoss", Double.NaN)
            .put("hiddenLayers", List.of(4));
    JsonNode json =
        written(
            new ExportedModel(
                RandomNetwork.of(2, 3, 4),
                List.of("ash", "birch", "zürgel\n\""),
                List.of("x", "y"),
                new double[] {0.1, 0.2, 0.3},
                report));
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "format",
            "formatVersion",
            "architecture",
            "labelNames",
            "featureNames",
            "thresholds",
            "standardiser",
            "layers",
            "report");
    assertThat(json.path("formatVersion").intValue()).isEqualTo(1);
    assertThat(json.at("/architecture/hiddenLayers/0").intValue()).isEqualTo(4);
    assertThat(json.at("/architecture/coordinates").intValue()).isEqualTo(2);
    assertThat(json.at("/labelNames/2").textValue()).isEqualTo("zürgel\n\"");
    assertThat(json.at("/thresholds/2").doubleValue()).isEqualTo(0.3);
    assertThat(json.at("/report/options/gamma").doubleValue()).isEqualTo(0.1 + 0.2);
    assertThat(json.at("/report/train/logLoss").textValue()).isEqualTo("NaN");
  }
}
