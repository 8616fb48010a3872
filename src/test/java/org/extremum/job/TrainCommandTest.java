package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private JsonNode manifest(Path model) throws IOException {
    return JSON.readTree(model.resolve("run.json").toFile());
  }

  @Test
  void aManifestSaysEverything() throws Exception {
    Path model = folder.resolve("model");
    Path data = Samples.csv(folder);
    Cli.Result result = Cli.train(data, model, "--test", data.toString(), "--seed", "5");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("outcome").contains("test").contains(model.toString());
    assertThat(result.err()).contains("memory: ").contains("moments (20 neurons");
    JsonNode run = manifest(model);
    assertThat(run.path("seed").asLong()).isEqualTo(5);
    assertThat(run.path("samples").asInt()).isEqualTo(Samples.ROWS);
    assertThat(run.path("test").path("accuracy").asDouble())
        .isEqualTo(run.path("train").path("accuracy").asDouble());
    assertThat(run.path("test").path("logLoss").isNumber()).isTrue();
    assertThat(run.path("test").path("calibrationError").asDouble())
        .isEqualTo(run.path("train").path("calibrationError").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(run.path("options").path("badRows").asText()).isEqualTo("fail");
    assertThat(run.path("timings").path("read").asDouble()).isPositive();
    assertThat(run.path("timings").path("total").asDouble())
        .isGreaterThan(run.path("timings").path("read").asDouble());
    assertThat(run.path("dataFingerprint").asText()).matches("[0-9a-f]{32}");
    for (String name : List.of("extremum", "spark", "scala", "java")) {
      assertThat(run.path("versions").path(name).asText()).isNotEmpty();
    }
    assertThat(run.path("blas").path("implementation").isMissingNode()).isFalse();
    assertThat(run.path("input").path("features").size()).isEqualTo(2);
  }

  @Test
  void aShareOfEveryClassIsHeldOut() throws Exception {
    Path model = folder.resolve("model");
    Cli.Result result = Cli.train(Samples.csv(folder), model, "--test-fraction", "0.25");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode run = manifest(model);
    assertThat(run.path("samples").asInt()).isEqualTo(30);
    assertThat(run.path("test").path("samples").asInt()).isEqualTo(10);
  }

  @Test
  void allFormatsGiveTheSameModel() throws Exception {
    Path csv = Samples.csv(folder);
    SparkSession session = TestSpark.session();
    Path parquet = folder.resolve("points.parquet");
    session
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(csv.toString())
        .write()
        .parquet(parquet.toString());
    Path array = Samples.write(folder.resolve("array.json"), arrays());
    List<String> predictions = new ArrayList<>();
    List<String> fingerprints = new ArrayList<>();
    for (Path data : List.of(csv, Samples.libsvm(folder), parquet, Samples.json(folder), array)) {
      Path model = folder.resolve("model-" + data.getFileName());
      Cli.Result result = Cli.train(data, model);
      assertThat(result.code()).as(result.err()).isZero();
      fingerprints.add(manifest(model).path("dataFingerprint").asText());
      Path output = folder.resolve("predicted-" + data.getFileName());
      result =
          Cli.run(
              "predict",
              "--model",
              model.toString(),
              "--data",
              data.toString(),
              "--output",
              output.toString());
      assertThat(result.code()).as(result.err()).isZero();
      predictions.add(text(output));
    }
    assertThat(fingerprints).containsOnly(fingerprints.get(0));
    assertThat(predictions).containsOnly(predictions.get(0));
    assertThat(predictions.get(0)).startsWith("id,prediction,probability_0,probability_1\n1,0,0.");
    assertThat(predictions.get(0).lines()).hasSize(1 + Samples.ROWS);
  }

  private static List<String> arrays() {
    return Samples.points().stream()
        .map(p -> "{\"label\":\"" + p.label() + "\",\"v\":[" + p.x() + "," + p.y() + "]}")
        .toList();
  }

  /** All lines of a folder of CSV files, one header. */
  private static String text(Path folder) throws IOException {
    try (Stream<Path> parts = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path part : parts.filter(p -> p.toString().endsWith(".csv")).sorted().toList()) {
        String whole = Files.readString(part);
        text.append(text.isEmpty() ? whole : whole.substring(whole.indexOf('\n') + 1));
      }
      return text.toString();
    }
  }

  @Test
  void aDryRunWritesNothing() throws Exception {
    Path data = Samples.csv(folder);
    Path model = folder.resolve("model");
    Cli.Result result = Cli.train(data, model, "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("40 rows, 2 features")
        .contains("memory: ", "work: 1 pass for Moments", "time: about ");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(data);
    }
  }

  @Test
  void badRowsAreSetAside() throws Exception {
    Path data = Samples.csvWith(folder, 17, "abc,0.5,\"1, or 0\"");
    Samples.write(data, Stream.concat(Files.lines(data), Stream.of("1,2", "1,NaN,0")).toList());
    Path model = folder.resolve("model");
    Cli.Result result = Cli.train(data, model, "--set", "badRows=quarantine");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("note: 3 bad rows left out");
    assertThat(result.out()).contains("3 left out");
    assertThat(manifest(model).path("badRows").asInt()).isEqualTo(3);
    assertThat(manifest(model).path("samples").asInt()).isEqualTo(Samples.ROWS - 1);
    List<String> rows = new ArrayList<>();
    TestSpark.session()
        .read()
        .json(folder.resolve("model.quarantine").toString())
        .select("row", "column", "reason", "raw")
        .collectAsList()
        .forEach(row -> rows.add(row.mkString("|")));
    assertThat(rows)
        .containsExactlyInAnyOrder(
            "17|x|expected a number, got 'abc'|abc,0.5,\"1, or 0\"",
            "41|null|expected 3 fields, got 2 fields|1,2",
            "42|y|expected a finite number, got 'NaN'|1,NaN,0");

    assertThat(Cli.train(data, folder.resolve("model2")).code()).isEqualTo(3);
    Path none = Samples.write(folder.resolve("none.csv"), List.of("x,label", "1,", "2,"));
    Cli.Result nothing = Cli.train(none, folder.resolve("model3"), "--set", "badRows=quarantine");
    assertThat(nothing.code()).isEqualTo(3);
    assertThat(nothing.error()).contains("no usable row is left");
    assertThat(folder.resolve("model3.quarantine")).doesNotExist();
  }

  @Test
  void anExistingModelIsReplacedOnRequest() throws Exception {
    Path data = Samples.csv(folder);
    Path model = folder.resolve("model");
    assertThat(Cli.train(data, model).code()).isZero();
    assertThat(Cli.train(data, model).code()).isEqualTo(5);
    assertThat(manifest(model).path("seed").asLong()).isEqualTo(42);
    assertThat(Cli.train(data, model, "--overwrite", "--seed", "6").code()).isZero();
    assertThat(manifest(model).path("seed").asLong()).isEqualTo(6);
  }
}
