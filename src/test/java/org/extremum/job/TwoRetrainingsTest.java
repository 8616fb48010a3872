package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two retrainings of one state at once: one runs, one leaves with 75. */
class TwoRetrainingsTest {
  @TempDir Path folder;

  @Test
  void oneRunsAndOneLeaves() throws Exception {
    RetrainBatches batches = RetrainBatches.in(folder);
    Path state = batches.trained();
    Path lock = state.resolve("lock.json");
    assertThat(lock).doesNotExist();
    RetrainProcess one = RetrainProcess.start(folder.resolve("one"), batches.night(state));
    while (!Files.exists(lock)) {
      assertThat(one.isAlive()).as(one.said()).isTrue();
      Thread.onSpinWait();
    }
    one.pause(); // while it holds the lock, however slow the other one is to start
    try {
      byte[] status = Files.readAllBytes(state.resolve("status.json"));
      RetrainProcess other = RetrainProcess.start(folder.resolve("other"), batches.night(state));
      assertThat(other.exitCode()).as(other.said()).isEqualTo(75);
      List<String> errors =
          other.said().lines().filter(line -> line.startsWith("error: ")).toList();
      assertThat(errors)
          .singleElement()
          .asString()
          .contains("expected no other run, got one of", "process", "--break-lock");
      assertThat(state.resolve("status.json"))
          .as("the status is of the run that runs")
          .hasBinaryContent(status);
    } finally {
      one.resume();
    }
    assertThat(one.exitCode()).as(one.said()).isZero();
    assertThat(lock).doesNotExist();
    assertThat(new ObjectMapper().readTree(state.resolve("current.json").toFile()).path("state"))
        .hasToString("\"000002\"");
  }
}
