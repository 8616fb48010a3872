package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders that somebody made to do harm, their seals renewed: refused in time, without memory of
 * the size that they ask for. Each test that a limit was meant for fails without it.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST = 200L << 20; // of 3 GB; a text of 48 MB becomes twice that

  @TempDir Path parent;
  private Path folder;
  private Path metadata;
  private Path data;

  @BeforeEach
  void save() throws IOException {
    folder = parent.resolve("model");
    SavedModel.example().write().save(folder.toString());
    metadata = folder.resolve("metadata/part-00000");
    data = folder.resolve("data/part-00000.parquet");
    for (String file : List.of("metadata/.part-00000", ".run.json", "data/.part-00000.parquet")) {
      Files.delete(folder.resolve(file + ".crc"));
    }
  }

  private Optional<ExtremumClassificationModel> load() {
    return Loading.of(() -> ExtremumClassificationModel.load(folder.toString()), MOST);
  }

  private void refused() {
    assertThat(load()).isEmpty();
  }

  /** Writes metadata with a seal that fits, as who means harm would. */
  private void seal(ObjectNode changed) throws IOException {
    changed.remove(Seal.KEY);
    Seal.put(changed, Files.readString(folder.resolve("run.json")));
    Files.writeString(metadata, changed.toString());
  }

  private ObjectNode metadata() throws IOException {
    return (ObjectNode) JSON.readTree(metadata.toFile());
  }

  @Test
  void aRenewedSealIsNoObstacle() throws IOException {
    ObjectNode changed = metadata();
    changed.putArray("labelNames").add("x").add("y").add("z");
    Files.writeString(metadata, changed.toString());
    refused();
    seal(changed);
    assertThat(load().orElseThrow().labelNames()).containsExactly("x", "y", "z");
  }

  @Test
  void theReportIsSealedToo() throws IOException {
    Path run = folder.resolve("run.json");
    Files.writeString(run, Files.readString(run).replace("SOLVED", "SPOILT"));
    refused();
  }

  /** Every entry of the metadata, and of its params, as something that it is not. */
  @Test
  void wrongTypes() throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (String value :
        List.of(
            "null", "true", "-1", "2147483648", "1e999", "\"NaN\"", "\"\"", "[]", "{}", "[[7]]")) {
      values.add(JSON.readTree(value));
    }
    int refused = 0;
    for (String place : List.of("", "/paramMap", "/defaultParamMap", "/prototypes")) {
      for (String key : names(metadata().at(place))) {
        for (JsonNode value : values) {
          ObjectNode changed = metadata();
          ((ObjectNode) changed.at(place)).set(key, value);
          String before = Files.readString(metadata);
          seal(changed);
          Optional<ExtremumClassificationModel> model = load();
          refused += model.isPresent() ? 0 : 1;
          model.ifPresent(FuzzedModel::scores);
          Files.writeString(metadata, before);
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void thresholdsOfAnotherNumber() throws IOException {
    ObjectNode changed = metadata();
    ((ObjectNode) changed.get("paramMap")).putArray("thresholds").add(0.5).add(0.5);
    seal(changed);
    refused();
  }

  @ParameterizedTest
  @ValueSource(ints = {990, 100_000, 5_000_000})
  void deepTexts(int depth) throws IOException {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    String run = Files.readString(folder.resolve("run.json"));
    String before = Files.readString(metadata);
    Files.writeString(metadata, before.replaceFirst("\\{", "{\"deep\":" + deep + ","));
    refused();
    Files.writeString(metadata, "{\"a\":".repeat(depth));
    refused();
    Files.writeString(
        metadata, before.replace("\"paramMap\":{", "\"paramMap\":{\"x\":" + deep + ","));
    refused();
    Files.writeString(metadata, before);
    Files.writeString(folder.resolve("run.json"), "{\"deep\":" + deep + "," + run.substring(1));
    refused();
  }

  /** Files with holes: nothing on the disk, gigabytes to who reads them. */
  @ParameterizedTest
  @ValueSource(
      strings = {"run.json", "metadata/part-00000", "data/part-00000.parquet", "data/x.parquet"})
  void endlessFiles(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(1L << 36);
    }
    refused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.json", "metadata/part-00000", "data/part-00000.parquet"})
  void linksThatLeadOutOfTheFolder(String name) throws IOException {
    Path file = folder.resolve(name);
    Path within = file.resolveSibling("elsewhere");
    Files.move(file, within);
    Files.createSymbolicLink(file, within.getFileName());
    assertThat(load()).isPresent();
    Path outside = Files.move(within, parent.resolve("outside"));
    Files.delete(file);
    Files.createSymbolicLink(file, outside);
    refused();
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    refused();
    Files.delete(file);
    Files.createSymbolicLink(file, file);
    refused();
  }

  @Test
  void foldersThatLeadOutOfTheFolder() throws IOException {
    for (String name : List.of("metadata", "data")) {
      Path outside = Files.move(folder.resolve(name), parent.resolve("outside-" + name));
      Files.createSymbolicLink(folder.resolve(name), outside);
      refused();
      Files.delete(folder.resolve(name));
      Files.move(outside, folder.resolve(name));
    }
    Path link = Files.createSymbolicLink(parent.resolve("current"), folder);
    assertThat(ExtremumClassificationModel.load(link.toString()).uid()).isEqualTo("model");
  }

  /** A reader of a pipe waits until somebody writes. */
  @ParameterizedTest
  @ValueSource(strings = {"run.json", "metadata/part-00000", "data/part-00000.parquet"})
  void pipes(String name) throws Exception {
    Path file = folder.resolve(name);
    Files.delete(file);
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    assumeTrue(made.waitFor() == 0, "no pipes here");
    refused();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, 0, -5, Integer.MIN_VALUE})
  void checksumFilesThatAskForMuch(int step) throws IOException {
    byte[] sums =
        ByteBuffer.allocate(12)
            .put("crc\0".getBytes(StandardCharsets.US_ASCII))
            .putInt(step)
            .putInt(7)
            .array();
    for (String file : List.of(".run.json", "metadata/.part-00000", "data/.part-00000.parquet")) {
      Path path = folder.resolve(file + ".crc");
      Files.write(path, sums);
      refused();
      Files.delete(path);
    }
  }

  /** A list of two thousand million structs in a footer of a dozen bytes. */
  @Test
  void footersThatAskForMuch() throws IOException {
    byte[] list = {0x15, 2, 0x19, (byte) 0xFC, -1, -1, -1, -1, 7};
    footer(list);
    refused();
    footer(new byte[] {0x18, -1, -1, -1, -1, 7});
    refused();
    footer("\u001c".repeat(500_000).getBytes(StandardCharsets.US_ASCII)); // nested structs
    refused();
    footer("\u0019".repeat(500_000).getBytes(StandardCharsets.US_ASCII)); // nested lists
    refused();
    footer(new byte[0]);
    refused();
  }

  private void footer(byte[] footer) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(footer);
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    file.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(data, file.toByteArray());
  }
}
