package org.extremum.job.retraining;

import java.nio.file.Path;
import java.time.Duration;
import org.extremum.spark.TestSpark;

/** Another run, as far as a lock tells. */
public final class TestLocks {
  private TestLocks() {}

  /** Does {@code work} while the lock of a directory is held. */
  public static void whileHeld(Path state, Runnable work) {
    Lock lock =
        Lock.acquire(
            StateDirectory.at(TestSpark.context().hadoopConfiguration(), state.toString()),
            Duration.ofMinutes(1),
            warning -> {});
    try {
      work.run();
    } finally {
      lock.close();
    }
  }
}
