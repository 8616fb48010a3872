package org.extremum.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.training.Problem;

/**
 * {@code current.json} of a directory of scheduled retraining: which state and which model are in
 * force. It changes in one step, and that step is what commits a run: what it does not name does
 * not count. Its entries: {@code formatVersion}, {@code state}, {@code champion} (or null), {@code
 * earlier} (champions before, latest first).
 */
public final class Pointer {
  public static final String FILE = "current.json";

  /** Folder of the states, each under its id. */
  public static final String STATES = "states";

  /** Folder of the model folders, each under its id. */
  public static final String VERSIONS = "versions";

  private static final int FORMAT_VERSION = 1;

  /** How often a reader follows a pointer that moves under it. */
  private static final int ATTEMPTS = 10;

  /** What may be the name of a folder: none that leads elsewhere and none that is hidden. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Pointer() {}

  /**
   * What is in force.
   *
   * @param state id of the state
   * @param champion id of the model, or null while none has been good enough
   * @param earlier the champions before it that can be gone back to, latest first
   */
  public record Position(String state, String champion, List<String> earlier) {
    /**
     * @throws IllegalArgumentException when an id could not be a folder's name
     */
    public Position {
      earlier = List.copyOf(earlier);
      requireId(state);
      if (champion != null) {
        requireId(champion);
      }
      earlier.forEach(Position::requireId);
    }

    private static void requireId(String id) {
      if (!isId(id)) {
        throw new IllegalArgumentException("id: expected " + ID + ", got '" + id + "'");
      }
    }

    /** The next state with the same champion. */
    public Position advanced(String nextState) {
      return new Position(nextState, champion, earlier);
    }

    /**
     * The next state with a new champion.
     *
     * @param keep how many champions are kept, the new one included; at least 1
     */
    public Position promoted(String nextState, String newChampion, int keep) {
      List<String> before = new ArrayList<>();
      if (champion != null && !champion.equals(newChampion)) {
        before.add(champion);
      }
      earlier.stream().filter(id -> !id.equals(newChampion)).forEach(before::add);
      return new Position(
          nextState, newChampion, before.subList(0, Math.min(keep - 1, before.size())));
    }

    /** The same state with the champion before this one; empty when there is none. */
    public Optional<Position> rolledBack() {
      return earlier.isEmpty()
          ? Optional.empty()
          : Optional.of(new Position(state, earlier.get(0), earlier.subList(1, earlier.size())));
    }

    /** Whether that model is the champion or can be gone back to. */
    public boolean names(String version) {
      return version.equals(champion) || earlier.contains(version);
    }
  }

  /** Whether {@code id} can name a state, a version or a batch: 1 to 128 of 0-9 A-Z a-z . _ -. */
  public static boolean isId(String id) {
    return id != null && ID.matcher(id).matches();
  }

  /** Whether the folder is one of scheduled retraining, and no model's. */
  static boolean isIn(FileSystem files, Path directory) throws IOException {
    return files.exists(new Path(directory, FILE))
        && !files.exists(new Path(directory, SavedParams.FOLDER));
  }

  /** Where the model of that id is. */
  public static Path version(Path directory, String id) {
    return new Path(new Path(directory, VERSIONS), id);
  }

  /** Where the state of that id is. */
  public static Path state(Path directory, String id) {
    return new Path(new Path(directory, STATES), id);
  }

  /**
   * What is in force now; empty where no run has committed yet.
   *
   * @throws Problem (unreadable) when the file is damaged or of another version
   */
  public static Optional<Position> read(FileSystem files, Path directory) {
    try {
      return Optional.of(parsed(AtomicFile.read(files, new Path(directory, FILE)), directory));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Unreadable.damaged(directory, FILE + " cannot be read", e);
    }
  }

  private static Position parsed(byte[] content, Path directory) throws IOException {
    JsonNode json = JSON.readTree(content);
    JsonNode version = json.path("formatVersion");
    if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
      throw Unreadable.foreign(
          new Path(directory, FILE),
          "formatVersion " + FORMAT_VERSION,
          version.isMissingNode() ? "none" : version,
          "read it with the version of this program that wrote it");
    }
    JsonNode champion = json.path("champion");
    List<String> earlier = new ArrayList<>();
    json.path("earlier").forEach(id -> earlier.add(id.textValue()));
    if (!isId(json.path("state").textValue())
        || !champion.isNull() && !isId(champion.textValue())
        || !earlier.stream().allMatch(Pointer::isId)) {
      throw Unreadable.damaged(directory, FILE + ": expected names of folders in it, got " + json);
    }
    return new Position(json.path("state").textValue(), champion.textValue(), earlier);
  }

  /**
   * Puts {@code next} in force, in one step.
   *
   * @throws Problem (output) when that cannot be done; then what was in force still is
   */
  public static void swap(FileSystem files, Path directory, Position next) {
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("state", next.state());
    json.put("champion", next.champion());
    ArrayNode earlier = json.putArray("earlier");
    next.earlier().forEach(earlier::add);
    Path file = new Path(directory, FILE);
    try {
      AtomicFile.replace(files, file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT,
              "pointer " + file + ": cannot be replaced: " + Unreadable.oneLine(e),
              "look at rights and free space; what was in force still is")
          .causedBy(e);
    }
  }

  /**
   * Reads something that the pointer names. Where that vanishes meanwhile, since another run has
   * committed and tidied, the pointer has moved and is followed again.
   *
   * @param reader throws a {@link Problem} when what it looks for is not there whole
   * @throws Problem (unreadable) when the pointer is missing or damaged; or the reader's
   */
  public static <T> T follow(FileSystem files, Path directory, Function<Position, T> reader) {
    for (int attempt = 1; ; attempt++) {
      Position position = required(files, directory);
      try {
        return reader.apply(position);
      } catch (Problem e) {
        if (attempt == ATTEMPTS || required(files, directory).equals(position)) {
          throw e;
        }
      }
    }
  }

  private static Position required(FileSystem files, Path directory) {
    return read(files, directory)
        .orElseThrow(() -> Unreadable.damaged(directory, FILE + " is missing"));
  }

  /**
   * Where the champion is.
   *
   * @throws Problem (unreadable) when there is none yet
   */
  static Path champion(Path directory, Position position) {
    if (position.champion() == null) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          "state directory " + directory,
          "a champion",
          "none: no model has passed the gate yet",
          "look into its status.json, then retrain");
    }
    return version(directory, position.champion());
  }
}
