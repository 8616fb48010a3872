package org.extremum.job.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.extremum.job.Json;
import org.extremum.job.Main;
import org.extremum.spark.AtomicFile;
import org.extremum.spark.Pointer;

/** {@code status.json}: how the last run ended, for whoever watches the schedule. */
public final class Status {
  /** The outcome while a rollback is at its one step; stays where it is killed there. */
  static final String ROLLING_BACK = "ROLLING_BACK";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Status() {}

  /** Whether the last run was a rollback to that position, and was killed before it ended. */
  static boolean tellsRollbackTo(StateDirectory directory, Pointer.Position position) {
    try {
      JsonNode status =
          JSON.readTree(AtomicFile.read(directory.files(), directory.file(StateDirectory.STATUS)));
      return status.path("outcome").asText().equals(ROLLING_BACK)
          && status.path("state").asText().equals(position.state())
          && status.path("champion").asText().equals(position.champion());
    } catch (IOException e) {
      return false; // there is none, or it is nobody's word any more
    }
  }

  /**
   * Replaces the status in one step. A status that cannot be written must not hide how the run
   * ended: the reason is returned, not thrown.
   *
   * @param status numbers, texts, booleans, lists and maps of these
   * @return what went wrong, in words
   */
  public static Optional<String> write(StateDirectory directory, Map<String, ?> status) {
    try {
      AtomicFile.replace(directory.files(), directory.file(StateDirectory.STATUS), bytes(status));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          directory.file(StateDirectory.STATUS) + " cannot be written: " + e.getMessage());
    }
  }

  static byte[] bytes(Map<String, ?> entries) {
    return (Main.secrets().hide(Json.of(entries)) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
