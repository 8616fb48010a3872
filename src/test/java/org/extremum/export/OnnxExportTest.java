package org.extremum.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.RandomNetwork;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The exported graph, run by onnxruntime, answers as the network does. */
class OnnxExportTest {
  /**
   * Sums of l ≤ 2000 products whose sizes add up to some hundreds, rounded l·ε·300 at worst; seen:
   * 5e-13.
   */
  private static final double ROUNDING = 1e-10;

  /** Of probabilities from floats: seen 1.4e-5 on digits, where |z| errs by 2e-4. */
  private static final double SINGLE_ROUNDING = 1e-4;

  /** Outputs nearer to each other than this may change places in floats. */
  private static final double SINGLE_MARGIN = 1e-3;

  static Stream<Arguments> models() {
    Stream.Builder<Arguments> models = Stream.builder();
    for (String file : List.of("iris.csv", "breast_cancer.csv", "digits.csv")) {
      for (String outputs : List.of("sigmoid", "softmax")) {
        models.add(model(file, Map.of("hiddenLayers", List.of(300L), "outputActivation", outputs)));
        models.add(
            model(file, Map.of("hiddenLayers", List.of(60L, 40L), "outputActivation", outputs)));
      }
    }
    for (Activation activation : Activation.values()) {
      String name = activation.optionName();
      models.add(
          model(
              "breast_cancer.csv", Map.of("hiddenLayers", List.of(50L, 50L), "activation", name)));
      models.add(model("iris.csv", Map.of("hiddenLayers", List.of(100L), "activation", name)));
    }
    models.add(model("iris.csv", Map.of("hiddenLayers", List.of(1000L), "extremum", "exact")));
    return models.build();
  }

  private static Arguments model(String file, Map<String, ?> options) {
    return Arguments.of(file, options);
  }

  @ParameterizedTest
  @MethodSource("models")
  void theRuntimeAgrees(String file, Map<String, ?> options) throws Exception {
    Trained trained = Trained.on(file, options);
    Network network = trained.model().network();
    double[][] surfaces = trained.rows().surfaces();
    OnnxFile.Answers doubles = answers(OnnxExport.inDoubles(), trained.model(), surfaces);
    OnnxFile.Answers floats = answers(OnnxExport.inFloats(), trained.model(), surfaces);
    for (int i = 0; i < surfaces.length; i++) {
      double[] z = network.raw(surfaces[i]);
      int best = Network.argmax(z);
      assertThat(doubles.raw()[i]).containsExactly(z, within(ROUNDING));
      assertThat(doubles.probabilities()[i])
          .containsExactly(probabilities(network, z), within(ROUNDING));
      assertThat(doubles.predictions()[i]).isEqualTo(best);
      assertThat(doubles.labels()[i]).isEqualTo("class " + best);
      assertThat(floats.probabilities()[i])
          .containsExactly(probabilities(network, z), within(SINGLE_ROUNDING));
      assertThat(z[best] - z[(int) floats.predictions()[i]]).isLessThan(SINGLE_MARGIN);
    }
  }

  private static double[] probabilities(Network network, double[] z) {
    double[] p = z.clone();
    network.outputActivation().toProbabilities(p);
    return p;
  }

  private static OnnxFile.Answers answers(
      OnnxExport export, ExportedModel model, double[][] surfaces) throws Exception {
    try (OnnxFile file = new OnnxFile(OnnxFile.bytes(export, model))) {
      return file.answers(surfaces);
    }
  }

  /** Constant features are no coordinates; digits have some. */
  @Test
  void droppedFeaturesAreLeftOut() throws Exception {
    Trained trained = Trained.on("digits.csv", Map.of("hiddenLayers", List.of(20L)));
    Standardiser standardiser = trained.model().network().standardiser();
    assertThat(standardiser.features()).isLessThan(standardiser.inputFeatures());
    double[][] surfaces = trained.rows().select(i -> i < 3).surfaces();
    double[][] changed = trained.rows().select(i -> i < 3).surfaces();
    for (int i = 0; i < 3; i++) {
      changed[i] = changed[i].clone();
      changed[i][0] += 1000; // the first pixel is 0 everywhere
    }
    assertThat(answers(OnnxExport.inDoubles(), trained.model(), changed).raw())
        .isDeepEqualTo(answers(OnnxExport.inDoubles(), trained.model(), surfaces).raw());
  }

  private static ExportedModel plain(Network network, double... thresholds) {
    return new ExportedModel(network, List.of(), List.of(), thresholds, new TrainingReport());
  }

