package org.extremum.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * {@link MlpcWeights} as one JSON object, which Spark itself can read; src/site/markdown/export.md
 * shows how. Holds the weights once more in memory.
 */
public final class MlpcExport implements Exporter {
  /** Changes when readers of the older format would be misled. */
  private static final int FORMAT_VERSION = 1;

  @Override
  public void check(ExportedModel model) {
    MlpcWeights.check(model.network());
  }

  @Override
  public String write(ExportedModel model, OutputStream out) throws IOException {
    MlpcWeights weights = MlpcWeights.of(model.network());
    try (JsonFile json = new JsonFile(out, "extremum-mlpc", FORMAT_VERSION)) {
      json.numbers("layers", weights.layers());
      json.names(model);
      json.numbers("initialWeights", weights.values());
    }
    return "layers "
        + Arrays.toString(weights.layers())
        + ", "
        + weights.values().length
        + " weights and biases";
  }
}
