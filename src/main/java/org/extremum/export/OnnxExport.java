package org.extremum.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.export.OnnxGraph.Attribute;
import org.extremum.export.OnnxGraph.Element;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.samples.Standardiser;
import org.extremum.training.Problem;

/**
 * The network as an ONNX file of opset 17, unstandardised features in, raw outputs, probabilities
 * and predictions out (method.md 6). src/site/markdown/export.md describes the graph.
 *
 * <p>Only operators whose double kernels are common are used: softplus, for one, is made of others.
 * With doubles results agree with this project's to rounding; with floats inputs, weights and sums
 * are rounded to 24 bits.
 */
public final class OnnxExport implements Exporter {
  private static final int IR_VERSION = 8; // of ONNX 1.12
  private static final int OPSET = 17;

  /** Protocol-buffers messages have to be smaller. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private static final int BUFFER = 1 << 16;

  private final Element element;

  private OnnxExport(Element element) {
    this.element = element;
  }

  /** Inputs, weights and outputs in double precision. */
  public static OnnxExport inDoubles() {
    return new OnnxExport(Element.DOUBLE);
  }

  /** The same in single precision: half the size, and what some runtimes take only. */
  public static OnnxExport inFloats() {
    return new OnnxExport(Element.FLOAT);
  }

  @Override
  public void check(ExportedModel model) {
    requireSmall(file(model, graph(model)).size());
  }

  @Override
  public String write(ExportedModel model, OutputStream out) throws IOException {
    OnnxGraph graph = graph(model);
    ProtoMessage file = file(model, graph);
    requireSmall(file.size());
    CodedOutputStream coded = CodedOutputStream.newInstance(out, BUFFER);
    file.writeTo(coded);
    coded.flush();
    return "opset "
        + OPSET
        + ", "
        + graph.nodes()
        + " nodes, "
        + (element == Element.DOUBLE ? "doubles" : "floats");
  }

  private void requireSmall(long size) {
    if (size > LARGEST) {
      throw Problem.of(
          Problem.Kind.OUTPUT,
          "ONNX file",
          "at most " + LARGEST + " bytes",
          size,
          element == Element.DOUBLE
              ? "export in single precision, or as JSON"
              : "export as JSON, or train narrower layers");
    }
  }

  private ProtoMessage file(ExportedModel model, OnnxGraph graph) {
    ProtoMessage file = new ProtoMessage().integer(1, IR_VERSION).text(2, "extremum");
    Object version = model.report().get("versions.extremum");
    if (version != null) {
      file.text(3, version.toString());
    }
    file.message(7, graph.message());
    file.message(8, new ProtoMessage().text(1, "").integer(2, OPSET));
    properties(model)
        .forEach(
            (key, value) ->
                file.message(14, new ProtoMessage().text(1, key).text(2, inJson(value))));
    return file;
  }

