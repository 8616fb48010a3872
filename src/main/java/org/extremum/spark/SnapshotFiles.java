package org.extremum.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * A snapshot as two files of a folder: {@code snapshot.json} (format version, facts, names and
 * lengths of the arrays, SHA-256 of all this) and {@code arrays.bin} (the arrays one after the
 * other, little-endian doubles). The bytes are a function of the snapshot alone, as long as its
 * maps keep an order. Whether the folder is complete or absent is up to who has it written.
 */
public final class SnapshotFiles {
  /** Of the two files; what the facts say has versions of its own. */
  static final int FORMAT_VERSION = 1;

  /** Its presence tells a folder with a snapshot from any other. */
  static final String FACTS = "snapshot.json";

  private static final String ARRAYS = "arrays.bin";
  private static final int CHUNK = 1 << 16; // doubles copied at a time
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Integer>> LENGTHS =
      new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, Object>> VALUES =
      new TypeReference<>() {};

  private SnapshotFiles() {}

  /**
   * Writes both files.
   *
   * @param folder there, without either of them
   */
  public static void write(FileSystem files, Path folder, Snapshot snapshot) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.set("facts", JSON.valueToTree(snapshot.facts()));
    ObjectNode lengths = json.putObject("arrays");
    MessageDigest digest = Sha256.begin();
    try (OutputStream out =
        new DigestOutputStream(bare(files).create(new Path(folder, ARRAYS), true), digest)) {
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

  /**
   * Local files without the sums that Hadoop puts beside them, half a kilobyte at a time: the
   * digest finds what they would find.
   */
  private static FileSystem bare(FileSystem files) {
    return files.getClass() == LocalFileSystem.class
        ? ((LocalFileSystem) files).getRawFileSystem()
        : files;
  }

  /** The digest of the arrays' bytes, already taken in, and of everything said about them. */
  private static String sealed(MessageDigest digest, JsonNode json) {
    String described = json.path("facts") + "\n" + json.path("arrays");
    digest.update(described.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Reads both files. Their sizes are compared before anything of that size is allocated.
   *
   * @throws Problem (unreadable) that names what is missing, cut, changed or of another version
   */
  public static Snapshot read(FileSystem files, Path folder) {
    JsonNode json = description(files, folder);
    Map<String, Integer> lengths = lengths(json, folder);
    requireSize(files, folder, lengths);
    MessageDigest digest = Sha256.begin();
    Map<String, double[]> arrays = new LinkedHashMap<>();
    ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in =
        new DigestInputStream(bare(files).open(new Path(folder, ARRAYS)), digest)) {
      for (Map.Entry<String, Integer> length : lengths.entrySet()) {
        arrays.put(length.getKey(), readArray(in, length.getValue(), buffer));
      }
    } catch (IOException | FSError e) {
      throw Unreadable.damaged(folder, ARRAYS + " cannot be read", e);
    }
    String now = sealed(digest, json);
    if (!now.equals(json.path("sha256").asText())) {
      throw Unreadable.damaged(
          folder,
          "checksum (sha256): expected "
              + json.path("sha256").asText("none")
              + ", got "
              + now
              + ": facts or numbers are not those that were written");
    }
    return new Snapshot(JSON.convertValue(json.path("facts"), VALUES), arrays);
  }

  /**
   * The facts alone, to be looked at: not compared with the digest, which is that of the numbers
   * too.
   *
   * @throws Problem (unreadable) that names what is missing or of another version
   */
  public static Map<String, Object> facts(FileSystem files, Path folder) {
    return JSON.convertValue(description(files, folder).path("facts"), VALUES);
  }

  private static JsonNode description(FileSystem files, Path folder) {
    JsonNode json;
    try {
      json = JSON.readTree(SavedFiles.text(files, folder, new Path(folder, FACTS)));
    } catch (FileNotFoundException e) {
      throw Unreadable.damaged(folder, FACTS + " is missing");
    } catch (IOException | FSError e) {
      throw Unreadable.damaged(folder, FACTS + " cannot be read", e);
    }
    JsonNode version = json.path("formatVersion");
    if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
      throw Unreadable.foreign(
          new Path(folder, FACTS),
          "formatVersion " + FORMAT_VERSION,
          version.isMissingNode() ? "none" : version,
          "read it with the version of this program that wrote it");
    }
    if (!json.path("facts").isObject() || !json.path("arrays").isObject()) {
      throw Unreadable.damaged(folder, FACTS + " has no facts or no arrays");
    }
    return json;
  }

  private static Map<String, Integer> lengths(JsonNode json, Path folder) {
    JsonNode said = json.path("arrays");
    for (JsonNode length : said) {
      if (!length.isInt() || length.intValue() < 0) {
        throw Unreadable.damaged(
            folder, FACTS + ": expected lengths of arrays from 0 to 2147483647, got " + length);
      }
    }
    return JSON.convertValue(said, LENGTHS);
  }

  private static void requireSize(FileSystem files, Path folder, Map<String, Integer> lengths) {
    long expected = 8 * lengths.values().stream().mapToLong(Integer::longValue).sum();
    long there;
    try {
      SavedFiles.requireOwn(files, folder, new Path(folder, ARRAYS));
      there = files.getFileStatus(new Path(folder, ARRAYS)).getLen();
    } catch (FileNotFoundException e) {
      throw Unreadable.damaged(folder, ARRAYS + " is missing");
    } catch (IOException e) {
      throw Unreadable.damaged(folder, ARRAYS + " cannot be looked at", e);
    }
    if (there != expected) {
      throw Unreadable.damaged(folder, ARRAYS + ": expected " + expected + " bytes, got " + there);
    }
    long most = OldGeneration.here() / 4 * 3;
    if (expected > most) { // a file with holes takes no room on the disk
      throw Unreadable.foreign(
          folder,
          "at most " + most + " bytes of numbers",
          expected + " bytes",
          "give the driver more memory (--driver-memory), if that size can be true");
    }
  }

  private static double[] readArray(InputStream in, int length, ByteBuffer buffer)
      throws IOException {
    double[] values = new double[length];
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
}
