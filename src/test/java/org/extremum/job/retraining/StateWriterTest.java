package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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

/** Runs that commit, runs that die, and what is left in the directory after each. */
class StateWriterTest {
  @TempDir Path folder;
  private Path root;
  private StateDirectory directory;
  private Lock lock;

  @BeforeEach
  void open() {
    TestSpark.session(); // saving needs one
    root = folder.resolve("state");
    directory = StateDirectory.at(new Configuration(), root.toString());
    lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {});
  }

  @AfterEach
  void close() {
    lock.close();
  }

  private StateWriter run() {
    return new StateWriter(directory, lock);
  }

  private static Snapshot snapshot(int number) {
    return new Snapshot(Map.of("number", number), Map.of("a", new double[] {number}));
  }

  /** A run whose model is promoted, or not where the version is null. */
  private StateWriter written(int number, String version) {
    StateWriter run = run();
    run.writeState(snapshot(number));
    if (version != null) {
      run.writeVersion(version, SavedModel.example(version), folder -> {});
    }
    run.writeManifest("run" + number, Map.of("number", number, "nan", Double.NaN));
    return run;
  }

  private Position committed(int number, String version) {
    return written(number, version).commit(version != null, 3);
  }

  private List<String> there(String within) throws IOException {
    Path in = root.resolve(within);
    if (!Files.exists(in)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(in)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private Object current() {
    return directory.state().orElseThrow().facts().get("number");
  }

  private String champion() {
    return ExtremumClassificationModel.load(root.toString()).uid();
  }

  private static void isProblem(ThrowingCallable call, Problem.Kind kind, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(kind);
              assertThat(problem.getMessage()).doesNotContain("\n");
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
            });
  }

  @Test
  void aRunIsInForceWhenItCommitsAndNotBefore() throws IOException {
    assertThat(directory.position()).isEmpty();
    assertThat(directory.state()).isEmpty();
    StateWriter first = written(1, "a");
    assertThat(directory.state()).isEmpty();
    assertThat(first.commit(true, 3)).isEqualTo(new Position("000001", "a", List.of()));
    assertThat(current()).isEqualTo(1);
    StateWriter second = written(2, "b");
    assertThat(current()).isEqualTo(1);
    assertThat(champion()).isEqualTo("a");
    second.commit(true, 3);
    assertThat(current()).isEqualTo(2);
    assertThat(champion()).isEqualTo("b");
    assertThat(committed(3, null)).isEqualTo(new Position("000003", "b", List.of("a")));
    assertThat(current()).isEqualTo(3);
    assertThat(directory.manifest("run3").orElseThrow()).contains("\"nan\" : null");
    assertThat(directory.manifest("run4")).isEmpty();
  }

  @Test
  void aFirstModelThatIsNotGoodEnoughIsNoChampion() {
    written(1, "a").commit(false, 3);
    assertThat(current()).isEqualTo(1);
    isProblem(this::champion, Problem.Kind.UNREADABLE, "no model has passed the gate yet");
    assertThat(committed(2, "b").earlier()).isEmpty();
  }

  @Test
  void committingNeedsSomethingToCommit() {
    assertThatThrownBy(() -> run().commit(false, 3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> written(1, null).commit(true, 3))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatADeadRunLeftIsWrittenOver() throws IOException {
    committed(1, "a");
    written(7, "b");
    committed(2, "b");
    assertThat(current()).isEqualTo(2);
    assertThat(there("states")).containsExactly("000001", "000002");
  }

  @Test
  void whatIsInForceIsNotWrittenOver() {
    committed(1, "a");
    committed(2, "b");
    for (String id : List.of("a", "b")) {
      assertThatThrownBy(() -> written(3, id)).isInstanceOf(IllegalArgumentException.class);
    }
    isProblem(() -> written(3, "../a"), Problem.Kind.USAGE, "version id", "'../a'");
    isProblem(
        () -> run().writeBatch("a/b", "content", snapshot(1)), Problem.Kind.USAGE, "batch id");
    isProblem(() -> run().writeManifest("..", Map.of()), Problem.Kind.USAGE, "run id");
  }

  @Test
  void tidyingKeepsWhatIsInForceAndWhatCanBeGoneBackTo() throws IOException {
    for (int i = 1; i <= 5; i++) {
      committed(i, "v" + i);
    }
    assertThat(there("states")).hasSize(5);
    assertThat(run().tidy(List.of(), Set.of("run4", "run5"))).isEmpty();
    assertThat(there("states")).containsExactly("000004", "000005");
    assertThat(there("versions")).containsExactly("v3", "v4", "v5");
    assertThat(there("runs")).containsExactly("run4.json", "run5.json");
    assertThat(champion()).isEqualTo("v5");
    for (int i = 6; i <= 9; i++) {
      committed(i, null);
      run().tidy(List.of(), Set.of());
    }
    assertThat(there("versions")).as("however old").containsExactly("v3", "v4", "v5");
    assertThat(there("states")).containsExactly("000008", "000009");
    assertThat(champion()).isEqualTo("v5");
    committed(10, "v10");
    run().tidy(List.of(), Set.of());
    assertThat(there("versions")).containsExactly("v10", "v4", "v5");
  }

  /** Given up for dead, and at the same version as the run that followed it. */
  @Test
  void aRunThatHasLostItsLockDoesNotTouchTheVersionThatIsInForce() throws IOException {
    committed(1, "a");
    StateWriter late = run();
    late.writeState(snapshot(2));
    Lock before = lock;
    isProblem(
        () ->
            late.writeVersion(
                "b",
                SavedModel.example("late"),
                folder -> {
                  Lock.breakLock(directory);
                  lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {});
                  committed(2, "b");
                }),
        Problem.Kind.LOCKED,
        "that of this run");
    before.close();
    assertThat(champion()).isEqualTo("b");
    assertThat(there("versions")).containsExactly("a", "b");
    assertThat(ExtremumClassificationModel.load(root.toString()).uid()).isEqualTo("b");
  }

  @Test
  void tidyingRemovesWhatNobodyRefersTo() throws IOException {
    committed(1, "a");
    StateWriter run = run();
    run.writeBatch("monday", "rows 1", snapshot(11));
    run.writeBatch("tuesday", "rows 2", snapshot(12));
    written(2, "dead");
    for (String left :
        List.of(
            "states/.000002.writing-1",
            "versions/.a.writing-1",
            "batches/.x.replaced-1",
            ".current.json.writing-1",
            ".lock.json.writing-1",
            ".lock.json.takeover-t-1")) {
      Files.createDirectories(root.resolve(left));
    }
    Files.writeString(root.resolve("notes.txt"), "of the operator");
    assertThat(run().tidy(List.of(Map.entry("monday", "rows 1")), Set.of("run1"))).isEmpty();
    assertThat(there(""))
        .containsExactly(
            "batches", "current.json", "lock.json", "notes.txt", "runs", "states", "versions");
    assertThat(there("states")).containsExactly("000001");
    assertThat(there("versions")).containsExactly("a");
    assertThat(there("runs")).containsExactly("run1.json");
    assertThat(there("batches")).singleElement().asString().startsWith("monday-");
    assertThat(directory.batch("monday", "rows 1").orElseThrow().facts())
        .containsEntry("number", 11);
    assertThat(directory.batch("tuesday", "rows 2")).isEmpty();
  }

  @Test
  void batchesOfOneIdAreToldApartByTheirContent() throws IOException {
    StateWriter run = run();
    run.writeBatch("monday", "old rows", snapshot(1));
    run.writeBatch("monday", "new rows", snapshot(2));
    assertThat(directory.batch("monday", "old rows").orElseThrow().facts())
        .containsEntry("number", 1);
    run.writeBatch("monday", "old rows", snapshot(3));
    assertThat(directory.batch("monday", "old rows").orElseThrow().facts())
        .as("one that is there whole stays")
        .containsEntry("number", 1);
    try (Stream<Path> batches = Files.list(root.resolve("batches"))) {
      for (Path batch : batches.toList()) {
        Files.write(batch.resolve("arrays.bin"), new byte[7]);
      }
    }
    isProblem(() -> directory.batch("monday", "old rows"), Problem.Kind.UNREADABLE, "arrays.bin");
    run.writeBatch("monday", "old rows", snapshot(4));
    assertThat(directory.batch("monday", "old rows").orElseThrow().facts())
        .containsEntry("number", 4);
  }

  @Test
  void withoutTheLockNothingChanges() {
    committed(1, "earlier");
    committed(2, "a");
    StateWriter run = written(3, "b");
    Lock.breakLock(directory);
    isProblem(() -> run.commit(true, 3), Problem.Kind.LOCKED, "run again");
    isProblem(() -> run.writeState(snapshot(4)), Problem.Kind.LOCKED);
    isProblem(() -> run.tidy(List.of(), Set.of()), Problem.Kind.LOCKED);
    isProblem(() -> run.swap(run.before().orElseThrow()), Problem.Kind.LOCKED);
    assertThat(champion()).isEqualTo("a");
  }

  /** What is committed is, whatever comes after. */
  @Test
  void aLockThatIsLostAfterTheCommitIsNoError() {
    StateWriter run = written(1, "a");
    run.commit(true, 3);
    Lock.breakLock(directory);
    assertThat(run.tidy(List.of(), Set.of())).singleElement().asString().contains("run again");
    assertThat(champion()).isEqualTo("a");
  }

  /** As after a lock was broken that should not have been. */
  @Test
  void ofTwoRunsTheSecondDoesNotUndoTheFirst() throws IOException {
    committed(1, "a");
    StateWriter slow = written(2, "slow");
    written(3, "fast").commit(true, 3);
    byte[] state = Files.readAllBytes(root.resolve("states/000002/snapshot.json"));
    isProblem(() -> slow.commit(true, 3), Problem.Kind.LOCKED, "another run has committed");
    isProblem(() -> slow.writeState(snapshot(4)), Problem.Kind.LOCKED);
    assertThat(root.resolve("states/000002/snapshot.json")).hasBinaryContent(state);
    assertThat(champion()).isEqualTo("fast");
    assertThat(current()).isEqualTo(3);
  }

  @Test
  void aDamagedStateIsSaidAndTheChampionServed() throws IOException {
    committed(1, "a");
    Path arrays = root.resolve("states/000001/arrays.bin");
    Files.write(arrays, new byte[7]);
    isProblem(
        () -> directory.state(),
        Problem.Kind.UNREADABLE,
        "states/000001",
        "arrays.bin: expected 8 bytes, got 7");
    assertThat(champion()).isEqualTo("a");
    Files.writeString(root.resolve("current.json"), "{");
    isProblem(this::run, Problem.Kind.UNREADABLE, "current.json cannot be read");
  }

  @Test
  void otherFoldersAreNotTakenForOne() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    assertThat(at(other).position()).as("empty").isEmpty();
    Files.createDirectory(other.resolve("lost+found"));
    assertThat(at(other).position()).as("a new volume").isEmpty();
    Files.writeString(other.resolve("thesis.tex"), "");
    isProblem(() -> at(other), Problem.Kind.OUTPUT, "got a folder of other things");
    isProblem(() -> at(other.resolve("thesis.tex")), Problem.Kind.OUTPUT, "got a file");
    SavedModel.example("x").write().save(folder.resolve("model").toString());
    isProblem(() -> at(folder.resolve("model")), Problem.Kind.OUTPUT, "got a model folder");
    for (String path : new ArrayList<>(List.of("", "nowhere://x/y"))) {
      isProblem(
          () -> StateDirectory.at(new Configuration(), path),
          Problem.Kind.USAGE,
          "state directory");
    }
    committed(1, "a");
    Files.writeString(root.resolve("notes.txt"), "");
    assertThat(at(root).position()).isPresent();
  }

  private static StateDirectory at(Path path) {
    return StateDirectory.at(new Configuration(), path.toString());
  }

  @Test
  void theStatusIsReplacedAndItsFailureIsNoError() throws IOException {
    assertThat(Status.write(directory, Map.of("outcome", "PROMOTED"))).isEmpty();
    assertThat(Status.write(directory, Map.of("outcome", "FAILED"))).isEmpty();
    assertThat(root.resolve("status.json")).content().contains("FAILED").doesNotContain("PROMOTED");
    Files.delete(root.resolve("status.json"));
    Files.createDirectories(root.resolve("status.json/in the way"));
    assertThat(Status.write(directory, Map.of()).orElseThrow()).contains("status.json");
  }
}
