package org.extremum.job.retraining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.extremum.job.Json;
import org.extremum.job.Main;
import org.extremum.spark.AtomicFile;

/** {@code status.json}: how the last run ended, for whoever watches the schedule. */
public final class Status {
  private Status() {}

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
