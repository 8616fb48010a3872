package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ml.feature.StringIndexer;
import org.extremum.network.Network;
import org.extremum.network.RandomNetwork;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a folder is no model: one line that says so, and with what remedy. */
class DamagedModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void save() throws IOException {
    folder = parent.resolve("model");
    SavedModel.example().write().save(folder.toString());
  }

  private void unreadable(String... words) {
    assertThatThrownBy(() -> ExtremumClassificationModel.load(folder.toString()))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
              assertThat(problem.getMessage()).doesNotContain("\n").contains(words);
            });
  }

  private void changeMetadata(Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve("metadata/part-00000");
    ObjectNode metadata = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(metadata);
    overwrite(file, metadata.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file, and removes the checksum that Hadoop keeps beside it. */
  private static void overwrite(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, bytes);
  }

  private Path data() {
    return folder.resolve("data/part-00000.parquet");
  }

  @Test
  void missingFolder() {
    folder = parent.resolve("nowhere");
    unreadable("nowhere", "got nothing there", "check the path");
  }

  @Test
  void foreignFolders() throws IOException {
    Path other = Files.createDirectory(parent.resolve("other"));
    folder = other;
    unreadable("something without metadata/");
    folder = parent.resolve("indexer");
    new StringIndexer().setInputCol("a").write().save(folder.toString());
    unreadable("expected a saved ExtremumClassificationModel, got a saved StringIndexer");
  }

  @Test
  void truncatedMetadata() throws IOException {
    Path file = folder.resolve("metadata/part-00000");
    byte[] bytes = Files.readAllBytes(file);
    overwrite(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    unreadable("metadata/ cannot be read");
    overwrite(file, new byte[0]);
    unreadable("metadata/ is empty");
    overwrite(file, "[1]".getBytes(StandardCharsets.UTF_8));
    unreadable("names no class");
  }

  @Test
  void unknownVersions() throws IOException {
    changeMetadata(metadata -> metadata.put("formatVersion", 99));
    unreadable("expected formatVersion 1 to 3, got 99");
    changeMetadata(metadata -> metadata.remove("formatVersion"));
    unreadable("expected formatVersion 1 to 3, got none");
  }

  @Test
  void absurdShapes() throws IOException {
    JsonNode layers = JSON.readTree(folder.resolve("metadata/part-00000").toFile()).get("layers");
    for (String wrong :
        List.of(
            "[[30,4],[20,30],[3,-20]]",
            "[[30,4],[20,30],[3,21]]",
            "[[2000000000,4],[2000000000,2000000000],[3,2000000000]]",
            "[[200000000,4],[3,200000000]]",
            "[[30,4],[20,30],[4,20]]",
            "[[3,4]]",
            "[[30,4],[20,30],[3,1e3]]",
            "[]",
            "7")) {
      JsonNode node = JSON.readTree(wrong);
      changeMetadata(metadata -> metadata.set("layers", node));
      unreadable("folder");
    }
    changeMetadata(metadata -> metadata.set("layers", layers));
    ExtremumClassificationModel.load(folder.toString());
    changeMetadata(
        metadata -> metadata.put("inputFeatures", Integer.MAX_VALUE).putArray("featureNames"));
    unreadable("fits in memory");
    changeMetadata(metadata -> metadata.put("inputFeatures", 3));
    unreadable("no more features than input features");
    changeMetadata(metadata -> metadata.put("inputFeatures", 4).put("activation", "magic"));
    unreadable("unknown activation");
    changeMetadata(metadata -> metadata.put("activation", "tanh").put("outputActivation", "no"));
    unreadable("unknown activation '\"no\"'");
  }

  @Test
  void shapesThatAreNotTheDatas() throws IOException {
    JsonNode fewer = JSON.readTree("[[30,4],[19,30],[3,19]]");
    changeMetadata(metadata -> metadata.set("layers", fewer));
    unreadable("data/: expected", "numbers, got");
    JsonNode turned = JSON.readTree("[[20,4],[30,20],[3,30]]");
    changeMetadata(metadata -> metadata.set("layers", turned));
    unreadable("data/");
  }

  @Test
  void damagedData() throws IOException {
    byte[] bytes = Files.readAllBytes(data());
    overwrite(data(), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    unreadable("data/ cannot be read");
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 3] ^= 1;
    overwrite(data(), flipped);
    unreadable("data/");
    overwrite(data(), new byte[0]);
    unreadable("data/");
    Files.delete(data());
    unreadable("data/: expected", "got 0");
    Files.delete(folder.resolve("data"));
    unreadable("data/ is missing");
  }

  @Test
  void weightsThatAreNotThoseSaved() throws IOException {
    changeMetadata(metadata -> metadata.put("weightsSha256", "00"));
    unreadable("not those that were saved");
  }

  @Test
  void meansThatAreNotThoseSaved() throws IOException {
    changeMetadata(metadata -> metadata.put("besideSha256", "00"));
    unreadable("not those that were saved");
    changeMetadata(metadata -> metadata.put("featureMeans", false));
    unreadable("data/: expected", " numbers, got ");
  }

  @Test
  void weightsThatAreNotFinite() throws IOException {
    Network network = RandomNetwork.of(4, 3, 30, 20);
    network.output().weights()[5] = Double.NaN;
    Files.delete(data());
    Files.deleteIfExists(folder.resolve("data/.part-00000.parquet.crc"));
    WeightFile.write(
        TestSpark.context().hadoopConfiguration(),
        new org.apache.hadoop.fs.Path(folder.toUri()),
        ModelContent.of(network));
    unreadable("weights of layer 3", "expected finite numbers, got NaN");
  }

  @Test
  void namesThatAreTooMany() throws IOException {
    changeMetadata(metadata -> metadata.putArray("labelNames").add("ash").add("birch"));
    unreadable("labelNames: expected 3 or none, got 2");
  }

  @Test
  void paramsThatAreNotAllowed() throws IOException {
    changeMetadata(metadata -> ((ObjectNode) metadata.get("paramMap")).put("gamma", -1.0));
    unreadable("params", "option gamma");
    changeMetadata(
        metadata -> ((ObjectNode) metadata.get("paramMap")).put("gamma", 1.0).put("magic", 1.0));
    unreadable("params", "magic");
  }

  @Test
  void damagedReport() throws IOException {
    overwrite(folder.resolve("run.json"), "{\"outcome\":".getBytes(StandardCharsets.UTF_8));
    unreadable("run.json cannot be read");
    Files.delete(folder.resolve("run.json"));
    unreadable("run.json is missing");
  }
}
