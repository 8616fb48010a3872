package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.extremum.job.retraining.TestLocks;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is served, who may run, and what is said of it. */
class RetrainGateTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Nights nights;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  /** Setosa is called virginica, virginica setosa. */
  private Path poisoned() {
    return nights.batch(
        "poisoned",
        Nights.rows().subList(60, 120),
        row ->
            row.endsWith("setosa")
                ? row.replace("setosa", "virginica")
                : row.replace("virginica", "setosa"));
  }

  @Test
  void aBadBatchIsNotServedAndCanBeForgotten() {
    Path holdout = nights.batch("holdout", 120, 150);
    nights.found(nights.batch("first", 0, 60), "--holdout", holdout);
    assertThat(nights.status().path("gate").path("heldOn").asText()).isEqualTo("holdout");
    String champion = nights.champion();
    List<double[]> served = nights.probabilities();

    JsonNode status = nights.good("--add", poisoned(), "--batch-id", "bad", "--holdout", holdout);
    assertThat(status.path("outcome").asText()).isEqualTo("NOT_PROMOTED");
    assertThat(status.path("gate").path("line").asText()).startsWith("not promoted: gain");
    assertThat(status.path("champion").asText()).isEqualTo(champion);
    assertThat(nights.champion()).isEqualTo(champion);
    assertThat(nights.pointer().path("state").asText()).isEqualTo("000002");
    JsonNode manifest = nights.json("runs/" + status.path("runId").asText() + ".json");
    for (String entry : List.of("outcome", "exitCode", "state", "champion", "batches", "gate")) {
      assertThat(manifest.path(entry)).isEqualTo(status.path(entry));
    }
    assertThat(Nights.distance(served, nights.probabilities())).isZero();

    status = nights.good("--forget", "bad", "--forget-data", poisoned(), "--holdout", holdout);
    assertThat(status.path("outcome").asText()).isEqualTo("PROMOTED");
    assertThat(Nights.distance(served, nights.probabilities())).isLessThan(1e-6);
    assertThat(nights.champion()).isNotEqualTo(champion);

    status = nights.good("--rollback");
    assertThat(status.path("outcome").asText()).isEqualTo("ROLLED_BACK");
    assertThat(status.path("champion").asText()).isEqualTo(champion);
    assertThat(status.path("advice").get(0).asText()).contains("--forget");
    assertThat(nights.champion()).isEqualTo(champion);
    assertThat(nights.pointer().path("state").asText()).isEqualTo("000003");
    assertThat(nights.bad(2, "--rollback")).contains("an earlier champion");
    nights.good("--decay", 0.9, "--holdout", holdout, "--set", "minGain=-1");
    assertThat(nights.pointer().path("earlier").get(0).asText()).isEqualTo(champion);
  }

  @Test
  void aFloorKeepsTheFirstModelFromBeingServed() {
    Path first = nights.batch("first", 0, 90);
    JsonNode status = nights.found(first, "--set", "minAccuracy=1", "--holdout", poisoned());
    assertThat(status.path("outcome").asText()).isEqualTo("NOT_PROMOTED");
    assertThat(nights.champion()).isNull();
    Cli.Result none =
        Cli.run("evaluate", "--model", nights.state.toString(), "--data", "data/iris.csv");
    assertThat(none.code()).isEqualTo(6);
    assertThat(none.err()).contains("no model has passed the gate yet");
    assertThat(nights.bad(2, "--rollback")).contains("an earlier champion");
    Cli.Result inspected = Cli.run("inspect", "--model", nights.state.toString());
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("no champion yet").contains("90 samples, founding");
  }

  @Test
  void aDryRunTouchesNothing() throws Exception {
    Path first = nights.batch("first", 0, 90);
    Cli.Result result = nights.run("--add", first, "--label", "label", "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("90 rows").contains("memory").contains("free");
    assertThat(folder.resolve("state")).doesNotExist();

    nights.found(first);
    TreeMap<String, String> before = nights.files();
    result = nights.run("--add", nights.batch("second", 90, 120), "--forget", "first", "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("first, 90 rows").contains("30 rows").contains("classes");
    assertThat(nights.run("--rollback", "--dry-run").out()).contains("none to go back to");
    assertThat(nights.bad(3, "--forget", "frist", "--dry-run")).contains("did you mean 'first'");
    TestLocks.whileHeld(
        nights.state,
        () -> {
          before.put("lock.json", nights.files().get("lock.json"));
          before.put("", nights.files().get(""));
          assertThat(nights.bad(75, "--decay", 0.5, "--dry-run")).contains("--break-lock");
          assertThat(nights.files()).isEqualTo(before);
        });
  }

  @Test
  void twoRunsAtOnce() throws Exception {
    Path first = nights.batch("first", 0, 90);
    nights.found(first);
    TreeMap<String, String> before = nights.filesBut("lock.json");
    TestLocks.whileHeld(
        nights.state,
        () -> {
          assertThat(nights.bad(75, "--decay", 0.5))
              .contains("process " + ProcessHandle.current().pid());
          assertThat(nights.filesBut("lock.json")).isEqualTo(before); // the status is the other's
          Cli.Result broken = nights.run("--break-lock");
          assertThat(broken.code()).as(broken.err()).isZero();
          assertThat(broken.err()).contains("note: lock of ").contains(" removed");
        });
    assertThat(folder.resolve("state/lock.json")).doesNotExist();
    nights.good("--decay", 0.5);
    assertThat(folder.resolve("state/lock.json")).doesNotExist();
  }

  @Test
  void badRowsAreSetAside() throws Exception {
    List<String> rows = new ArrayList<>(Nights.rows().subList(0, 60));
    rows.set(7, rows.get(7).replaceFirst("^[^,]*", "abc"));
    JsonNode status =
        nights.found(nights.batch("bad", rows, row -> row), "--set", "badRows=quarantine");
    assertThat(status.path("samples").asInt()).isEqualTo(59);
    assertThat(status.path("badRows").asInt()).isEqualTo(1);
    List<Row> aside =
        TestSpark.session()
            .read()
            .json(nights.state + ".quarantine/first-" + status.path("runId").asText())
            .collectAsList();
    assertThat(aside).hasSize(1);
    assertThat(aside.get(0).mkString("|")).contains("expected a number, got 'abc'").contains("|8");
  }

  @Test
  void logsAreJsonOnRequest() throws Exception {
    Cli.Result result =
        nights.run(
            "--add",
            nights.batch("first", 0, 90),
            "--label",
            "label",
            "--set",
            "hiddenLayers=[60]",
            "--json-logs");
    assertThat(result.code()).as(result.err()).isZero();
    boolean moments = false;
    for (String line : result.err().lines().toList()) {
      JsonNode object = JSON.readTree(line);
      assertThat(object.path("time").asText()).matches("\\d{4}-.*Z");
      assertThat(object.path("level").asText()).isIn("info", "warn");
      assertThat(object.path("event").asText()).isIn("pass", "step", "note", "warning");
      assertThat(object.path("message").asText()).isNotEmpty();
      moments |=
          object.path("step").asText().equals("moments") && object.path("seconds").isNumber();
    }
    assertThat(moments).isTrue();

    result = nights.run("--forget", "nothing", "--json-logs");
    assertThat(result.code()).isEqualTo(3);
    JsonNode last = JSON.readTree(result.err().lines().reduce((a, b) -> b).orElseThrow());
    assertThat(last.path("level").asText()).isEqualTo("error");
    assertThat(last.path("message").asText()).contains("batch to forget");
    assertThat(nights.status().path("error").asText()).isEqualTo(last.path("message").asText());
    assertThat(Files.exists(folder.resolve("state/lock.json"))).isFalse();
  }
}
