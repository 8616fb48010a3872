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
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints on a local file system, whole, damaged and cut. */
class CheckpointFolderTest {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL / 3,
    Double.MAX_VALUE,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    1.0 / 3
  };

  @TempDir Path folder;
  private Path directory;
  private CheckpointFolder checkpoints;

  @BeforeEach
  void open() {
    directory = folder.resolve("checkpoints");
    checkpoints = in(directory);
  }

  private static CheckpointFolder in(Path directory) {
    return new CheckpointFolder(new Configuration(), directory.toString(), "run");
  }

  private static Snapshot numbered(int number) {
    return new Snapshot(Map.of("number", number), Map.of("a", new double[] {number, -number}));
  }

  private Object latest() {
    return checkpoints.latest("round").map(found -> found.facts().get("number")).orElse(null);
  }

  private Path of(int number) {
    return directory.resolve("run/round-" + number);
  }

  private List<String> there() throws IOException {
    try (Stream<Path> paths = Files.list(directory.resolve("run"))) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void factsAndArraysComeBackBitForBit() {
    double[] random = new Random(3).doubles((1 << 17) + 5).toArray(); // more than two chunks
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("integer", 7);
    facts.put("long", Long.MIN_VALUE);
    facts.put("real", 0.1 + 0.2);
    facts.put("text", "zürgel\n\"");
    facts.put("truth", true);
    facts.put("list", List.of(400, 600));
    facts.put("map", Map.of("u", 2));
    Map<String, double[]> arrays = new LinkedHashMap<>();
    arrays.put("special", SPECIAL);
    arrays.put("none", new double[0]);
    arrays.put("random", random);
    checkpoints.save("round", 3, new Snapshot(facts, arrays));
    Snapshot found = in(directory).latest("round").orElseThrow();
    assertThat(found.facts()).isEqualTo(facts);
    assertThat(found.arrays().keySet()).containsExactly("special", "none", "random");
    arrays.forEach(
        (name, values) -> assertThat(bits(found.arrays().get(name))).containsExactly(bits(values)));
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Test
  void theHighestNumberIsTheLatestAndEarlierOnesGo() throws IOException {
    assertThat(checkpoints.latest("round")).isEmpty();
    assertThat(directory).as("looking makes nothing").doesNotExist();
    checkpoints.save("round", 9, numbered(9));
    checkpoints.save("rounds", 1, numbered(1));
    checkpoints.save("round", 10, numbered(10));
    assertThat(latest()).isEqualTo(10);
    assertThat(there()).containsExactly("round-10", "rounds-1");
    checkpoints.save("round", 2, numbered(2));
    assertThat(latest()).isEqualTo(10);
    checkpoints.save("round", 10, numbered(11));
    assertThat(latest()).as("written anew").isEqualTo(11);
    assertThat(there()).containsExactly("round-10", "rounds-1");
  }

  @Test
  void clearingLeavesWhatIsOfOthers() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other/round-1"));
    checkpoints.clear();
    checkpoints.save("round", 1, numbered(1));
    checkpoints.clear();
    assertThat(directory.resolve("run")).doesNotExist();
    assertThat(other).exists();
    assertThat(latest()).isNull();
  }

  @Test
  void otherThingsInTheFolderAreNotTakenForCheckpoints() throws IOException {
    checkpoints.save("round", 1, numbered(1));
    Files.createDirectories(of(1).resolveSibling("round-x"));
    Files.createDirectories(of(1).resolveSibling("round-99999999999999"));
    Files.createDirectories(of(7));
    Files.writeString(of(8), "round 8");
    copy(of(1), of(1).resolveSibling(".round-9.writing-1"));
    assertThat(latest()).isEqualTo(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** What can have happened to a checkpoint. */
  private enum Damage {
    FLIPPED_BIT,
    SHORTER,
    LONGER,
    NO_ARRAYS,
    NO_FACTS,
    ARRAYS_ARE_A_FOLDER,
    OTHER_VERSION,
    OTHER_FACT,
    OTHER_NAME,
    ABSURD_LENGTH,
    NEGATIVE_LENGTH,
    NO_LENGTH,
    HALF_THE_TEXT;

    void inflict(Path checkpoint) throws IOException {
      Path arrays = checkpoint.resolve("arrays.bin");
      Path text = checkpoint.resolve("snapshot.json");
      byte[] bytes = Files.readAllBytes(arrays);
      String said = Files.readString(text);
      switch (this) {
        case FLIPPED_BIT -> {
          bytes[3] ^= 1;
          Files.write(arrays, bytes);
        }
        case SHORTER -> Files.write(arrays, Arrays.copyOf(bytes, bytes.length - 1));
        case LONGER -> Files.write(arrays, Arrays.copyOf(bytes, bytes.length + 8));
        case NO_ARRAYS -> Files.delete(arrays);
        case NO_FACTS -> Files.delete(text);
        case ARRAYS_ARE_A_FOLDER -> {
          Files.delete(arrays);
          Files.createDirectory(arrays);
        }
        case HALF_THE_TEXT -> Files.writeString(text, said.substring(0, said.length() / 2));
        default -> Files.writeString(text, changed(said));
      }
    }

    private String changed(String said) {
      return switch (this) {
        case OTHER_VERSION -> replaced(said, "\"formatVersion\":1", "\"formatVersion\":2");
        case OTHER_FACT -> replaced(said, "\"number\":5", "\"number\":6");
        case OTHER_NAME -> replaced(said, "\"a\":2", "\"b\":2");
        case ABSURD_LENGTH -> replaced(said, "\"a\":2", "\"a\":2147483647");
        case NEGATIVE_LENGTH -> replaced(said, "\"a\":2", "\"a\":4,\"b\":-2");
        case NO_LENGTH -> replaced(said, "\"a\":2", "\"a\":null");
        default -> throw new IllegalStateException(name());
      };
    }

    private static String replaced(String said, String old, String now) {
      assertThat(said).contains(old);
      return said.replace(old, now);
    }
  }

  private void saveFiveAndThree() {
    checkpoints.save("round", 5, numbered(5));
    checkpoints.save("round", 3, numbered(3));
    assertThat(latest()).isEqualTo(5);
  }

  /** Once as Hadoop's own checksums find it, once where a file system has none. */
  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedOneIsPassedOverAndReplaced(Damage damage) throws IOException {
    for (boolean checksums : new boolean[] {true, false}) {
      saveFiveAndThree();
      if (!checksums) {
        withoutChecksums(of(5));
      }
      damage.inflict(of(5));
      assertThat(latest()).isEqualTo(3);
      checkpoints.save("round", 5, numbered(5));
      assertThat(latest()).isEqualTo(5);
      assertThat(there()).containsExactly("round-5");
    }
  }

  private static void withoutChecksums(Path checkpoint) throws IOException {
    Files.deleteIfExists(checkpoint.resolve(".arrays.bin.crc"));
    Files.delete(checkpoint.resolve(".snapshot.json.crc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "7", "{\"formatVersion\":1}", "{\"formatVersion\""})
  void whatIsNoDescriptionIsPassedOver(String text) throws IOException {
    saveFiveAndThree();
    withoutChecksums(of(5));
    Files.writeString(of(5).resolve("snapshot.json"), text);
    assertThat(latest()).isEqualTo(3);
  }

  @Test
  void aFileInTheWayIsReplaced() throws IOException {
    checkpoints.save("round", 1, numbered(1));
    Files.writeString(of(2), "not a folder");
    checkpoints.save("round", 2, numbered(2));
    assertThat(latest()).isEqualTo(2);
  }

  @Test
  void aWriteThatIsCutLeavesNothing() throws IOException {
    checkpoints.save("round", 1, numbered(1));
    Map<String, double[]> arrays = new LinkedHashMap<>();
    arrays.put("a", new double[1 << 17]);
    arrays.put("cut", null);
    assertThatThrownBy(() -> checkpoints.save("round", 2, new Snapshot(Map.of(), arrays)))
        .isInstanceOf(NullPointerException.class);
    assertThat(there()).containsExactly("round-1");
    assertThat(latest()).isEqualTo(1);
  }

  @Test
  void whatAKillLeftIsTidiedByTheNextOne() throws IOException {
    checkpoints.save("round", 1, numbered(1));
    copy(of(1), of(1).resolveSibling(".round-2.writing-1"));
    copy(of(1), of(1).resolveSibling(".moments-2.replaced-1"));
    checkpoints.save("round", 2, numbered(2));
    assertThat(there()).containsExactly("round-2");
  }

  @Test
  void aFolderThatCannotBeIsRefusedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> in(file)).satisfies(CheckpointFolderTest::isOneLineAboutOutput);
    assertThatThrownBy(() -> new CheckpointFolder(new Configuration(), "a:b", "run"))
        .satisfies(CheckpointFolderTest::isOneLineAboutOutput);
    assertThatThrownBy(() -> new CheckpointFolder(new Configuration(), "nowhere://x/y", "run"))
        .satisfies(CheckpointFolderTest::isOneLineAboutOutput);
  }

  @Test
  void aFolderThatCannotBeWrittenAnyMoreIsAProblem() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("run"), "not a folder");
    assertThatThrownBy(() -> checkpoints.save("round", 1, numbered(1)))
        .satisfies(CheckpointFolderTest::isOneLineAboutOutput);
    assertThat(latest()).isNull();
  }

  private static void isOneLineAboutOutput(Throwable thrown) {
    assertThat(thrown).isInstanceOf(Problem.class);
    assertThat(((Problem) thrown).kind()).isEqualTo(Problem.Kind.OUTPUT);
    assertThat(thrown.getMessage().lines()).hasSize(1);
  }
}
