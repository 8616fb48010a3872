package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.TestSpark;
import org.extremum.training.Problem;
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
            "samples",
            "accuracy",
            "logLoss",
            "calibrationError",
            "confusion",
            "perEssence",
            "stationarity");
    assertThat(json.path("calibrationError").asDouble()).isBetween(0.0, 1.0);
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
    assertThat(result.out())
        .contains("accuracy")
        .contains("calibration")
        .contains("precision")
        .contains("predicted as");
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
  void certifiedRadiiAreWrittenOnRequest() {
    Path output = folder.resolve("radii");
    Cli.Result result =
        run(
            "predict",
            data,
            "--output",
            output.toString(),
            "--output-format",
            "parquet",
            "--set",
            "certifiedRadiusCol=safe within");
    assertThat(result.code()).as(result.err()).isZero();
    Dataset<Row> written = TestSpark.session().read().parquet(output.toString());
    assertThat(written.columns())
        .containsExactly("id", "prediction", "probability_0", "probability_1", "safe within");
    assertThat(written.collectAsList())
        .hasSize(Samples.ROWS)
        .allSatisfy(row -> assertThat(row.getDouble(4)).isPositive().isFinite());

    Cli.Result taken =
        run(
            "predict",
            data,
            "--output",
            folder.resolve("taken").toString(),
            "--set",
            "certifiedRadiusCol=probability_1",
            "--dry-run");
    assertThat(taken.code()).isEqualTo(Problem.Kind.USAGE.exitCode());
    assertThat(taken.err()).contains("option certifiedRadiusCol: expected none of");
  }

  @Test
  void missingFeaturesAreSkippedOrReplacedOnRequest() {
    Path gaps = Samples.csvWith(folder.resolve("gaps"), 3, ",NaN,1");
    assertThat(run("predict", gaps, "--output", folder.resolve("strict").toString()).code())
        .isEqualTo(Problem.Kind.BAD_DATA.exitCode());
    for (String choice : List.of("skip", "keep")) {
      Path output = folder.resolve("missing " + choice);
      Cli.Result result =
          run(
              "predict",
              gaps,
              "--output",
              output.toString(),
              "--output-format",
              "parquet",
              "--set",
              "handleInvalid=" + choice);
      assertThat(result.code()).as(result.err()).isZero();
      Dataset<Row> written = TestSpark.session().read().parquet(output.toString());
      assertThat(written.count()).isEqualTo(Samples.ROWS - (choice.equals("skip") ? 1 : 0));
      assertThat(written.filter("id = '3'").count()).isEqualTo(choice.equals("skip") ? 0 : 1);
      assertThat(result.out()).contains(written.count() + " rows in " + output);
    }
    Cli.Result evaluated = run("evaluate", gaps, "--set", "handleInvalid=skip");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains(String.valueOf(Samples.ROWS - 1));
    Path retrained = folder.resolve("retrained");
    Cli.Result trained = Cli.train(gaps, retrained, "--set", "handleInvalid=skip");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(ExtremumClassificationModel.load(retrained.toString()).report().get("skippedRows"))
        .isEqualTo(1);
    assertThat(trained.out()).contains("skipped       1 rows with missing features");
  }

  @Test
  void evaluateKeepsRowsWithTheMeansOfTraining() throws Exception {
    Path gaps = Samples.csvWith(folder.resolve("kept"), 3, ",NaN,1");
    Cli.Result kept = run("evaluate", gaps, "--json", "--set", "handleInvalid=keep");
    assertThat(kept.code()).as(kept.err()).isZero();
    double[] means = ExtremumClassificationModel.load(model.toString()).featureMeans();
    Path filled = Samples.csvWith(folder.resolve("filled"), 3, means[0] + "," + means[1] + ",1");
    assertThat(kept.out()).isEqualTo(run("evaluate", filled, "--json").out());
    assertThat(kept.err()).contains("1 rows with missing features completed by means");
    assertThat(run("evaluate", gaps).code()).isEqualTo(Problem.Kind.BAD_DATA.exitCode());
  }

  @Test
  void whatIsGivenWinsOverWhatTheModelWasSavedWith() {
    Path gaps = Samples.csvWith(folder.resolve("given"), 3, ",NaN,1");
    for (String choice : List.of("skip", "keep")) {
      Path trained = folder.resolve("trained " + choice);
      Cli.Result training =
          Cli.train(gaps, trained, "--set", "handleInvalid=" + choice, "--test-fraction", "0.3");
      assertThat(training.code()).as(training.err()).isZero();
      String[] evaluate = {"evaluate", "--model", trained.toString(), "--data", gaps.toString()};
      Cli.Result asSaved = Cli.run(evaluate);
      assertThat(asSaved.code()).as(asSaved.err()).isZero();
      int rows = Samples.ROWS - (choice.equals("skip") ? 1 : 0);
      assertThat(asSaved.out()).containsPattern("samples +" + rows);
      Cli.Result strict = Cli.run(Cli.join(evaluate, "--set", "handleInvalid=error"));
      assertThat(strict.code()).isEqualTo(Problem.Kind.BAD_DATA.exitCode());
      String[] predict = {
        "predict",
        "--model",
        trained.toString(),
        "--data",
        gaps.toString(),
        "--output",
        folder.resolve("as saved " + choice).toString()
      };
      assertThat(Cli.run(Cli.join(predict, "--set", "handleInvalid=error")).code())
          .isEqualTo(Problem.Kind.BAD_DATA.exitCode());
      Cli.Result predicted = Cli.run(predict);
      assertThat(predicted.code()).as(predicted.err()).isZero();
      assertThat(predicted.out()).contains(rows + " rows in");
    }
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
  void inspectShowsWhatExactModeReached() {
    Path exact = folder.resolve("exact");
    Cli.Result trained =
        Cli.train(
            data,
            exact,
            "--set",
            "extremum=exact",
            "--set",
            "hiddenLayers=200",
            "--set",
            "centres=kmeans",
            "--set",
            "centresPerEssence=5");
    assertThat(trained.code()).as(trained.err()).isZero();
    Cli.Result shown = Cli.run("inspect", "--model", exact.toString());
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsPattern("(?m)^round +centres +rank .* seconds$")
        .containsPattern("(?m)^1 +10 +20 +180 ")
        .contains("layers        1 init, 2 update")
        .contains("own outputs   of ", " stationary, ", " definite")
        .contains("10 centres of 2 equations: rank at most 20 of 200 neurons")
        .contains("certified     predictions at central samples hold within");
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