  private static Network scaled(Network network, double factor, OutputActivation outputs) {
    Layer output = network.output();
    double[] weights = output.weights().clone();
    double[] biases = output.biases().clone();
    java.util.Arrays.setAll(weights, i -> factor * weights[i]);
    java.util.Arrays.setAll(biases, i -> factor * biases[i]);
    return new Network(
        network.standardiser(),
        network.hidden(),
        new Layer(output.outputs(), output.inputs(), weights, biases),
        outputs);
  }

  /** S(z) underflows at z = -750; probabilities must not be 0/0 there. */
  @ParameterizedTest
  @EnumSource(OutputActivation.class)
  void largeOutputsHaveProbabilities(OutputActivation outputs) throws Exception {
    Network network = scaled(RandomNetwork.of(4, 3, 30), 1e4, outputs);
    double[][] surfaces = Rows.random(50, 4, 3, false, 5).surfaces();
    OnnxFile.Answers answers = answers(OnnxExport.inDoubles(), plain(network), surfaces);
    for (int i = 0; i < surfaces.length; i++) {
      double[] z = network.raw(surfaces[i]);
      assertThat(answers.probabilities()[i])
          .containsExactly(probabilities(network, z), within(1e4 * ROUNDING));
    }
  }

  @Test
  void ofEqualOutputsTheFirstIsPredicted() throws Exception {
    Network network = scaled(RandomNetwork.of(4, 3, 30), 0, OutputActivation.SIGMOID);
    double[][] one = Rows.random(1, 4, 3, false, 5).surfaces();
    OnnxFile.Answers answers = answers(OnnxExport.inDoubles(), plain(network), one);
    assertThat(answers.predictions()).containsExactly(0);
    assertThat(answers.labels()).as("labels have no names").isEmpty();
  }

  @Test
  void thresholdsDecide() throws Exception {
    Network network = RandomNetwork.of(4, 3, 30);
    double[][] surfaces = Rows.random(50, 4, 3, false, 5).surfaces();
    OnnxFile.Answers answers =
        answers(OnnxExport.inDoubles(), plain(network, 0.5, 0.2, 0.3), surfaces);
    for (int i = 0; i < surfaces.length; i++) {
      double[] p = probabilities(network, network.raw(surfaces[i]));
      double[] divided = {p[0] / 0.5, p[1] / 0.2, p[2] / 0.3};
      assertThat(answers.predictions()[i]).isEqualTo(Network.argmax(divided));
    }
    Network certain = scaled(network, 1e5, OutputActivation.SOFTMAX); // probabilities 0 and 1
    assertThat(answers(OnnxExport.inDoubles(), plain(certain, 0.5, 0, 0.5), surfaces).predictions())
        .as("a threshold of 0 is infinitely likely")
        .containsOnly(1);
  }

  @Test
  void theFileSaysWhatItIs() throws Exception {
    Trained trained = Trained.on("iris.csv", Map.of("hiddenLayers", List.of(10L)));
    trained.model().report().put("dataFingerprint", "0123").put("versions.extremum", "1.2.3");
    byte[] bytes = OnnxFile.bytes(OnnxExport.inDoubles(), trained.model());
    try (OnnxFile file = new OnnxFile(bytes)) {
      var metadata = file.session().getMetadata();
      assertThat(metadata.getProducerName()).isEqualTo("extremum");
      assertThat(metadata.getCustomMetadata())
          .containsEntry("labelNames", "[\"class 0\",\"class 1\",\"class 2\"]")
          .containsEntry("dataFingerprint", "\"0123\"")
          .containsEntry("versions", "{\"extremum\":\"1.2.3\"}")
          .containsKeys("featureNames", "options");
      assertThat(file.session().getInputNames()).containsExactly("features");
      assertThat(file.session().getOutputNames())
          .containsExactly("rawPrediction", "probability", "prediction", "label");
    }
  }

  /** 300 layers of 8 MB, all of them the same array. */
  @Test
  void filesThatProtocolBuffersCannotHoldAreRefused() {
    int l = 1024;
    Layer layer = new Layer(l, l, new double[l * l], new double[l]);
    List<Layer> layers = new ArrayList<>();
    for (int u = 0; u < 300; u++) {
      layers.add(layer);
    }
    ExportedModel model =
        plain(
            new Network(Standardiser.none(l), new HiddenStack(layers, Activation.SIGMOID), layer));
    assertThatThrownBy(() -> OnnxExport.inDoubles().check(model))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.OUTPUT))
        .hasMessageStartingWith("ONNX file: expected at most 2147483647 bytes, got 25")
        .hasMessageEndingWith("export in single precision, or as JSON");
    OnnxExport.inFloats().check(model);
  }
}
