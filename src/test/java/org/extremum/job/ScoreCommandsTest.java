package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluate, predict and inspect on one small model. */
class ScoreCommandsTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    data = Samples.csv(folder);
    model = folder.resolve("model");
    assertThat(Cli.train(data, model).code()).isZero();
  }

  private static Cli.Result run(String command, Path on, String... more) {
    return Cli.run(
        Cli.join(
            new String[] {command, "--model", model.toString(), "--data", on.toString()}, more));
  }

  @Test
  void evaluatePrintsOneJsonObjectAndNothingElse() throws Exception {
    Cli.Result result = run("evaluate", data, "--json");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "samples", "accuracy", "logLoss", "confusion", "perEssence", "stationarity");
    assertThat(json.path("samples").asInt()).isEqualTo(Samples.ROWS);
    long right = json.at("/confusion/0/0").asLong() + json.at("/confusion/1/1").asLong();
    assertThat(json.path("accuracy").asDouble()).isEqualTo((double) right / Samples.ROWS);
    assertThat(json.at("/perEssence/1/essence").asText()).isEqualTo("1");
    assertThat(json.at("/perEssence/1/recall").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.at("/stationarity/max").asDouble()).isPositive();
  }

  @Test
  void evaluateSpeaksToPeople() {
    Cli.Result result = run("evaluate", data);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("accuracy").contains("precision").contains("predicted as");
  }

  @Test
  void columnsAreFoundByName() {
    List<String> lines =
        Samples.points().stream()
            .map(p -> p.label() + "," + p.y() + ",nice," + p.x() + ",row " + p.x())
            .toList();
    java.util.ArrayList<String> all = new java.util.ArrayList<>(List.of("label,y,note,x,name"));
    all.addAll(lines);
    Path turned = Samples.write(folder.resolve("turned.csv"), all);
    assertThat(run("evaluate", turned, "--json").out())
        .isEqualTo(run("evaluate", data, "--json").out());

    Path output = folder.resolve("named");
    Cli.Result result =
        run(
            "predict",
            turned,
            "--output",
            output.toString(),
            "--output-format",
            "parquet",
            "--set",
            "idCol=name");
    assertThat(result.code()).as(result.err()).isZero();
    Row first = TestSpark.session().read().parquet(output.toString()).first();
    assertThat(first.getString(0)).isEqualTo("row " + Samples.points().get(0).x());
    assertThat(first.getString(1)).isIn("0", "1");
    assertThat(first.getDouble(2) + first.getDouble(3)).isBetween(1 - 1e-12, 1 + 1e-12);
    assertThat(run("predict", turned, "--output", output.toString()).code()).isEqualTo(5);
  }

  @Test
  void aDryRunWritesNoPredictions() {
    Path output = folder.resolve("dry");
    Cli.Result result = run("predict", data, "--output", output.toString(), "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(output).doesNotExist();
    assertThat(run("evaluate", data, "--dry-run").code()).isZero();
  }

  @Test
  void inspectShowsWhatTheModelIs() throws Exception {
    Cli.Result words = Cli.run("inspect", "--model", model.toString());
    assertThat(words.code()).as(words.err()).isZero();
    assertThat(words.out()).contains("2 - 20 - 2").contains("gamma").contains("resolved");
    Cli.Result json = Cli.run("inspect", "--model", model.toString(), "--json");
    JsonNode tree = new ObjectMapper().readTree(json.out());
    assertThat(tree.at("/architecture/0/outputs").asInt()).isEqualTo(20);
    assertThat(tree.at("/labelNames/1").asText()).isEqualTo("1");
    assertThat(tree.at("/featureNames/0").asText()).isEqualTo("x");
  }
}
