package org.extremum.export;

import java.io.IOException;
import java.io.OutputStream;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;

/**
 * Network, standardiser and report of a model as one JSON object; src/site/markdown/export.md
 * describes it. Streamed, a row of weights at a time; what is read back is the same network to the
 * last bit.
 */
public final class JsonExport implements Exporter {
  /** Changes when readers of the older format would be misled. */
  private static final int FORMAT_VERSION = 1;

  @Override
  public String write(ExportedModel model, OutputStream out) throws IOException {
    try (JsonFile json = new JsonFile(out, "extremum-model", FORMAT_VERSION)) {
      writeArchitecture(json, model.network());
      json.names(model);
      writeStandardiser(json, model.network().standardiser());
      json.beginArray("layers");
      long numbers = 0;
      for (Layer layer : model.network().layers()) {
        writeLayer(json, layer);
        numbers += (long) layer.weights().length + layer.biases().length;
      }
      json.endArray();
      json.field("report", model.report().asMap());
      return "format version " + FORMAT_VERSION + ", " + numbers + " weights and biases";
    }
  }

  private static void writeArchitecture(JsonFile json, Network network) throws IOException {
    json.beginObject("architecture");
    json.field("inputFeatures", network.inputFeatures());
    json.field("coordinates", network.standardiser().features());
    json.field("hiddenLayers", network.hidden().widths());
    json.field("essences", network.essences());
    json.field("activation", network.hidden().activation().optionName());
    json.field("outputActivation", network.outputActivation().optionName());
    json.endObject();
  }

  private static void writeStandardiser(JsonFile json, Standardiser standardiser)
      throws IOException {
    json.beginObject("standardiser");
    json.numbers("keptFeatures", standardiser.keptFeatures());
    json.numbers("means", standardiser.means());
    json.numbers("scales", standardiser.scales());
    json.endObject();
  }

  private static void writeLayer(JsonFile json, Layer layer) throws IOException {
    json.beginObject();
    json.field("outputs", layer.outputs());
    json.field("inputs", layer.inputs());
    json.beginArray("weights");
    double[] row = new double[layer.inputs()];
    for (int k = 0; k < layer.outputs(); k++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = layer.weight(k, j);
      }
      json.numbers(row);
    }
    json.endArray();
    json.numbers("biases", layer.biases());
    json.endObject();
  }
}
