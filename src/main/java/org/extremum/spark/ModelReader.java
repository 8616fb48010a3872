package org.extremum.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;

/**
 * Loads what {@link ModelWriter} saved, and refuses anything else in one line. A directory of
 * scheduled retraining stands for its champion; see {@link Pointer}.
 */
final class ModelReader extends MLReader<ExtremumClassificationModel> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first format version, still read. */
  private static final int OLDEST = 1;

  /** The first format version whose metadata are sealed. */
  private static final int SEALED = 3;

  /** How often a model that is replaced while it is read is read again. */
  private static final int ATTEMPTS = 3;

  @Override
  public ExtremumClassificationModel load(String path) {
    Path folder = new Path(path);
    Configuration conf = sparkSession().sparkContext().hadoopConfiguration();
    try {
      FileSystem files = folder.getFileSystem(conf);
      return Pointer.isIn(files, folder)
          ? Pointer.follow(
              files, folder, position -> load(conf, files, Pointer.champion(folder, position)))
          : replaceable(conf, files, folder);
    } catch (IOException e) {
      throw Unreadable.damaged(folder, "cannot be opened", e);
    }
  }

  /** Loads from a folder that a writer may replace meanwhile. */
  private static ExtremumClassificationModel replaceable(
      Configuration conf, FileSystem files, Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path now = NewFolder.current(files, folder);
      long written = written(files, now);
      try {
        return load(conf, files, now);
      } catch (Problem e) {
        Path after = NewFolder.current(files, folder);
        // Between a writer's two renames it is the same model elsewhere.
        boolean same = after.equals(now) && written == written(files, after);
        if (same || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Tells one model of a path from the next: when its metadata were written. */
  private static long written(FileSystem files, Path folder) throws IOException {
    try {
      return files.getFileStatus(new Path(folder, "metadata")).getModificationTime();
    } catch (FileNotFoundException e) {
      return -1;
    }
  }

  static ExtremumClassificationModel load(Configuration conf, FileSystem files, Path folder) {
    JsonNode metadata = SavedParams.read(files, folder, ExtremumClassificationModel.class);
    requireVersion(metadata.path("formatVersion"), folder);
    ModelShape shape = ModelShape.readFrom(metadata, folder);
    List<String> labels = names(metadata, "labelNames", shape.essences(), folder);
    List<String> features = names(metadata, "featureNames", shape.inputFeatures(), folder);
    String run = reportText(files, folder);
    TrainingReport report = report(run, folder);
    ModelContent content =
        WeightFile.read(conf, files, folder, shape, SavedPrototypes.of(metadata, folder));
    requireSame(metadata, content, folder);
    ExtremumClassificationModel model =
        new ExtremumClassificationModel(
            SavedParams.uid(metadata), content, report, labels, features);
    SavedParams.apply(metadata, folder, model);
    requireThresholds(model, folder);
    if (number(metadata) >= SEALED && !Seal.fits(metadata, run)) {
      throw Unreadable.damaged(folder, "metadata/ or run.json: not as they were saved");
    }
    return model;
  }

  private static void requireSame(JsonNode metadata, ModelContent content, Path folder) {
    boolean weights =
        WeightFile.digest(content.network()).equals(metadata.path("weightsSha256").asText());
    boolean first = number(metadata) == OLDEST; // it has nothing beside
    if (!weights
        || !first
            && !WeightFile.digestBeside(content).equals(metadata.path("besideSha256").asText())) {
      throw Unreadable.damaged(folder, "data/: the numbers are not those that were saved");
    }
  }

  private static void requireThresholds(ExtremumClassificationModel model, Path folder) {
    if (model.isSet(model.thresholds()) && model.getThresholds().length != model.numClasses()) {
      throw Unreadable.damaged(
          folder,
          "metadata/, thresholds: expected "
              + model.numClasses()
              + ", got "
              + model.getThresholds().length);
    }
  }

  private static int number(JsonNode metadata) {
    return metadata.path("formatVersion").intValue();
  }

  private static void requireVersion(JsonNode version, Path folder) {
    int number = version.isInt() ? version.intValue() : -1;
    if (number < OLDEST || number > ModelWriter.FORMAT_VERSION) {
      throw Unreadable.foreign(
          folder,
          "formatVersion " + OLDEST + " to " + ModelWriter.FORMAT_VERSION,
          version.isMissingNode() ? "none" : version,
          "load it with the version of this program that saved it, or train again");
    }
  }

  private static List<String> names(JsonNode metadata, String key, int count, Path folder) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : metadata.path(key)) {
      if (!name.isTextual()) {
        throw Unreadable.damaged(folder, "metadata/, " + key + ": expected texts, got " + name);
      }
      names.add(name.textValue());
    }
    if (!names.isEmpty() && names.size() != count) {
      throw Unreadable.damaged(
          folder, "metadata/, " + key + ": expected " + count + " or none, got " + names.size());
    }
    return names;
  }

  private static String reportText(FileSystem files, Path folder) {
    try {
      return SavedFiles.text(files, folder, new Path(folder, ModelWriter.REPORT));
    } catch (FileNotFoundException e) {
      throw Unreadable.damaged(folder, "run.json is missing");
    } catch (IOException e) {
      throw Unreadable.damaged(folder, "run.json cannot be read", e);
    }
  }

  private static TrainingReport report(String text, Path folder) {
    try {
      Map<String, Object> entries =
          JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
      if (entries == null) { // the JSON value null
        throw Unreadable.damaged(folder, "run.json holds nothing");
      }
      TrainingReport report = new TrainingReport();
      entries.forEach((key, value) -> report.asMap().put(key, restored(value)));
      return report;
    } catch (IOException e) {
      throw Unreadable.damaged(folder, "run.json cannot be read", e);
    }
  }

  /** JSON has no NaN and no infinity: they are written as texts. */
  private static Object restored(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> restored = new LinkedHashMap<>();
      map.forEach((key, element) -> restored.put(key, restored(element)));
      return restored;
    }
    if (value instanceof List<?> list) {
      List<Object> restored = new ArrayList<>();
      list.forEach(element -> restored.add(restored(element)));
      return restored;
    }
    if ("NaN".equals(value) || "Infinity".equals(value) || "-Infinity".equals(value)) {
      return Double.valueOf((String) value);
    }
    return value;
  }
}
