package org.extremum.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.sql.SparkSession;

/**
 * The folder {@code metadata/} as Spark's pipelines expect it: one line of JSON with class, uid and
 * params. The only caller of Spark's own writer and reader of params.
 */
final class SavedParams {
  static final String FOLDER = "metadata";

  private static final ObjectMapper JSON = new ObjectMapper();

  private SavedParams() {}

  /** Class, uid, params, Spark's version and the time. */
  static ObjectNode of(Params stage, SparkSession session) {
    try {
      return (ObjectNode)
          JSON.readTree(DefaultParamsWriter$.MODULE$.getMetadataToSave(stage, session));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("params as JSON: expected what Spark writes, got " + e, e);
    }
  }

  static void write(FileSystem files, Path folder, ObjectNode metadata) throws IOException {
    writeText(files, new Path(new Path(folder, FOLDER), "part-00000"), metadata + "\n");
  }

  /**
   * Reads and checks whose metadata they are.
   *
   * @throws org.extremum.training.Problem (unreadable) when they are missing, damaged or of another
   *     class
   */
  static JsonNode read(FileSystem files, Path folder, Class<?> expected) {
    try {
      JsonNode metadata =
          JSON.readTree(SavedFiles.text(files, folder, metadataFile(files, folder)));
      if (metadata == null
          || !metadata.path("class").isTextual()
          || !metadata.path("uid").isTextual()) {
        throw Unreadable.damaged(folder, "metadata/ names no class or no uid");
      }
      String className = metadata.path("class").textValue();
      if (!className.equals(expected.getName())) {
        throw Unreadable.foreign(
            folder,
            "a saved " + expected.getSimpleName(),
            "a saved " + className.substring(className.lastIndexOf('.') + 1),
            "load it with the class that saved it");
      }
      return metadata;
    } catch (IOException e) {
      throw Unreadable.damaged(folder, "metadata/ cannot be read", e);
    }
  }

  private static Path metadataFile(FileSystem files, Path folder) throws IOException {
    FileStatus[] there;
    try {
      there = files.listStatus(new Path(folder, FOLDER));
    } catch (FileNotFoundException e) {
      throw Unreadable.foreign(
          folder,
          "a model folder with metadata/, data/ and run.json",
          files.exists(folder) ? "something without metadata/" : "nothing there",
          "check the path");
    }
    Optional<FileStatus> first =
        Arrays.stream(there)
            .filter(file -> file.getPath().getName().startsWith("part-") && file.getLen() > 0)
            .min(Comparator.comparing(file -> file.getPath().getName()));
    if (first.isEmpty()) {
      throw Unreadable.damaged(folder, "metadata/ is empty");
    }
    return first.get().getPath();
  }

  /** The uid under which a stage was saved. */
  static String uid(JsonNode metadata) {
    return metadata.path("uid").asText();
  }

  /**
   * Gives {@code stage} the saved params.
   *
   * @throws org.extremum.training.Problem (unreadable) when they are none of its own or not allowed
   */
  static void apply(JsonNode metadata, Path folder, Params stage) {
    try {
      DefaultParamsReader$ reader = DefaultParamsReader$.MODULE$;
      var parsed = reader.parseMetadata(metadata.toString(), stage.getClass().getName());
      parsed.getAndSetParams(stage, parsed.getAndSetParams$default$2());
    } catch (Exception e) { // Scala throws checked ones unannounced
      throw Unreadable.damaged(folder, "the params in metadata/ cannot be set", e);
    }
  }

  static void writeText(FileSystem files, Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file, false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
