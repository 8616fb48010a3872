package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.extremum.spark.Secrets;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path folder;

  private File file(String... lines) {
    return Samples.write(folder.resolve("run.conf"), List.of(lines)).toFile();
  }

  private static Problem problem(File file, String... settings) {
    try {
      Configuration.resolve(file, List.of(settings), null);
    } catch (Problem problem) {
      assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
      return problem;
    }
    throw new AssertionError("expected a problem");
  }

  @Test
  void theMoreSpecificPlaceWins() {
    File file =
        file(
            "extremum {",
            "  gamma = 0.7",
            "  regParam = \"1e-2\"",
            "  hiddenLayers = [30, 20]",
            "  initScale = auto",
            "  features = [a, \"b,c\"]",
            "  seed = 1",
            "}");
    TrainingOptions options =
        Configuration.resolve(file, List.of("gamma=0.8", "idCol=n", "seed=2"), 3L);
    assertThat(options.gamma()).isEqualTo(0.8);
    assertThat(options.regParam()).isEqualTo(1e-2);
    assertThat(options.hiddenLayers()).containsExactly(30, 20);
    assertThat(options.initScale()).isNaN();
    assertThat(options.features()).containsExactly("a", "b,c");
    assertThat(options.idCol()).isEqualTo("n");
    assertThat(options.seed()).isEqualTo(3);
    assertThat(options.epsilon()).isEqualTo(TrainingOptions.defaults().epsilon());
  }

  @Test
  void anErrorNamesFileAndLine() {
    assertThat(problem(file("extremum {", "  gama = 1", "}")))
        .hasMessageContaining("run.conf, line 2: unknown option")
        .hasMessageContaining("'gama'; did you mean 'gamma'?");
    assertThat(problem(file("extremum {", "  seed = 1", "  gamma = -1", "}")))
        .hasMessageContaining(
            "run.conf, line 3: option gamma: expected number or auto >= 0, got '-1'");
    assertThat(problem(file("gamma = 1"))).hasMessageContaining("a block 'extremum { … }'");
    assertThat(problem(file("extremum {", "  gamma = ["))).hasMessageContaining("readable HOCON");
    assertThat(problem(file("extremum = 5"))).hasMessageContaining("readable HOCON");
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> Configuration.resolve(null, List.of("=1"), null));
  }

  @Test
  void anEmptyFileAsksForNothing() {
    assertThat(Configuration.resolve(file("# nothing"), List.of(), null).asMap())
        .isEqualTo(TrainingOptions.defaults().asMap());
  }

  @Test
  void whatIsPrintedIsReadBackAndKeepsSecrets() {
    TrainingOptions asked =
        Configuration.resolve(null, List.of("gamma=0.8", "features=a b,c", "idCol=\"n"), null);
    String text =
        Configuration.render(
            asked,
            "spark",
            Map.of("spark.ssl.keyPassword", "hush", "spark.master", "local"),
            Secrets.of(new SparkConf(false), Map.of()));
    assertThat(text).doesNotContain("hush").contains(Secrets.HIDDEN).contains("\"local\"");
    File printed = file(text.lines().toArray(String[]::new));
    assertThat(Configuration.resolve(printed, List.of(), null).asMap()).isEqualTo(asked.asMap());
  }

  @Test
  void printConfigPrintsAndStops() {
    Path model = folder.resolve("model");
    Cli.Result result =
        Cli.train(Samples.csv(folder), model, "--set", "gamma=0.8", "--print-config");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("gamma = 0.8").contains("hiddenLayers = [20]");
    assertThat(model).doesNotExist();
  }
}
