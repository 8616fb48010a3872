package org.extremum.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that died and batches that were forgotten leave, and what becomes of it. */
class RetrainLeftOversTest {
  private static final String ANY = "minGain=-1"; // that there is a new champion is not in question

  @TempDir Path folder;
  private Nights nights;
  private Path first;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
    first = nights.batch("first", 0, 60);
  }

  private Path file(String name) {
    return nights.state.resolve(name);
  }

  /** As a process leaves it that is killed. */
  private void left(String name, byte[] content) throws Exception {
    Files.write(file(name), content);
  }

  /** A rollback is killed after each of its steps and repeated. */
  @Test
  void aRollbackThatWasKilledIsDoneOnceWhenItIsRepeated() throws Exception {
    nights.found(first);
    nights.good("--decay", 0.9, "--set", ANY);
    nights.good("--decay", 0.8, "--set", ANY);
    byte[] before = Files.readAllBytes(file("current.json"));
    byte[] statusBefore = Files.readAllBytes(file("status.json"));
    String target = nights.pointer().path("earlier").get(0).asText();
    String from = nights.champion();
    String marker = "{\"from\": \"" + from + "\", \"to\": \"" + target + "\"}";
    isRolledBack(target, false);
    byte[] after = Files.readAllBytes(file("current.json"));
    byte[] statusAfter = Files.readAllBytes(file("status.json"));

    left("rollback.json", marker.getBytes(UTF_8)); // the marker is written
    left("current.json", before);
    left("status.json", statusBefore);
    isRolledBack(target, false);
    assertThat(file("current.json")).hasBinaryContent(after);

    left("rollback.json", marker.getBytes(UTF_8)); // the pointer is swapped
    left("status.json", statusBefore);
    assertThat(nights.run("--rollback", "--dry-run").out())
        .contains("would stay: a rollback to it from " + from);
    isRolledBack(target, true);
    assertThat(nights.status().path("advice").toString()).contains("a rollback from " + from);
    assertThat(file("current.json")).hasBinaryContent(after);

    left("rollback.json", marker.getBytes(UTF_8)); // the same, and another run fails meanwhile
    left("status.json", statusBefore);
    nights.bad(3, "--add", folder.resolve("gone.csv"));
    assertThat(nights.status().path("outcome").asText()).isEqualTo("FAILED");
    isRolledBack(target, true);
    assertThat(file("current.json")).hasBinaryContent(after);

    left("rollback.json", marker.getBytes(UTF_8)); // the status is written
    left("status.json", statusAfter);
    isRolledBack(target, true);
    assertThat(file("current.json")).hasBinaryContent(after);

    String rollingBack =
        "{\"outcome\": \"ROLLING_BACK\", \"state\": \"000003\", \"champion\": \"" + target + "\"}";
    left("status.json", rollingBack.getBytes(UTF_8)); // nobody's word, as a full disk may leave it
    nights.good("--rollback"); // the marker is removed: another one
    assertThat(nights.champion()).isNotEqualTo(target);
  }

  private void isRolledBack(String target, boolean before) {
    JsonNode status = nights.good("--rollback");
    assertThat(status.path("outcome").asText()).isEqualTo("ROLLED_BACK");
    assertThat(status.path("champion").asText()).isEqualTo(target);
    assertThat(status.path("advice").toString().contains("not done twice")).isEqualTo(before);
    assertThat(file("rollback.json")).doesNotExist();
  }

  @Test
  void aRollbackWhoseStatusCannotBeWrittenIsOneAllTheSame() throws Exception {
    nights.found(first);
    nights.good("--decay", 0.9, "--set", ANY);
    nights.good("--decay", 0.8, "--set", ANY);
    JsonNode earlier = nights.pointer().path("earlier");
    Files.delete(file("status.json"));
    Files.createDirectories(file("status.json/in the way"));
    for (int step = 0; step < 2; step++) {
      Cli.Result result = nights.run("--rollback");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err()).contains("status.json cannot be written");
      assertThat(nights.champion()).isEqualTo(earlier.get(step).asText());
      assertThat(file("rollback.json")).doesNotExist();
    }
  }

  @Test
  void whatARunLeftThatWasKilledAfterItsCommitGoesWhenItIsRepeated() throws Exception {
    nights.found(first);
    nights.good("--decay", 0.9);
    Path unfinished = Files.createFile(nights.state.resolve(".status.json.writing-1"));
    Path batch =
        Files.createDirectories(nights.state.resolve("batches/forgotten-0123456789abcdef"));
    JsonNode status = nights.good("--decay", 0.9);
    assertThat(status.path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(unfinished).doesNotExist();
    assertThat(batch).doesNotExist();
  }

  private Path withBadRow(String name, int from, int to) {
    List<String> rows = new ArrayList<>(Nights.rows().subList(from, to));
    rows.set(7, rows.get(7).replaceFirst("^[^,]*", "abc"));
    return nights.batch(name, rows, row -> row);
  }

  /** Where the bad rows of a batch are by the ledger, which has some. */
  private Path aside(String batch) {
    for (JsonNode entry : nights.batches()) {
      if (entry.path("id").asText().equals(batch) && !entry.path("aside").asText().isEmpty()) {
        return folder.resolve("state.quarantine").resolve(entry.path("aside").asText());
      }
    }
    throw new AssertionError("no bad rows of " + batch + " in " + nights.batches());
  }

  private static String text(Path folder) throws Exception {
    StringBuilder text = new StringBuilder();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "part-*.json")) {
      for (Path part : parts) {
        text.append(Files.readString(part));
      }
    }
    return text.toString();
  }

  @Test
  void badRowsOfAForgottenBatchGoWithIt() throws Exception {
    Object[] quarantine = {"--set", "badRows=quarantine", "--set", ANY};
    nights.found(withBadRow("bad", 0, 60), quarantine);
    Path second = withBadRow("second", 60, 90);
    nights.good("--add", second, "--batch-id", "second", "--set", "badRows=quarantine");
    Path ofFirst = aside("first");
    Path ofSecond = aside("second");
    assertThat(ofFirst).isNotEmptyDirectory();
    assertThat(ofSecond).isNotEmptyDirectory();

    Cli.Result result =
        nights.run("--forget", "second", "--forget-data", second, "--set", "badRows=quarantine");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("bad rows under '" + ofSecond.getFileName() + "' removed");
    assertThat(ofSecond).doesNotExist();
    assertThat(ofFirst).isNotEmptyDirectory();

    Path bad = RetrainBatches.copy(ofFirst, folder.resolve("bad rows"));
    Object[] replaces = replacingFirst(nights.batch("mended", 0, 60));
    nights.good(replaces);
    assertThat(nights.batches().toString()).contains("\"samples\":60");
    assertThat(ofFirst).as("the batch of that id has none").doesNotExist();

    RetrainBatches.copy(bad, ofFirst); // killed after its commit
    assertThat(nights.good(replaces).path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(ofFirst).doesNotExist();
    RetrainBatches.copy(bad, ofFirst); // and not repeated
    nights.good("--decay", 0.9);
    assertThat(ofFirst).doesNotExist();
  }

  /** Instead of bad.csv. */
  private Object[] replacingFirst(Path data) {
    return new Object[] {
      "--forget",
      "first",
      "--forget-data",
      folder.resolve("bad.csv"),
      "--add",
      data,
      "--batch-id",
      "first",
      "--set",
      "badRows=quarantine",
      "--set",
      ANY
    };
  }

  /** The usable rows are the same, so that it cannot be told by these. */
  @Test
  void badRowsOfARunThatDiedBeforeItsCommitAreNotThoseOfTheBatchThatIsThere() throws Exception {
    nights.found(withBadRow("bad", 0, 60), "--set", "badRows=quarantine", "--set", ANY);
    Path ofFirst = aside("first");
    List<String> rows = new ArrayList<>(Nights.rows().subList(0, 60));
    rows.set(7, rows.get(7).replaceFirst("^[^,]*", "xyz"));
    Object[] replaces = replacingFirst(nights.batch("otherwise bad", rows, row -> row));
    Path runs = file("runs");
    Path moved = Files.move(runs, folder.resolve("runs"));
    Files.createFile(
        runs); // so that it cannot write its manifest, the last thing before it commits
    assertThat(nights.bad(5, replaces)).contains("runs");
    Files.delete(runs);
    Files.move(moved, runs);
    assertThat(folder.resolve("state.quarantine").toFile().list()).hasSize(2);
    assertThat(aside("first")).isEqualTo(ofFirst);
    assertThat(text(ofFirst)).contains("abc").doesNotContain("xyz");

    nights.good("--decay", 0.9); // it is not repeated
    assertThat(folder.resolve("state.quarantine").toFile().list())
        .containsExactly(ofFirst.getFileName().toString());
    nights.good(replaces); // and then it is
    assertThat(aside("first")).isNotEqualTo(ofFirst);
    assertThat(text(aside("first"))).contains("xyz");
    assertThat(ofFirst).doesNotExist();
  }

  /** The same rows, so that it cannot be told by these. */
  @Test
  void badRowsGoWithABatchThatIsLeftOutOrMendedInARedraw() throws Exception {
    nights.found(withBadRow("bad", 0, 60), "--set", "badRows=quarantine", "--set", ANY);
    nights.good("--add", withBadRow("second", 60, 90), "--batch-id", "second");
    List<Path> aside = List.of(aside("first"), aside("second"));
    assertThat(aside).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
    Path bad = RetrainBatches.copy(aside.get(0), folder.resolve("bad rows"));

    List<String> usable = new ArrayList<>(Nights.rows().subList(0, 60));
    usable.remove(7);
    Object[] redraw = {
      "--rebuild",
      "--redraw",
      "--add",
      nights.batch("usable", usable, row -> row),
      "--batch-id",
      "first"
    };
    nights.good(redraw);
    assertThat(aside).allSatisfy(path -> assertThat(path).doesNotExist());

    for (Path path : aside) { // killed after its commit
      RetrainBatches.copy(bad, path);
    }
    assertThat(nights.good(redraw).path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(aside).allSatisfy(path -> assertThat(path).doesNotExist());
  }

  @Test
  void checkpointsOfARunThatWasNotRepeatedGoWithTheNextOne() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Path other = checkpoints.resolve("retrain-of-another-state/run");
    Files.createDirectories(other);
    String option = "checkpointDir=" + checkpoints;
    Files.createDirectories(nights.state);
    Path blocked = Files.createFile(nights.state.resolve("versions"));
    Object[] dies = {
      "--add", first, "--label", "label", "--set", "hiddenLayers=[60]", "--set", option
    };
    assertThat(nights.bad(5, dies)).contains("versions");
    assertThat(checkpoints.toFile().list()).hasSize(2);

    Files.delete(blocked);
    nights.found(nights.batch("second", 60, 120), "--set", option);
    assertThat(checkpoints.toFile().list()).containsExactly("retrain-of-another-state");
    assertThat(other).exists();
  }

  @Test
  void anotherRunsUnfinishedWorkIsThereWhenItIsRepeated() throws Exception {
    String option = "checkpointDir=" + folder.resolve("checkpoints");
    nights.found(first, "--set", option);
    Object[] second = {
      "--add", nights.batch("second", 60, 90), "--set", option, "--set", ANY, "--run-id", "second"
    };
    Path versions = file("versions");
    Path moved = Files.move(versions, folder.resolve("versions"));
    Files.createFile(versions);
    nights.run(second);
    Files.delete(versions);
    Files.move(moved, versions);

    nights.good("--add", nights.batch("third", 90, 120), "--set", option, "--set", ANY);
    Cli.Result result = nights.run(second);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("statistics of a batch taken from the checkpoint");
    assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void whatAnotherRunHasDoneMeanwhileLeavesNoCheckpoints() throws Exception {
    String option = "checkpointDir=" + folder.resolve("checkpoints");
    nights.found(first, "--set", option);
    Path monday = nights.batch("monday", 60, 90);
    Object[] dies = {"--add", monday, "--set", option, "--set", ANY};
    Path versions = file("versions");
    Path moved = Files.move(versions, folder.resolve("versions"));
    Files.createFile(versions);
    nights.run(dies);
    Files.delete(versions);
    Files.move(moved, versions);

    Path tuesday = nights.batch("tuesday", 90, 120);
    nights.good("--add", monday, "--add", tuesday, "--set", option, "--set", ANY);
    assertThat(folder.resolve("checkpoints")).isNotEmptyDirectory();
    assertThat(nights.good(dies).path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
  }

  /** Of 120 rows 16 were chosen, of the 20 that are left so many fewer. */
  @Test
  void aPenaltyThatRestsOnFewRowsIsToldAndDrawnAnew() {
    Path most = nights.batch("most", 0, 120);
    Path rest = nights.batch("rest", 120, 140);
    String narrow = "hiddenLayers=[4]"; // 16·4/4 rows
    JsonNode status = nights.found(most, "--set", narrow, "--set", "gradientRows=16");
    assertThat(status.path("gradients").path("rows").asInt()).isBetween(12, 24);
    assertThat(status.path("gradients").path("redrawAdvised").asBoolean(true)).isFalse();

    Object[] added = {"--add", rest, "--batch-id", "rest", "--set", ANY};
    List<Object> forgetting = new ArrayList<>(List.of(added));
    forgetting.addAll(List.of("--forget", "first", "--forget-data", most));
    status = nights.good(forgetting.toArray());
    assertThat(status.path("gradients").path("wanted").asInt()).isEqualTo(16);
    assertThat(status.path("gradients").path("redrawAdvised").asBoolean()).isTrue();
    assertThat(status.path("advice").toString())
        .contains("the penalty on gradients rests on about", "--rebuild --redraw");

    List<Object> redrawing = new ArrayList<>(List.of(added));
    redrawing.addAll(List.of("--rebuild", "--redraw"));
    status = nights.good(redrawing.toArray());
    assertThat(status.path("gradients").path("redrawAdvised").asBoolean(true)).isFalse();
    assertThat(status.path("advice").toString()).doesNotContain("the penalty on gradients");
  }
}
