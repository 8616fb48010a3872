package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose unfinished work stays, and that no state finds another's. */
class RunCheckpointsTest {
  private static final String FROZEN = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";
  private static final List<String> WORK = List.of("work");

  @TempDir Path folder;
  private Path root;
  private Path checkpoints;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectories(folder.resolve("state"));
    checkpoints = folder.resolve("checkpoints");
  }

  private RunCheckpoints of(String runId, String frozenDigest, boolean redraw) {
    StateDirectory directory = StateDirectory.at(new Configuration(), root.toString());
    return new RunCheckpoints(directory, checkpoints.toString(), runId, frozenDigest, redraw);
  }

  private static void save(RunCheckpoints run) {
    run.of(WORK).save("sums", 1, new Snapshot(Map.of(), Map.of("a", new double[] {1})));
  }

  private static boolean hasWork(RunCheckpoints run) {
    return run.of(WORK).latest("sums").isPresent();
  }

  @Test
  void aRunFindsItsOwn() {
    save(of("run1", FROZEN, false));
    assertThat(hasWork(of("run1", FROZEN, false))).isTrue();
    assertThat(hasWork(of("run2", FROZEN, false))).isFalse();
    assertThat(hasWork(of("run1", OTHER, false))).isFalse();
    assertThat(hasWork(of("run1", FROZEN, true))).isFalse();
    assertThat(hasWork(of("run1", null, false))).isFalse();
  }

  @Test
  void theUnfinishedWorkOfOtherRunsStays() {
    RunCheckpoints done = of("done", FROZEN, false);
    RunCheckpoints other = of("other", FROZEN, false);
    RunCheckpoints redraw = of("redraw", FROZEN, true);
    for (RunCheckpoints run : List.of(done, other, redraw)) {
      save(run);
    }
    assertThat(done.tidy(FROZEN, Set.of(), false)).isEmpty();
    assertThat(List.of(done, other, redraw)).allMatch(RunCheckpointsTest::hasWork);
    assertThat(done.tidy(FROZEN, Set.of(), true)).isEmpty();
    assertThat(hasWork(done)).isFalse();
    assertThat(List.of(other, redraw)).allMatch(RunCheckpointsTest::hasWork);
    assertThat(other.tidy(FROZEN, Set.of(), true)).isEmpty();
    assertThat(redraw.tidy(FROZEN, Set.of(), true)).isEmpty();
    assertThat(checkpoints).isEmptyDirectory();
  }

  /** They died between their commit and the end, and nobody repeats them. */
  @Test
  void thatOfRunsWhichHaveCommittedGoes() {
    RunCheckpoints now = of("now", FROZEN, false);
    RunCheckpoints died = of("died", FROZEN, false);
    RunCheckpoints redrawn = of("redrawn", FROZEN, true);
    RunCheckpoints other = of("other", FROZEN, false);
    for (RunCheckpoints run : List.of(now, died, redrawn, other)) {
      save(run);
    }
    assertThat(now.tidy(FROZEN, Set.of("died", "redrawn", "earlier"), false)).isEmpty();
    assertThat(List.of(died, redrawn)).noneMatch(RunCheckpointsTest::hasWork);
    assertThat(List.of(now, other)).allMatch(RunCheckpointsTest::hasWork);
  }

  @Test
  void whatIsNoPathIsRefusedBeforeAnythingIsWritten() {
    StateDirectory directory = StateDirectory.at(new Configuration(), root.toString());
    assertThatThrownBy(() -> new RunCheckpoints(directory, "s3a:bucket/x", "run", FROZEN, false))
        .isInstanceOfSatisfying(
            Problem.class, refused -> assertThat(refused.kind()).isEqualTo(Problem.Kind.OUTPUT))
        .hasMessageStartingWith("checkpointDir: ");
    assertThat(root).isEmptyDirectory();
  }

  /** There is a state now: nobody makes the first one any more. */
  @Test
  void thatOfFirstRunsGoesWithTheFirstState() {
    RunCheckpoints other = of("other", null, false);
    save(of("done", null, false));
    save(other);
    assertThat(of("done", FROZEN, false).tidy(FROZEN, Set.of(), true)).as("repeated").isEmpty();
    assertThat(hasWork(other)).isFalse();
    assertThat(checkpoints).isEmptyDirectory();
  }

  @Test
  void thatOnHiddenLayersWhichWereDrawnAnewGoes() {
    RunCheckpoints other = of("other", FROZEN, false);
    RunCheckpoints redraw = of("redraw", FROZEN, true);
    RunCheckpoints another = of("another redraw", FROZEN, true);
    for (RunCheckpoints run : List.of(other, redraw, another)) {
      save(run);
    }
    assertThat(redraw.tidy(OTHER, Set.of(), true)).isEmpty();
    assertThat(hasWork(other)).isFalse();
    assertThat(hasWork(redraw)).isFalse();
    assertThat(hasWork(another)).as("it does not depend on what was drawn before").isTrue();
  }

  /** As on two machines that share the directory of checkpoints. */
  @Test
  void anotherStateUnderTheSamePathIsAnotherState() throws IOException {
    RunCheckpoints here = of("run", FROZEN, false);
    save(here);
    Path away = Files.move(root, folder.resolve("away"));
    Files.createDirectories(root);
    RunCheckpoints there = of("run", FROZEN, false);
    assertThat(hasWork(there)).isFalse();
    assertThat(there.tidy(OTHER, Set.of(), true)).isEmpty();
    assertThat(hasWork(here)).isTrue();

    FileUtil.fullyDelete(root.toFile());
    Files.move(away, root);
    assertThat(hasWork(of("run", FROZEN, false))).as("the same state again").isTrue();
  }

  @Test
  void aCopyOfAStateIsAnotherState() throws IOException {
    RunCheckpoints here = of("run", FROZEN, false);
    save(here);
    Path identity = root.resolve("identity");
    root = Files.createDirectories(folder.resolve("copy"));
    Files.copy(identity, root.resolve("identity"));
    assertThat(hasWork(of("run", FROZEN, false))).isFalse();
  }

  @Test
  void withoutADirectoryOfCheckpointsNothingIsKept() {
    StateDirectory directory = StateDirectory.at(new Configuration(), root.toString());
    RunCheckpoints none = new RunCheckpoints(directory, "", "run", FROZEN, false);
    save(none);
    assertThat(hasWork(none)).isFalse();
    assertThat(none.tidy(FROZEN, Set.of(), true)).isEmpty();
    assertThat(root).isEmptyDirectory();
  }
}