  /** What is said beside the graph, each value as JSON. */
  private static Map<String, Object> properties(ExportedModel model) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("labelNames", model.labelNames());
    properties.put("featureNames", model.featureNames());
    for (String entry : List.of("dataFingerprint", "versions", "options")) {
      Object value = model.report().get(entry);
      if (value != null) {
        properties.put(entry, value);
      }
    }
    return properties;
  }

  private static String inJson(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private OnnxGraph graph(ExportedModel model) {
    OnnxGraph graph = new OnnxGraph("extremum", element);
    graph.constant("one", new double[] {1});
    String below = standardised(graph, model.network().standardiser());
    List<Layer> hidden = model.network().hidden().layers();
    for (int u = 1; u <= hidden.size(); u++) {
      String z = affine(graph, hidden.get(u - 1), below, String.valueOf(u), "z_" + u);
      below = activated(graph, model.network().hidden().activation(), z, "h_" + u);
    }
    int essences = model.network().essences();
    String raw = affine(graph, model.network().output(), below, "output", "rawPrediction");
    graph.output(raw, essences);
    String scores = raw;
    if (model.network().outputActivation() == OutputActivation.SIGMOID) {
      // log S(z) = -softplus(-z), finite for every z
      scores = graph.node("Neg", softplus(graph, graph.node("Neg", raw, "minus"), "odds"), "score");
    }
    graph.node("Softmax", List.of(scores), "probability", new Attribute("axis", 1));
    graph.output("probability", essences);
    decide(graph, model);
    return graph;
  }

  private static String standardised(OnnxGraph graph, Standardiser standardiser) {
    graph.input("features", standardiser.inputFeatures());
    String kept = "features";
    if (standardiser.features() < standardiser.inputFeatures()) {
      graph.constant("keptFeatures", standardiser.keptFeatures());
      kept =
          graph.node("Gather", List.of(kept, "keptFeatures"), "varying", new Attribute("axis", 1));
    }
    int m = standardiser.features();
    graph.constant("mean", standardiser.means(), m);
    graph.constant("scale", standardiser.scales(), m);
    String centred = graph.node("Sub", List.of(kept, "mean"), "centred");
    return graph.node("Div", List.of(centred, "scale"), "standardised");
  }

  /** Z = H·Wᵀ + b: column-major W, l_u × l_{u-1}, is row-major Wᵀ. */
  private static String affine(
      OnnxGraph graph, Layer layer, String below, String name, String output) {
    String weights =
        graph.constant("weights_" + name, layer.weights(), layer.inputs(), layer.outputs());
    String biases = graph.constant("biases_" + name, layer.biases(), layer.outputs());
    return graph.node("Gemm", List.of(below, weights, biases), output);
  }

  private static String activated(OnnxGraph graph, Activation activation, String z, String output) {
    return switch (activation) {
      case SIGMOID -> graph.node("Sigmoid", z, output);
      case TANH -> graph.node("Tanh", z, output);
      case SINE -> graph.node("Sin", z, output);
      case RELU -> graph.node("Relu", z, output);
      case SOFTPLUS -> softplus(graph, z, output);
    };
  }

  /** max(0, z) + log(1 + e^-|z|). */
  private static String softplus(OnnxGraph graph, String z, String output) {
    String size = graph.node("Abs", z, output + "_abs");
    String power = graph.node("Exp", graph.node("Neg", size, output + "_neg"), output + "_exp");
    String sum = graph.node("Add", List.of("one", power), output + "_sum");
    String log = graph.node("Log", sum, output + "_log");
    String plateau = graph.node("Relu", z, output + "_relu");
    return graph.node("Add", List.of(plateau, log), output);
  }

  /** The first of the largest raw outputs or, with thresholds, of the divided probabilities. */
  private static void decide(OnnxGraph graph, ExportedModel model) {
    String decisive = "rawPrediction";
    if (model.thresholds().length > 0) {
      decisive = divided(graph, model.thresholds());
    }
    graph.node(
        "ArgMax",
        List.of(decisive),
        "prediction",
        new Attribute("axis", 1),
        new Attribute("keepdims", 0));
    graph.outputList("prediction", OnnxGraph.INT64);
    if (!model.labelNames().isEmpty()) {
      graph.constant("labelNames", model.labelNames());
      graph.node("Gather", List.of("labelNames", "prediction"), "label", new Attribute("axis", 0));
      graph.outputList("label", OnnxGraph.STRING);
    }
  }

  /** p_v/t_v, infinite where t_v = 0 even if p_v is 0. */
  private static String divided(OnnxGraph graph, double[] thresholds) {
    int essences = thresholds.length;
    double[] divisors = new double[essences];
    double[] certain = new double[essences];
    for (int v = 0; v < essences; v++) {
      boolean zero = thresholds[v] == 0;
      divisors[v] = zero ? 1 : thresholds[v];
      certain[v] = zero ? Double.POSITIVE_INFINITY : 0;
    }
    graph.constant("thresholds", divisors, essences);
    graph.constant("certain", certain, essences);
    String shares = graph.node("Div", List.of("probability", "thresholds"), "shares");
    return graph.node("Add", List.of(shares, "certain"), "decisive");
  }
}
