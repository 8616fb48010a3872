package org.extremum.job.retraining;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.AtomicFile;
import org.extremum.spark.Pointer;
import org.extremum.spark.Sha256;
import org.extremum.spark.SnapshotFiles;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * Where things are in the directory of one scheduled retraining, and how to read them:
 *
 * <pre>
 * current.json            which state and which champion are in force ({@link Pointer})
 * lock.json               while a run is on ({@link Lock})
 * status.json             how the last run ended ({@link Status})
 * states/000012/          the sums, the frozen parts and the ledger ({@link SnapshotFiles})
 * batches/ID-DIGEST/      what one batch has added, where that is kept
 * versions/ID/            model folders
 * runs/ID.json            how each run came to its end that committed
 * rollback.json           while a rollback is at it ({@link Rollback})
 * identity                tells it from others in the directory of checkpoints ({@link Identity})
 * </pre>
 *
 * Reading needs no lock. All that is in force is changed by {@link StateWriter} alone; {@link
 * Status}, {@link Lock}, {@link Rollback} and {@link Identity} write their own files.
 */
public final class StateDirectory {
  static final String BATCHES = "batches";
  static final String RUNS = "runs";
  static final String STATUS = "status.json";
  static final String LOCK = "lock.json";

  private static final int ATTEMPTS = 10;

  private static final Set<String> NAMES =
      Set.of(
          Pointer.FILE,
          Pointer.STATES,
          Pointer.VERSIONS,
          BATCHES,
          RUNS,
          STATUS,
          LOCK,
          Rollback.MARKER,
          Identity.FILE,
          "lost+found"); // of a volume that is mounted there

  private final Configuration conf;
  private final FileSystem files;
  private final Path path;

  private StateDirectory(Configuration conf, FileSystem files, Path path) {
    this.conf = conf;
    this.files = files;
    this.path = path;
  }

