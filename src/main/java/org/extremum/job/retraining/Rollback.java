package org.extremum.job.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.AtomicFile;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.Pointer;
import org.extremum.training.Problem;

/**
 * Puts the champion before the present one in force: one step back, however often the run is killed
 * and repeated. The file {@value #MARKER} beside the pointer is written before the pointer is
 * swapped and removed once the run has come to its end; it says from which champion to which.
 *
 * <p>A repeated rollback that finds the champion where the marker leads to has nothing left to
 * swap. No other rollback can be taken for it: a champion that was left comes back by a rollback
 * alone, and each writes its own marker first. So it does not matter what other runs have done
 * since, nor what has become of {@code status.json}.
 */
final class Rollback {
  static final String MARKER = "rollback.json";

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateDirectory directory;
  private final StateWriter writer;
  private final Lock lock;

  /**
   * @param writer of this run
   * @param lock of the directory, held
   */
  Rollback(StateDirectory directory, StateWriter writer, Lock lock) {
    this.directory = directory;
    this.writer = writer;
    this.lock = lock;
  }

  /**
   * The champion that was left for what is in force now, by a rollback that was killed before its
   * end; empty where there was none.
   *
   * @throws Problem (unreadable) when that cannot be told: then nothing is gone back to
   */
  static Optional<String> leftFor(StateDirectory directory, Pointer.Position now) {
    Path marker = directory.file(MARKER);
    try {
      JsonNode json = JSON.readTree(AtomicFile.read(directory.files(), marker));
      String from = json.path(FROM).textValue();
      String to = json.path(TO).textValue();
      if (!Pointer.isId(from) || !Pointer.isId(to)) {
        throw new IOException("expected ids of champions, got " + json);
      }
      return to.equals(now.champion()) ? Optional.of(from) : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Problem.because(
              Problem.Kind.UNREADABLE,
              marker + ": cannot be read: " + reason(e),
              "compare the champion in " + Pointer.FILE + " with the one wanted, and remove it")
          .causedBy(e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
  }

  /**
   * The champion before this one, if it can still be loaded. The state stays: its data were not
   * what was wrong, or they are forgotten by their ids.
   *
   * @throws Problem (usage) when there is nothing to go back to; (unreadable) when that cannot be
   *     loaded
   */
  Pointer.Position target() {
    Pointer.Position next =
        writer
            .before()
            .flatMap(Pointer.Position::rolledBack)
            .orElseThrow(
                () ->
                    Problem.of(
                        Problem.Kind.USAGE,
                        "rollback in " + directory.path(),
                        "an earlier champion",
                        "none",
                        "retrain, or set keepVersions higher from now on"));
    ExtremumClassificationModel.load(directory.version(next.champion()));
    return next;
  }

  /**
   * Puts an earlier champion in force. The one that was left is removed by the next {@link
   * StateWriter#tidy}.
   *
   * @param target by {@link #target}
   * @throws Problem (locked) or (output) as {@link StateWriter#commit}; then nothing has changed
   */
  void to(Pointer.Position target) {
    mark(target);
    writer.swap(target);
  }

  /** The first of the two steps. */
  void mark(Pointer.Position target) {
    Map<String, String> marker = new LinkedHashMap<>();
    marker.put(FROM, writer.before().map(Pointer.Position::champion).orElse(null));
    marker.put(TO, target.champion());
    Path file = directory.file(MARKER);
    writer.requireUndisturbed();
    try {
      AtomicFile.replace(directory.files(), file, Status.bytes(marker));
    } catch (IOException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT,
              file + ": cannot be written: " + e.getMessage(),
              "look at rights and free space; what was in force still is")
          .causedBy(e);
    }
  }

  /**
   * Ends it, when there is nothing more to be done: from here on a rollback is another one.
   *
   * @return why it could not be ended, in words
   */
  Optional<String> end() {
    Path marker = directory.file(MARKER);
    try {
      lock.requireHeld(); // else it may be that of another rollback
      boolean gone = directory.files().delete(marker, false) || !directory.files().exists(marker);
      return gone ? Optional.empty() : Optional.of(stillThere(marker, "it cannot be removed"));
    } catch (IOException | Problem e) {
      return Optional.of(stillThere(marker, e.getMessage()));
    }
  }

  private static String stillThere(Path marker, String reason) {
    return marker + " is still there, and the next rollback will be taken for this one: " + reason;
  }
}
