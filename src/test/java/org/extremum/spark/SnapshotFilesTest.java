package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a snapshot is said, not only that something is. */
class SnapshotFilesTest {
  @TempDir Path folder;
  private Path arrays;
  private Path text;

  @BeforeEach
  void write() throws IOException {
    write(folder);
    arrays = folder.resolve("arrays.bin");
    text = folder.resolve("snapshot.json");
    withoutChecksums(); // of Hadoop: other file systems have none
  }

  private static void write(Path to) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("number", 5);
    facts.put("names", List.of("b", "a"));
    Map<String, double[]> values = new LinkedHashMap<>();
    values.put("z", new double[] {1, -0.0, Double.NaN});
    values.put("a", new double[] {1.0 / 3});
    SnapshotFiles.write(files(), hadoop(to), new Snapshot(facts, values));
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private void withoutChecksums() throws IOException {
    Files.deleteIfExists(folder.resolve(".arrays.bin.crc"));
    Files.deleteIfExists(folder.resolve(".snapshot.json.crc"));
  }

  private Snapshot read() throws IOException {
    return SnapshotFiles.read(files(), hadoop(folder));
  }

  private void unreadable(String... words) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
              assertThat(problem.getMessage()).doesNotContain("\n").contains(folder.toString());
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
            });
  }

  @Test
  void theSameSnapshotHasTheSameBytes() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    write(other);
    assertThat(other.resolve("arrays.bin")).hasSameBinaryContentAs(arrays);
    assertThat(other.resolve("snapshot.json")).hasSameBinaryContentAs(text);
    assertThat(read().arrays().get("z")).containsExactly(1, -0.0, Double.NaN);
    assertThat(read().facts()).isEqualTo(Map.of("number", 5, "names", List.of("b", "a")));
  }

  @Test
  void truncatedArrays() throws IOException {
    Files.write(arrays, Arrays.copyOf(Files.readAllBytes(arrays), 31));
    unreadable("arrays.bin: expected 32 bytes, got 31");
  }

  @Test
  void oneBitOfTheArrays() throws IOException {
    byte[] bytes = Files.readAllBytes(arrays);
    bytes[30] ^= 1;
    Files.write(arrays, bytes);
    unreadable("checksum (sha256): expected", "are not those that were written");
  }

  @Test
  void missingFiles() throws IOException {
    Files.delete(arrays);
    unreadable("arrays.bin is missing");
    Files.delete(text);
    unreadable("snapshot.json is missing");
  }

  /** The facts have one; for the numbers the digest does what it would do. */
  @Test
  void hadoopsOwnChecksum() throws IOException {
    folder = Files.createDirectory(folder.resolve("other"));
    write(folder);
    assertThat(folder.resolve(".arrays.bin.crc")).doesNotExist();
    Path facts = folder.resolve("snapshot.json");
    byte[] bytes = Files.readAllBytes(facts);
    bytes[0] ^= 1;
    Files.write(facts, bytes);
    unreadable("snapshot.json cannot be read", "Checksum error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"formatVersion\":1 | \"formatVersion\":2 | expected formatVersion 1, got 2",
        "\"formatVersion\":1 | \"formatVersion\":\"1\" | expected formatVersion 1, got \"1\"",
        "\"formatVersion\":1 | \"format\":1 | expected formatVersion 1, got none",
        "\"number\":5 | \"number\":6 | checksum (sha256)",
        "\"a\":1 | \"b\":1 | checksum (sha256)",
        "\"z\":3,\"a\":1 | \"a\":1,\"z\":3 | checksum (sha256)",
        "\"a\":1 | \"a\":2147483647 | arrays.bin: expected 17179869200 bytes, got 32",
        "\"a\":1 | \"a\":9007199254740993 | expected lengths of arrays from 0",
        "\"a\":1 | \"a\":2,\"b\":-1 | expected lengths of arrays from 0 to 2147483647, got -1",
        "\"a\":1 | \"a\":1.5 | expected lengths of arrays from 0 to 2147483647, got 1.5",
        "\"facts\" | \"fact\" | has no facts or no arrays",
        "\"arrays\":{ | \"arrays\":{{ | snapshot.json cannot be read",
      })
  void changedDescriptions(String old, String now, String words) throws IOException {
    String said = Files.readString(text);
    assertThat(said).contains(old);
    Files.writeString(text, said.replace(old, now));
    unreadable(words);
  }
}
