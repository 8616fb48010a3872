package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong changes nothing: one line, the exit code, status.json, the champion serves on.
 */
class RetrainErrorsTest {
  @TempDir Path folder;
  private Nights nights;
  private Path first;
  private Path second;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
    first = nights.batch("first", 0, 90);
    second = nights.batch("second", 90, 120);
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  private void refused(int code, List<Object> arguments, String... words) {
    TreeMap<String, String> before = nights.filesBut("status.json");
    String error = nights.bad(code, arguments.toArray());
    assertThat(error).contains(words);
    assertThat(nights.filesBut("status.json")).isEqualTo(before);
    JsonNode status = nights.status();
    assertThat(status.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(status.path("exitCode").asInt()).isEqualTo(code);
    assertThat("error: " + status.path("error").asText()).isEqualTo(error);
  }

  @Test
  void whatCannotBeDone() {
    refused(2, List.of("--add", first), "say --label COLUMN");
    refused(6, List.of("--decay", 0.5), "make it with --add");
    refused(
        2,
        List.of("--add", first, "--label", "label", "--set", "extremum=exact"),
        "option extremum with retraining",
        "rows");
    refused(
        3,
        List.of("--add", nights.batch("one", 0, 90, "setosa", true), "--label", "label"),
        "at least two");
    nights.found(first);

    refused(3, List.of("--forget", "frist"), "one that was added", "did you mean 'first'?");
    refused(
        3, List.of("--add", second, "--batch-id", "first"), "batch 'first'", "another --batch-id");
    refused(
        2,
        List.of("--add", second, "--set", "hiddenLayers=[80]"),
        "[60], which the state was made");
    refused(2, List.of("--add", second, "--seed", "7"), "option seed: expected 42");
    refused(2, List.of("--add", second, "--label", "petal_width"), "'label', as at the first run");
    refused(3, List.of("--add", nights.folder.resolve("gone.csv")), "gone.csv");
    Path narrow =
        Samples.write(folder.resolve("narrow.csv"), List.of("sepal_length,label", "5.1,setosa"));
    refused(3, List.of("--add", narrow), "sepal_width");
  }

  @Test
  void aDamagedStateIsRefusedAndTheChampionServesOn() throws Exception {
    nights.found(first);
    List<double[]> served = nights.probabilities();
    Path arrays = nights.state.resolve("states/000001/arrays.bin");
    byte[] whole = Files.readAllBytes(arrays);
    try (RandomAccessFile file = new RandomAccessFile(arrays.toFile(), "rw")) {
      file.setLength(whole.length - 8);
    }
    refused(6, List.of("--add", second), "arrays.bin", "bytes");
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;
    Files.deleteIfExists(arrays.resolveSibling(".arrays.bin.crc"));
    Files.write(arrays, changed);
    refused(6, List.of("--add", second), "checksum");
    Files.delete(nights.state.resolve("states/000001/snapshot.json"));
    refused(6, List.of("--add", second), "snapshot.json");
    assertThat(Nights.distance(served, nights.probabilities())).isZero();

    Path pointer = nights.state.resolve("current.json");
    Files.writeString(pointer, Files.readString(pointer).substring(0, 20));
    refused(6, List.of("--add", second), "current.json");
  }

  @Test
  void aRunThatDiedGoesOnFromItsCheckpoints() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Object[] night = {
      "--add",
      first,
      "--label",
      "label",
      "--set",
      "hiddenLayers=[60]",
      "--set",
      "checkpointDir=" + checkpoints
    };
    Path blocked = nights.state.resolve("versions");
    Files.createDirectories(nights.state);
    Files.createFile(blocked); // where a folder is to be made: all is done but the publishing
    assertThat(nights.bad(5, night)).contains("versions");
    assertThat(checkpoints).isNotEmptyDirectory();
    assertThat(nights.state.resolve("current.json")).doesNotExist();
    byte[] state = Files.readAllBytes(nights.state.resolve("states/000001/arrays.bin"));

    Files.delete(blocked);
    Cli.Result result = nights.run(night);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("Moments taken from the checkpoint") // of the choice of the penalty
        .contains("statistics of a batch taken from the checkpoint");
    assertThat(Files.readAllBytes(nights.state.resolve("states/000001/arrays.bin")))
        .isEqualTo(state);
    assertThat(nights.champion()).isNotNull();
    assertThat(checkpoints).isEmptyDirectory();
  }
}
