package org.extremum.job.retraining;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.extremum.spark.AtomicFile;
import org.extremum.training.Problem;

/**
 * What tells one state directory from all others: machines that share a directory of checkpoints
 * may have states under one and the same path. It is drawn at random, once, and kept beside the
 * states, not in them: their bytes depend on data and options alone.
 */
final class Identity {
  static final String FILE = "identity";

  private Identity() {}

  /**
   * The identity of a directory, which is given one if it has none.
   *
   * @param directory whose lock is held
   * @throws Problem (output) when it cannot be written or read
   */
  static String of(StateDirectory directory) {
    Path file = directory.file(FILE);
    try {
      try {
        return text(directory, file);
      } catch (FileNotFoundException e) {
        byte[] drawn = (UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.createNew(directory.files(), file, drawn);
        return text(directory, file);
      }
    } catch (IOException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT,
              file + ": cannot be written or read: " + e.getMessage(),
              "look at rights and free space")
          .causedBy(e);
    }
  }

  private static String text(StateDirectory directory, Path file) throws IOException {
    return new String(AtomicFile.read(directory.files(), file), StandardCharsets.UTF_8).strip();
  }
}
