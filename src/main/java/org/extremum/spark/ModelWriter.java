package org.extremum.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.extremum.training.Problem;

/**
 * Saves a model as a folder: {@code metadata/} (JSON), {@code data/} (Parquet) and {@code run.json}
 * (the report). Complete or absent; see {@link NewFolder}.
 */
final class ModelWriter extends MLWriter {
  /**
   * Of the folder; readers refuse later ones. 2: with the means of input features, and prototypes.
   * 3: with a {@link Seal}.
   */
  static final int FORMAT_VERSION = 3;

  static final String REPORT = "run.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ExtremumClassificationModel model;

  ModelWriter(ExtremumClassificationModel model) {
    this.model = model;
  }

  /**
   * @throws Problem (output) when something is there already and is not to be overwritten, or it
   *     cannot be written
   */
  @Override
  public void save(String path) {
    Configuration conf = sparkSession().sparkContext().hadoopConfiguration();
    NewFolder.write(
        conf,
        path,
        NewFolder.Kind.MODEL,
        shouldOverwrite(),
        (files, folder) -> {
          write(conf, files, folder);
          verify(conf, files, folder);
        });
  }

  @Override
  public void saveImpl(String path) {
    save(path);
  }

  private void write(Configuration conf, FileSystem files, Path folder) throws IOException {
    Secrets secrets = Secrets.of(sparkSession().sparkContext().getConf(), Map.of());
    ObjectNode metadata = SavedParams.of(model, sparkSession());
    secrets.hideIn((ObjectNode) metadata.get("paramMap"));
    metadata.put("formatVersion", FORMAT_VERSION);
    ModelShape.of(model.content()).writeTo(metadata);
    SavedPrototypes.write(model.content().prototypes(), metadata);
    putNames(metadata.putArray("labelNames"), model.labelNames());
    putNames(metadata.putArray("featureNames"), model.featureNames());
    metadata.put("weightsSha256", WeightFile.digest(model.network()));
    metadata.put("besideSha256", WeightFile.digestBeside(model.content()));
    String report = secrets.hide(JSON.writeValueAsString(model.report().asMap())) + "\n";
    Seal.put(metadata, report);
    WeightFile.write(conf, folder, model.content());
    SavedParams.writeText(files, new Path(folder, REPORT), report);
    SavedParams.write(files, folder, metadata); // last: without it there is no model
  }

  private static void putNames(ArrayNode array, List<String> names) {
    names.forEach(array::add);
  }

  private void verify(Configuration conf, FileSystem files, Path folder) throws IOException {
    try {
      ModelReader.load(conf, files, folder);
    } catch (Problem e) {
      throw new IOException("what was written cannot be read back: " + e.getMessage(), e);
    }
  }
}
