package org.extremum.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * Checkpoints as folders {@code <checkpointDir>/<run>/<kind>-<number>}: {@code snapshot.json}
 * (facts, names and lengths of the arrays, SHA-256) and {@code arrays.bin} (the arrays one after
 * the other, little-endian doubles). Each is written beside and renamed, so it is complete or
 * absent; one that does not match its digest counts as absent.
 */
final class CheckpointFolder implements Checkpoints {
  /** Of the folders, and of what the trainer puts into them; others are passed over. */
  private static final int FORMAT_VERSION = 1;

  private static final String FACTS = "snapshot.json";
  private static final String ARRAYS = "arrays.bin";
  private static final int CHUNK = 1 << 16; // doubles copied at a time
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration conf;
  private final Path run;

  /**
   * @param directory of all checkpoints
   * @param run names this run's data and options
   */
  CheckpointFolder(Configuration conf, String directory, String run) {
    this.conf = conf;
    this.run = new Path(directory, run);
  }

  @Override
  public void save(String kind, int number, Snapshot snapshot) {
    Path folder = new Path(run, kind + "-" + number);
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
    json.put("sha256", HexFormat.of().formatHex(digest.digest()));
    SavedParams.writeText(files, new Path(folder, FACTS), json + "\n");
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

  /** Empty when it is damaged or of another format: then the work is done again. */
  private static Optional<Snapshot> read(FileSystem files, Path folder) throws IOException {
    Path binary = new Path(folder, ARRAYS);
    try {
      var json = JSON.readTree(SavedParams.readText(files, new Path(folder, FACTS)));
      Map<String, Integer> lengths =
          JSON.convertValue(
              json.path("arrays"), new TypeReference<LinkedHashMap<String, Integer>>() {});
      long numbers = lengths.values().stream().mapToLong(Integer::longValue).sum();
      if (json.path("formatVersion").asInt() != FORMAT_VERSION
          || lengths.values().stream().anyMatch(length -> length < 0)
          || files.getFileStatus(binary).getLen() != 8 * numbers) { // before anything is allocated
        return Optional.empty();
      }
      MessageDigest digest = WeightFile.sha256();
      Map<String, double[]> arrays = new LinkedHashMap<>();
      try (DataInputStream in =
          new DataInputStream(new DigestInputStream(files.open(binary), digest))) {
        for (Map.Entry<String, Integer> length : lengths.entrySet()) {
          arrays.put(length.getKey(), readArray(in, length.getValue()));
        }
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(json.path("sha256").asText())) {
        return Optional.empty();
      }
      Map<String, Object> facts =
          JSON.convertValue(
              json.path("facts"), new TypeReference<LinkedHashMap<String, Object>>() {});
      return Optional.of(new Snapshot(facts, arrays));
    } catch (FileNotFoundException
        | com.fasterxml.jackson.core.JsonProcessingException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static double[] readArray(InputStream in, int length) throws IOException {
    double[] values = new double[length];
    ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      if (in.readNBytes(buffer.array(), 0, 8 * count) != 8 * count) {
        throw new FileNotFoundException("arrays end early");
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
    List<Numbered> found = new ArrayList<>();
    if (files.exists(run)) {
      for (FileStatus status : files.listStatus(run)) {
        String name = status.getPath().getName();
        if (name.matches(kind + "-\\d{1,9}")) {
          found.add(
              new Numbered(Integer.parseInt(name.substring(kind.length() + 1)), status.getPath()));
        }
      }
    }
    return found;
  }

  private Problem cannot(String what, IOException e) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            "checkpoints in " + run + " cannot " + what + ": " + Unreadable.oneLine(e),
            "look at checkpointDir")
        .causedBy(e);
  }
}
