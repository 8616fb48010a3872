package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.extremum.job.SmallDisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Executors whose local disks are too small for what they send to each other. Skipped where the
 * user may not mount such disks.
 */
@OnCluster
class FullDisksTest {
  /** The job's jar has room, 23 MB; a task's Moments of 1100 neurons, 20 MB, have not. */
  private static final String SIZE = "40m";

  private static final List<SmallDisk> DISKS = new ArrayList<>();
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = StandaloneCluster.named("full-disks").workers(0).start();
    for (int number = 1; number <= 2; number++) {
      Path folder = Files.createDirectory(cluster.folder().resolve("worker-" + number));
      DISKS.add(SmallDisk.at(folder.resolve("local"), SIZE));
      assertThat(cluster.addWorker().localFolder()).isEqualTo(folder.resolve("local"));
    }
  }

  @AfterAll
  static void close() throws IOException {
    cluster.close();
    for (SmallDisk disk : DISKS) {
      disk.close();
    }
  }

  @Test
  void aTrainingSaysSoAndLeavesNothing() throws Exception {
    Path folder = Files.createDirectory(cluster.folder().resolve("models"));

    Submission training = Training.WIDE.on(cluster, folder.resolve("model")).start();

    assertThat(training.exitCode()).as(training.driverErr()).isEqualTo(4);
    List<String> errors =
        training.driverErr().lines().filter(line -> line.startsWith("error: ")).toList();
    System.out.println(errors);
    assertThat(errors)
        .singleElement()
        .asString()
        .contains("got one that failed 4 times, at last on 127.0.0.", "No space left on device");
    assertThat(folder).isEmptyDirectory();
  }
}