  /**
   * The directory of that path; nothing is made.
   *
   * @throws Problem (usage) when it is no path of a file system that is known; (output) when it is
   *     a file, a model folder or a folder of other things
   */
  public static StateDirectory at(Configuration conf, String path) {
    try {
      Path given = new Path(path);
      FileSystem files = given.getFileSystem(conf);
      StateDirectory directory = new StateDirectory(conf, files, files.makeQualified(given));
      directory.requireOwn();
      return directory;
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.USAGE,
              "state directory " + path + ": " + e.getMessage(),
              "name a folder")
          .causedBy(e);
    }
  }

  /** Tidying removes things: not in a folder that somebody has named by mistake. */
  private void requireOwn() throws IOException {
    List<String> names;
    try {
      if (!files.getFileStatus(path).isDirectory()) {
        throw foreign("a file");
      }
      names = names(path);
    } catch (FileNotFoundException e) {
      return;
    }
    boolean model = names.contains("metadata");
    if (model || !names.contains(Pointer.FILE) && !names.stream().allMatch(StateDirectory::isOwn)) {
      throw foreign(model ? "a model folder" : "a folder of other things");
    }
  }

  private static boolean isOwn(String name) {
    return NAMES.contains(name) || name.startsWith(".");
  }

  private Problem foreign(String got) {
    return Problem.of(
        Problem.Kind.OUTPUT,
        "state directory " + path,
        "one of scheduled retraining, an empty folder or none",
        got,
        "choose another path");
  }

  Configuration conf() {
    return conf;
  }

  FileSystem files() {
    return files;
  }

  /** Its path, qualified. */
  public Path path() {
    return path;
  }

  Path file(String name) {
    return new Path(path, name);
  }

  /**
   * What is in force; empty before the first run has committed.
   *
   * @throws Problem (unreadable) when the pointer is damaged
   */
  public Optional<Pointer.Position> position() {
    return Pointer.read(files, path);
  }

  /**
   * The state in force; empty before the first run has committed.
   *
   * @throws Problem (unreadable) when it is damaged
   */
  public Optional<Snapshot> state() {
    return inForce(position -> SnapshotFiles.read(files, Pointer.state(path, position.state())));
  }

  /**
   * The facts of the state in force, by themselves and so not verified; empty before the first run
   * has committed.
   *
   * @throws Problem (unreadable) when they cannot be read
   */
  public Optional<Map<String, Object>> facts() {
    return inForce(position -> SnapshotFiles.facts(files, Pointer.state(path, position.state())));
  }

  private <T> Optional<T> inForce(Function<Pointer.Position, T> reader) {
    return position().isEmpty()
        ? Optional.empty()
        : Optional.of(Pointer.follow(files, path, reader));
  }

  /**
   * What a batch has added by itself, where it was kept.
   *
   * @param content as it was given to {@link StateWriter#writeBatch}
   * @return empty when there is none
   * @throws Problem (unreadable) when it is damaged
   */
  public Optional<Snapshot> batch(String id, String content) {
    Path folder = batchFolder(id, content);
    try {
      return files.exists(folder)
          ? Optional.of(SnapshotFiles.read(files, folder))
          : Optional.empty();
    } catch (IOException e) {
      throw cannotBeRead(folder, e);
    }
  }

  /** Where the champion or an earlier one is, to be loaded. */
  public String version(String id) {
    return Pointer.version(path, id).toString();
  }

  /**
   * The manifest of a run.
   *
   * @return empty when it is not there
   */
  public Optional<String> manifest(String runId) {
    try {
      byte[] text = AtomicFile.read(files, manifestFile(runId));
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw cannotBeRead(manifestFile(runId), e);
    }
  }

  Path manifestFile(String runId) {
    return new Path(file(RUNS), requireId("run id", runId) + ".json");
  }

  /**
   * Named for the content too: a run may forget a batch and add another under the same id, or draw
   * neurons anew, and until it commits the old one is still needed.
   */
  Path batchFolder(String id, String content) {
    return new Path(file(BATCHES), batchName(id, content));
  }

  static String batchName(String id, String content) {
    return requireId("batch id", id) + "-" + shortDigest(content);
  }

  /**
   * The id itself, if it can name a folder.
   *
   * @throws Problem (usage) when it cannot
   */
  public static String requireId(String what, String id) {
    if (!Pointer.isId(id)) {
      throw Problem.of(
          Problem.Kind.USAGE,
          what,
          "1 to 128 of 0-9 A-Z a-z . _ - that do not begin with a dot",
          id == null ? "none" : "'" + id + "'",
          "choose another");
    }
    return id;
  }

  /** The id of the state after that one: six digits and more, counted from 1. */
  static String next(Optional<Pointer.Position> position) {
    return numbered(position.map(now -> number(now.state())).orElse(0L) + 1);
  }

  /** The id of the state before that one. */
  static String predecessor(String state) {
    return numbered(number(state) - 1);
  }

  private static String numbered(long number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  private static long number(String state) {
    try {
      return Long.parseLong(state);
    } catch (NumberFormatException e) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          "state in " + Pointer.FILE,
          "a number such as 000012",
          "'" + state + "'",
          "restore " + Pointer.FILE + " from a copy");
    }
  }

  /** Names of what is in a folder, sorted; none when it is not there. */
  List<String> names(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Arrays.stream(files.listStatus(folder))
            .map(status -> status.getPath().getName())
            .sorted()
            .toList();
      } catch (FileNotFoundException e) {
        return List.of();
      } catch (NoSuchFileException e) { // a file went while Hadoop looked at one after the other
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static String shortDigest(String text) {
    byte[] digest = Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  private static Problem cannotBeRead(Path what, IOException e) {
    return Problem.because(
            Problem.Kind.UNREADABLE,
            what + ": cannot be read: " + e.getMessage(),
            "look at the file system")
        .causedBy(e);
  }
}
