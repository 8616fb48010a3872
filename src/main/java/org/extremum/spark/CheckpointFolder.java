package org.extremum.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * Checkpoints as folders {@code <checkpointDir>/<run>/<kind>-<number>}: {@code snapshot.json}
 * (facts, names and lengths of the arrays, SHA-256 of all this) and {@code arrays.bin} (the arrays
 * one after the other, little-endian doubles). Each is written beside and renamed, so it is
 * complete or absent; one that cannot be read or does not match its digest counts as absent.
 *
 * <p>The folder of the run belongs to the run: whatever is in the way there is removed. Two runs of
 * the same data and options at the same time would remove each other's.
 */
final class CheckpointFolder implements Checkpoints {
  /** Of the folders, and of what the trainer puts into them; others are passed over. */
  private static final int FORMAT_VERSION = 1;

  private static final String FACTS = "snapshot.json";
  private static final String ARRAYS = "arrays.bin";
  private static final int CHUNK = 1 << 16; // doubles copied at a time
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Integer>> LENGTHS =
      new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};

  private final Configuration conf;
  private final Path run;

  /**
   * @param directory of all checkpoints
   * @param run names this run's data and options
   * @throws Problem (output) when no checkpoint could be written there: known before the work
   */
  CheckpointFolder(Configuration conf, String directory, String run) {
    this.conf = conf;
    try {
      this.run = new Path(directory, run);
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT, "checkpointDir: " + e.getMessage(), "name a folder")
          .causedBy(e);
    }
    NewFolder.check(conf, this.run + "/check-0", NewFolder.Kind.CHECKPOINT, true);
  }

  @Override
  public void save(String kind, int number, Snapshot snapshot) {
    Path folder = new Path(run, kind + "-" + number);
    makeRoom(folder);
    NewFolder.write(
        conf,
        folder.toString(),
        NewFolder.Kind.CHECKPOINT,
        true,
        (files, temporary) -> write(files, temporary, snapshot));
    try {
      FileSystem files = run.getFileSystem(conf);
      for (Numbered earlier : numbered(files, kind)) {
        if (earlier.number < number) {
          files.delete(earlier.folder, true);
        }
      }
    } catch (IOException e) {
      throw cannot("be tidied", e);
    }
  }

  private static void write(FileSystem files, Path folder, Snapshot snapshot) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.set("facts", JSON.valueToTree(snapshot.facts()));
    ObjectNode lengths = json.putObject("arrays");
    MessageDigest digest = WeightFile.sha256();
    try (OutputStream out =
        new DigestOutputStream(files.create(new Path(folder, ARRAYS), true), digest)) {
      ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      for (Map.Entry<String, double[]> array : snapshot.arrays().entrySet()) {
        double[] values = array.getValue();
        lengths.put(array.getKey(), values.length);
        for (int from = 0; from < values.length; from += CHUNK) {
          int count = Math.min(CHUNK, values.length - from);
          buffer.clear();
          buffer.asDoubleBuffer().put(values, from, count);
          out.write(buffer.array(), 0, 8 * count);
        }
      }
    }
    json.put("sha256", sealed(digest, json));
    SavedParams.writeText(files, new Path(folder, FACTS), json + "\n");
  }

  /** Removes what a crash left half-written, and what is no checkpoint where one is to stand. */
  private void makeRoom(Path folder) {
    try {
      FileSystem files = run.getFileSystem(conf);
      for (Path there : there(files)) {
        if (there.getName().contains(NewFolder.UNFINISHED)
            || there.getName().contains(NewFolder.REPLACED)
            || there.getName().equals(folder.getName()) && !files.exists(new Path(there, FACTS))) {
          files.delete(there, true);
        }
      }
    } catch (IOException e) {
      throw cannot("be tidied", e);
    }
  }

  @Override
  public Optional<Snapshot> latest(String kind) {
    try {
      FileSystem files = run.getFileSystem(conf);
      List<Numbered> there = numbered(files, kind);
      there.sort(Comparator.comparingInt(Numbered::number).reversed());
      for (Numbered candidate : there) {
        Optional<Snapshot> snapshot = read(files, candidate.folder);
        if (snapshot.isPresent()) {
          return snapshot;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw cannot("be read", e);
    }
  }

  /** The digest of the arrays' bytes, already taken in, and of everything said about them. */
  private static String sealed(MessageDigest digest, JsonNode json) {
    String described = json.path("facts") + "\n" + json.path("arrays");
    digest.update(described.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Empty when it is damaged or of another format: then the work is done again. */
  private static Optional<Snapshot> read(FileSystem files, Path folder) {
    Path binary = new Path(folder, ARRAYS);
    try {
      JsonNode json = JSON.readTree(SavedParams.readText(files, new Path(folder, FACTS)));
      if (json.path("formatVersion").asInt() != FORMAT_VERSION
          || !json.path("facts").isObject()
          || !json.path("arrays").isObject()) {
        return Optional.empty();
      }
      Map<String, Integer> lengths = JSON.convertValue(json.path("arrays"), LENGTHS);
      if (lengths.values().stream().anyMatch(length -> length == null || length < 0)) {
        return Optional.empty();
      }
      long numbers = lengths.values().stream().mapToLong(Integer::longValue).sum();
      if (files.getFileStatus(binary).getLen() != 8 * numbers) { // before anything is allocated
        return Optional.empty();
      }
      MessageDigest digest = WeightFile.sha256();
      Map<String, double[]> arrays = new LinkedHashMap<>();
      try (InputStream in = new DigestInputStream(files.open(binary), digest)) {
        for (Map.Entry<String, Integer> length : lengths.entrySet()) {
          arrays.put(length.getKey(), readArray(in, length.getValue()));
        }
      }
      return sealed(digest, json).equals(json.path("sha256").asText())
          ? Optional.of(new Snapshot(JSON.convertValue(json.path("facts"), VALUES), arrays))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static double[] readArray(InputStream in, int length) throws IOException {
    double[] values = new double[length];
    ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      if (in.readNBytes(buffer.array(), 0, 8 * count) != 8 * count) {
        throw new EOFException("arrays end early");
      }
      buffer.clear();
      buffer.asDoubleBuffer().get(values, from, count);
    }
    return values;
  }

  @Override
  public void clear() {
    try {
      run.getFileSystem(conf).delete(run, true);
    } catch (IOException e) {
      throw cannot("be removed", e);
    }
  }

  private record Numbered(int number, Path folder) {}

  private List<Numbered> numbered(FileSystem files, String kind) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(kind) + "-(\\d{1,9})");
    List<Numbered> found = new ArrayList<>();
    for (Path there : there(files)) {
      Matcher matcher = name.matcher(there.getName());
      if (matcher.matches()) {
        found.add(new Numbered(Integer.parseInt(matcher.group(1)), there));
      }
    }
    return found;
  }

  private List<Path> there(FileSystem files) throws IOException {
    return files.exists(run)
        ? Arrays.stream(files.listStatus(run)).map(FileStatus::getPath).toList()
        : List.of();
  }

  private Problem cannot(String what, IOException e) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            "checkpoints in " + run + " cannot " + what + ": " + Unreadable.oneLine(e),
            "look at checkpointDir")
        .causedBy(e);
  }
}
