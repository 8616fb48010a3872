package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs that died and batches that were forgotten leave, and what becomes of it. */
class RetrainLeftOversTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANY = "minGain=-1"; // that there is a new champion is not in question

  @TempDir Path folder;
  private Nights nights;
  private Path first;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
    first = nights.batch("first", 0, 60);
  }

  private void statusSaysRollingBack() throws Exception {
    Path file = nights.state.resolve("status.json");
    ObjectNode status = (ObjectNode) JSON.readTree(file.toFile());
    Files.deleteIfExists(file.resolveSibling(".status.json.crc"));
    Files.writeString(file, status.put("outcome", "ROLLING_BACK").toString());
  }

  @Test
  void aRollbackThatWasKilledIsDoneOnceWhenItIsRepeated() throws Exception {
    nights.found(first);
    nights.good("--decay", 0.9, "--set", ANY);
    nights.good("--decay", 0.8, "--set", ANY);
    Path pointer = nights.state.resolve("current.json");
    byte[] before = Files.readAllBytes(pointer);
    String target = nights.pointer().path("earlier").get(0).asText();
    JsonNode status = nights.good("--rollback");
    assertThat(status.path("champion").asText()).isEqualTo(target);
    byte[] after = Files.readAllBytes(pointer);

    statusSaysRollingBack(); // killed after its swap
    status = nights.good("--rollback");
    assertThat(status.path("outcome").asText()).isEqualTo("ROLLED_BACK");
    assertThat(status.path("champion").asText()).isEqualTo(target);
    assertThat(status.path("advice").toString()).contains("not done twice");
    assertThat(pointer).hasBinaryContent(after);

    statusSaysRollingBack(); // killed before its swap
    Files.deleteIfExists(pointer.resolveSibling(".current.json.crc"));
    Files.write(pointer, before);
    status = nights.good("--rollback");
    assertThat(status.path("champion").asText()).isEqualTo(target);
    assertThat(status.path("advice").toString()).doesNotContain("not done twice");
    assertThat(pointer).hasBinaryContent(after);

    nights.good("--rollback"); // another one
    assertThat(nights.champion()).isNotEqualTo(target);
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

  @Test
  void badRowsOfAForgottenBatchGoWithIt() {
    Path aside = folder.resolve("state.quarantine");
    Object[] quarantine = {"--set", "badRows=quarantine", "--set", ANY};
    nights.found(withBadRow("bad", 0, 60), quarantine);
    Path second = withBadRow("second", 60, 90);
    nights.good("--add", second, "--batch-id", "second", "--set", "badRows=quarantine");
    assertThat(aside.resolve("first")).isNotEmptyDirectory();
    assertThat(aside.resolve("second")).isNotEmptyDirectory();

    Cli.Result result =
        nights.run("--forget", "second", "--forget-data", second, "--set", "badRows=quarantine");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("bad rows of the forgotten batch 'second' removed");
    assertThat(aside.resolve("second")).doesNotExist();
    assertThat(aside.resolve("first")).isNotEmptyDirectory();

    Path mended = nights.batch("mended", 0, 60);
    nights.good(
        "--forget",
        "first",
        "--forget-data",
        folder.resolve("bad.csv"),
        "--add",
        mended,
        "--batch-id",
        "first",
        "--set",
        "badRows=quarantine");
    assertThat(nights.batches().toString()).contains("\"samples\":60");
    assertThat(aside.resolve("first")).as("the batch of that id has none").doesNotExist();
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
