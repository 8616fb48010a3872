package org.extremum.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.extremum.network.Activation;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.training.ModelContent;

/**
 * What {@code metadata/} says of a network's shape; checked before anything of its size is
 * allocated.
 *
 * @param inputFeatures features of an unstandardised surface
 * @param features coordinates that the standardiser keeps
 * @param activation of the hidden layers
 * @param outputActivation of the output layer; sigmoid where a folder does not say
 * @param layers outputs and inputs of each layer, output layer last
 * @param hasMeans whether there is a mean of each input feature; not in a folder of format 1
 * @param prototypes how many there are
 */
record ModelShape(
    int inputFeatures,
    int features,
    Activation activation,
    OutputActivation outputActivation,
    List<Side> layers,
    boolean hasMeans,
    int prototypes) {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** l_u and l_{u-1}. */
  record Side(int outputs, int inputs) {
    long weights() {
      return (long) outputs * inputs;
    }
  }

  static ModelShape of(ModelContent content) {
    Network network = content.network();
    return new ModelShape(
        network.inputFeatures(),
        network.standardiser().features(),
        network.hidden().activation(),
        network.outputActivation(),
        network.layers().stream().map(layer -> new Side(layer.outputs(), layer.inputs())).toList(),
        true,
        content.prototypes().count());
  }

  void writeTo(ObjectNode metadata) {
    metadata.put("essences", essences());
    metadata.put("inputFeatures", inputFeatures);
    metadata.put("features", features);
    metadata.put("featureMeans", hasMeans);
    metadata.put("activation", activation.optionName());
    metadata.put("outputActivation", outputActivation.optionName());
    ArrayNode array = metadata.putArray("layers");
    layers.forEach(side -> array.addArray().add(side.outputs()).add(side.inputs()));
  }

  /**
   * Reads and checks.
   *
   * @throws org.extremum.training.Problem (unreadable) when no network can have such a shape
   */
  static ModelShape readFrom(JsonNode metadata, Path folder) {
    int inputFeatures = size(metadata.path("inputFeatures"), "inputFeatures", folder);
    int features = size(metadata.path("features"), "features", folder);
    Activation activation = named(metadata.path("activation"), Activation::named, folder);
    JsonNode outputs = metadata.path("outputActivation");
    OutputActivation outputActivation =
        outputs.isMissingNode()
            ? OutputActivation.SIGMOID
            : named(outputs, OutputActivation::named, folder);
    ModelShape shape =
        new ModelShape(
            inputFeatures,
            features,
            activation,
            outputActivation,
            layers(metadata, features, folder),
            metadata.path("featureMeans").asBoolean(false),
            metadata.path(SavedPrototypes.KEY).path("ids").size());
    shape.check(metadata, folder);
    return shape;
  }

  /** Hidden layers and the output layer, each on what comes out of the one before. */
  private static List<Side> layers(JsonNode metadata, int features, Path folder) {
    List<Side> layers = new ArrayList<>();
    int below = features;
    for (JsonNode layer : metadata.path("layers")) {
      String name = "layer " + (layers.size() + 1);
      Side side =
          new Side(
              size(layer.path(0), name + " outputs", folder),
              size(layer.path(1), name + " inputs", folder));
      if (side.inputs() != below || side.weights() > LARGEST_ARRAY) {
        throw Unreadable.damaged(
            folder,
            "metadata/, "
                + name
                + ": expected "
                + below
                + " inputs, got "
                + side.outputs()
                + " x "
                + side.inputs());
      }
      below = side.outputs();
      layers.add(side);
    }
    return layers;
  }

  private static <T> T named(JsonNode name, Function<String, T> constant, Path folder) {
    try {
      return constant.apply(name.asText());
    } catch (IllegalArgumentException e) {
      throw Unreadable.damaged(folder, "metadata/ names an unknown activation '" + name + "'");
    }
  }

  private void check(JsonNode metadata, Path folder) {
    if (layers.size() < 2
        || features > inputFeatures
        || metadata.path("essences").asInt(-1) != essences()) {
      throw Unreadable.damaged(
          folder,
          "metadata/: expected at least two layers, no more features than input features, and"
              + " essences as the last layer has, got layers "
              + metadata.path("layers")
              + ", "
              + features
              + " of "
              + inputFeatures
              + " features, essences "
              + metadata.path("essences"));
    }
    // Beside the numbers: where each input feature goes, and its mean where there is none.
    long bytes = 8 * numbers() + 12L * inputFeatures;
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw Unreadable.foreign(
          folder,
          "a model that fits in memory",
          bytes + " bytes of numbers",
          "give the driver more memory (--driver-memory), if that size can be true");
    }
  }

  private static int size(JsonNode node, String what, Path folder) {
    if (!node.isInt() || node.intValue() < 1) {
      throw Unreadable.damaged(
          folder, "metadata/, " + what + ": expected an integer > 0, got " + shown(node));
    }
    return node.intValue();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  /** V. */
  int essences() {
    return layers.isEmpty() ? 0 : layers.get(layers.size() - 1).outputs();
  }

  /** How many numbers {@code data/} holds. */
  long numbers() {
    long means = hasMeans ? inputFeatures : 0;
    return means
        + (3L + prototypes) * features
        + layers.stream().mapToLong(side -> side.weights() + side.outputs()).sum();
  }
}
