package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.Pointer.Position;
import org.extremum.spark.SavedModel;
import org.extremum.spark.TestSpark;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks by steps, and what a process that dies between two of them leaves. */
class RollbackTest {
  @TempDir Path folder;
  private Path root;
  private Path marker;
  private StateDirectory directory;
  private Lock lock;

  @BeforeEach
  void open() {
    TestSpark.session(); // saving needs one
    root = folder.resolve("state");
    marker = root.resolve("rollback.json");
    directory = StateDirectory.at(new Configuration(), root.toString());
    lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {});
    for (int i = 1; i <= 4; i++) {
      committed(i, "v" + i);
    }
  }

  @AfterEach
  void close() {
    lock.close();
  }

  /** A run whose model is promoted, or not where the version is null. */
  private Position committed(int number, String version) {
    StateWriter run = new StateWriter(directory, lock);
    run.writeState(new Snapshot(Map.of("number", number), Map.of()));
    if (version != null) {
      run.writeVersion(version, SavedModel.example(version), folder -> {});
    }
    return run.commit(version != null, 3);
  }

  private Rollback rollback() {
    return new Rollback(directory, new StateWriter(directory, lock), lock);
  }

  private Optional<String> left() {
    return Rollback.leftFor(directory, directory.position().orElseThrow());
  }

  private boolean hasLedHere() {
    return left().isPresent();
  }

  private void whole() {
    Rollback rollback = rollback();
    rollback.to(rollback.target());
    assertThat(rollback.end()).isEmpty();
  }

  private String champion() {
    return ExtremumClassificationModel.load(root.toString()).uid();
  }

  private static void isProblem(ThrowingCallable call, Problem.Kind kind, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.getMessage()).contains(words).doesNotContain("\n");
            });
  }

  @Test
  void rollingBackGoesFurtherEachTime() {
    whole();
    assertThat(directory.position()).contains(new Position("000004", "v3", List.of("v2")));
    assertThat(champion()).isEqualTo("v3");
    assertThat(directory.state().orElseThrow().facts()).as("the state stays").containsValue(4);
    assertThat(marker).doesNotExist();
    new StateWriter(directory, lock).tidy(List.of(), Set.of());
    assertThat(root.resolve("versions").toFile().list()).containsExactlyInAnyOrder("v2", "v3");
    whole();
    assertThat(champion()).isEqualTo("v2");
    isProblem(
        () -> rollback().target(), Problem.Kind.USAGE, "expected an earlier champion, got none");
    assertThat(champion()).isEqualTo("v2");
    assertThat(committed(5, "v5")).isEqualTo(new Position("000005", "v5", List.of("v2")));
  }

  @Test
  void oneDoesNotGoBackToAModelThatCannotBeLoaded() throws IOException {
    Files.delete(root.resolve("versions/v3/run.json"));
    isProblem(() -> rollback().target(), Problem.Kind.UNREADABLE, "run.json is missing");
    assertThat(champion()).isEqualTo("v4");
    assertThat(marker).doesNotExist();
  }

  @Test
  void whereverItDiesTheMarkerTellsWhetherItWentBack() throws IOException {
    assertThat(hasLedHere()).as("nothing begun").isFalse();
    Rollback first = rollback();
    first.mark(first.target());
    assertThat(marker).content().contains("\"from\" : \"v4\"", "\"to\" : \"v3\"");
    assertThat(hasLedHere()).as("died before its swap").isFalse();
    Rollback second = rollback();
    second.to(second.target());
    assertThat(left()).as("died after its swap").contains("v4");
    assertThat(Status.write(directory, Map.of("outcome", "FAILED"))).isEmpty();
    assertThat(hasLedHere()).as("whatever status.json says").isTrue();
    assertThat(second.end()).isEmpty();
    assertThat(hasLedHere()).as("it came to its end").isFalse();
    assertThat(rollback().end()).as("there is none").isEmpty();
  }

  /** A marker that was left is not taken for one that leads to what others have put in force. */
  @Test
  void runsInBetweenAreNoRollback() {
    Rollback died = rollback();
    died.to(died.target());
    committed(5, null);
    assertThat(hasLedHere()).as("the same champion").isTrue();
    committed(6, "v6");
    assertThat(hasLedHere()).as("another champion").isFalse();
    whole();
    assertThat(champion()).isEqualTo("v3");
    assertThat(hasLedHere()).as("by another rollback, which has ended").isFalse();
  }

  @Test
  void withoutTheLockNoMarkerIsWrittenOrRemoved() {
    Rollback early = rollback();
    Position target = early.target();
    Lock.breakLock(directory);
    isProblem(() -> early.to(target), Problem.Kind.LOCKED, "run again");
    assertThat(marker).doesNotExist();
    lock.close();
    lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {});
    Rollback late = rollback();
    late.to(target);
    Lock.breakLock(directory);
    assertThat(late.end().orElseThrow()).contains("rollback.json is still there", "run again");
    assertThat(marker).exists();
  }

  /** As Hadoop's local files do where there are no rights: it says no and throws nothing. */
  public static final class Unremovable extends LocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) {
      return false;
    }
  }

  @Test
  void aMarkerThatStaysIsSaid() {
    Configuration conf = new Configuration();
    conf.setClass("fs.file.impl", Unremovable.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    StateDirectory unremovable = StateDirectory.at(conf, root.toString());
    Rollback rollback = rollback();
    rollback.to(rollback.target());
    Rollback stuck = new Rollback(unremovable, new StateWriter(unremovable, lock), lock);
    assertThat(stuck.end().orElseThrow()).contains("rollback.json is still there", "removed");
    assertThat(rollback.end()).isEmpty();
    assertThat(stuck.end()).as("there is none").isEmpty();
  }

  @Test
  void withoutAMarkerNothingIsGoneBackTo() throws IOException {
    Files.createDirectories(marker.resolve("in the way"));
    Rollback rollback = rollback();
    isProblem(() -> rollback.to(rollback.target()), Problem.Kind.OUTPUT, "rollback.json");
    assertThat(champion()).isEqualTo("v4");
    isProblem(this::left, Problem.Kind.UNREADABLE, "rollback.json: cannot be read");
    Files.delete(marker.resolve("in the way"));
    Files.delete(marker);
    for (String damaged : List.of("", "{", "{}", "[]", "{\"to\": 7}", "{\"to\": \"v3\"}")) {
      Files.writeString(marker, damaged);
      isProblem(this::left, Problem.Kind.UNREADABLE, "rollback.json: cannot be read");
    }
  }
}
