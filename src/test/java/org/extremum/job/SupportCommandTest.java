package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.spark.TestSpark;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training with prototypes and predicting with what supports each prediction. */
class SupportCommandTest {
  @TempDir private Path folder;

  private Cli.Result predict(Path model, Path data, Path output, String... more) {
    return Cli.run(
        Cli.join(
            new String[] {
              "predict",
              "--model",
              model.toString(),
              "--data",
              data.toString(),
              "--output",
              output.toString(),
              "--output-format",
              "parquet"
            },
            more));
  }

  @Test
  void predictionsNameTheRowThatSupportsThem() {
    List<String> lines = new ArrayList<>(List.of("x,y,label,name"));
    List<Samples.Point> points = Samples.points();
    for (int i = 0; i < points.size(); i++) {
      Samples.Point p = points.get(i);
      lines.add(p.x() + "," + p.y() + "," + p.label() + ",sample " + p.label() + "-" + i);
    }
    Path data = Samples.write(folder.resolve("named.csv"), lines);
    Path model = folder.resolve("model");
    Cli.Result trained = Cli.train(data, model, "--set", "idCol=name", "--set", "prototypes=4");
    assertThat(trained.code()).as(trained.err()).isZero();
    Path output = folder.resolve("predictions");
    Cli.Result result =
        predict(
            model,
            data,
            output,
            "--set",
            "supportDistanceCol=distance",
            "--set",
            "supportIdCol=like",
            "--set",
            "gradientNormCol=slope",
            "--set",
            "abstainCol=unsure",
            "--set",
            "certifiedRadiusCol=safe");
    assertThat(result.code()).as(result.err()).isZero();
    Dataset<Row> written = TestSpark.session().read().parquet(output.toString());
    assertThat(written.columns())
        .endsWith("probability_1", "safe", "slope", "distance", "like", "unsure");
    assertThat(written.collectAsList())
        .hasSize(Samples.ROWS)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("like"))
                  .startsWith("sample " + row.<String>getAs("prediction") + "-");
              assertThat(row.<Double>getAs("distance")).isNotNegative().isFinite();
              if (row.<Double>getAs("distance") == 0) {
                assertThat(row.<String>getAs("like")).isEqualTo(row.<String>getAs("id"));
              }
            });
    assertThat(written.filter("distance = 0").count()).isEqualTo(8);
    Path strict = folder.resolve("strict");
    assertThat(
            predict(model, data, strict, "--set", "abstainCol=unsure", "--set", "abstainRadius=0")
                .code())
        .isZero();
    assertThat(TestSpark.session().read().parquet(strict.toString()).filter("unsure").count())
        .isEqualTo(Samples.ROWS - 8);
  }

  @Test
  void aModelWithoutPrototypesSaysSo() {
    Path data = Samples.csv(folder);
    Path model = folder.resolve("plain");
    assertThat(Cli.train(data, model).code()).isZero();
    Cli.Result refused =
        predict(model, data, folder.resolve("none"), "--set", "supportIdCol=like", "--dry-run");
    assertThat(refused.code()).isEqualTo(Problem.Kind.USAGE.exitCode());
    assertThat(refused.err()).contains("prototypes=10");
  }
}
