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
import org.apache.hadoop.conf.Configuration;
import org.extremum.reference.Rows;
import org.extremum.retraining.Batch;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes outside of the state's directory, and that none of it does without the lock. */
class TidyingTest {
  private static final Rows ROWS = Rows.random(60, 4, 3, false, 5);

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private StateDirectory directory;
  private Lock lock;
  private StateWriter writer;
  private TrainingState state;
  private String frozenDigest;
  private RunCheckpoints checkpoints;

  @BeforeEach
  void open() {
    directory = StateDirectory.at(new Configuration(), folder.resolve("state").toString());
    lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {});
    writer = new StateWriter(directory, lock);
    state = States.founded(ROWS, 3, States.options());
    frozenDigest = FrozenDigest.of(state.frozen());
    checkpoints =
        new RunCheckpoints(
            directory, folder.resolve("checkpoints").toString(), "run", frozenDigest, false);
    checkpoints.of(List.of("work")).save("sums", 1, new Snapshot(Map.of(), Map.of()));
  }

  @AfterEach
  void close() {
    lock.close();
  }

  private Tidying tidying() {
    return tidying(folder.resolve("state").toString());
  }

  private Tidying tidying(String path) {
    Progress progress =
        new Progress() {
          @Override
          public void note(String message) {
            notes.add(message);
          }
        };
    Request request =
        new Request(
            path, List.of(), List.of(), List.of(), 0.9, null, null, false, false, false, false, "");
    Job job = new Job(request, Map.of(), null, null, progress, Map.of(), null);
    return new Tidying(job, directory, writer, checkpoints);
  }

  private Path badRows(String batch) throws IOException {
    Path aside = Files.createDirectories(folder.resolve("state.quarantine").resolve(batch));
    Files.writeString(aside.resolve("part-0.json"), "{}");
    Files.createFile(aside.resolve("_SUCCESS"));
    return aside;
  }

  private Path unfinishedWork() {
    return folder.resolve("checkpoints");
  }

  private void add(String id, String aside) {
    Batch batch = Batch.arriving(id, "fingerprint", ROWS.size(), false, false).withAside(aside);
    state = state.add(batch, States.statistics(state, ROWS));
  }

  private void commit() {
    writer.writeState(state.toSnapshot());
    writer.commit(false, 1);
  }

  @Test
  void badRowsStayWithTheBatchThatLeftThem() throws IOException {
    add("bad", "bad-1f");
    add("of an earlier version", "of an earlier version");
    add("forgotten", "forgotten-1f");
    state = state.forget("forgotten", States.statistics(state, ROWS));
    add("replaced", "replaced-1f");
    state = state.forget("replaced", States.statistics(state, ROWS));
    add("replaced", "");
    List<Path> needed = List.of(badRows("bad-1f"), badRows("of an earlier version"));
    List<Path> gone =
        List.of(
            badRows("bad-2e"), // of a run that was to replace it and died
            badRows("bad"),
            badRows("forgotten-1f"),
            badRows("replaced-1f"),
            badRows("of a ledger before a redraw"),
            Files.createDirectories(folder.resolve("state.quarantine/.bad.writing-1")));
    Path mended = Files.createDirectories(folder.resolve("state.quarantine/mended by hand"));
    Path notes = Files.writeString(folder.resolve("state.quarantine/notes.txt"), "of the operator");
    tidying().before(state, frozenDigest);
    assertThat(needed).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
    assertThat(gone).allSatisfy(path -> assertThat(path).doesNotExist());
    assertThat(notes).exists();
    assertThat(mended).exists();
    assertThat(this.notes).hasSize(6).allMatch(line -> line.startsWith("bad rows under '"));
  }

  @Test
  void aRunsOwnUnfinishedWorkStaysUntilItIsCommitted() {
    tidying().before(state, frozenDigest);
    assertThat(unfinishedWork()).isNotEmptyDirectory();
    tidying().after(state, frozenDigest);
    assertThat(unfinishedWork()).isEmptyDirectory();
  }

  @Test
  void whatAnotherRunLeftGoesOnceThatHasCommitted() {
    RunCheckpoints other =
        new RunCheckpoints(
            directory, folder.resolve("checkpoints").toString(), "other", frozenDigest, false);
    other.of(List.of("work")).save("sums", 1, new Snapshot(Map.of(), Map.of()));
    tidying().after(state, frozenDigest);
    assertThat(unfinishedWork()).isNotEmptyDirectory();
    tidying().before(state.withRun("other"), frozenDigest);
    assertThat(unfinishedWork()).isEmptyDirectory();
  }

  /** As beside the root of a bucket. */
  @Test
  void whatCannotBeRemovedIsSaidOnce() {
    Tidying tidying = tidying("elsewhere://bucket/");
    tidying.before(state, frozenDigest);
    tidying.after(state, frozenDigest);
    assertThat(notes).singleElement().asString().contains("bad rows", "elsewhere://bucket");
  }

  /** The run that has it now may be at the very same work, and may have set those rows aside. */
  @Test
  void withoutTheLockNothingGoes() throws IOException {
    Path aside = badRows("forgotten");
    commit();
    Lock.breakLock(directory);
    tidying().after(state, frozenDigest);
    assertThat(aside).isNotEmptyDirectory();
    assertThat(unfinishedWork()).isNotEmptyDirectory();
    assertThat(notes).singleElement().asString().contains("what is not needed any more was left");
    StateWriter next = new StateWriter(directory, lock);
    Tidying uncommitted = new Tidying(null, directory, next, checkpoints);
    assertThatThrownBy(() -> uncommitted.after(state, frozenDigest))
        .isInstanceOfSatisfying(
            Problem.class, lost -> assertThat(lost.kind()).isEqualTo(Problem.Kind.LOCKED));
    assertThat(unfinishedWork()).isNotEmptyDirectory();
  }
}
