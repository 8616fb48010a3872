package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets in Spark's settings, in options and in paths, all of them holding one word: it is in
 * nothing that a command prints or writes.
 */
class PlantedSecretsTest {
  private static final String WORD = "PLANTED";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.authenticate.secret", "1-" + WORD,
          "spark.hadoop.fs.s3a.secret.key", "2/" + WORD,
          "spark.hadoop.fs.s3a.access.key", "AKIA" + WORD,
          "spark.ssl.keyStorePassword", WORD + "\"4",
          "spark.executor.extraJavaOptions", "-Dstore.password=" + WORD + "5",
          "spark.app.origin", "jdbc:postgresql://host/db?user=me&password=" + WORD);

  @TempDir Path folder;

  @BeforeEach
  void plant() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void remove() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  private static void assertClean(Cli.Result result) {
    assertThat(result.out()).doesNotContain(WORD);
    assertThat(result.err()).doesNotContain(WORD);
  }

  /** Every file below a folder, as text. */
  private static void assertClean(Path written) throws IOException {
    try (Stream<Path> paths = Files.walk(written)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
            .as(path.toString())
            .doesNotContain(WORD);
      }
    }
  }

  /** A folder whose name is an address with a password, as a path may be on some file systems. */
  private String checkpoints() {
    return folder.resolve("kept") + "?password=" + WORD;
  }

  @Test
  void printConfig() {
    Cli.Result result =
        Cli.train(
            Samples.csv(folder),
            folder.resolve("model"),
            "--print-config",
            "--set",
            "checkpointDir=s3a://me:" + WORD + "@bucket/kept");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("fs.s3a.secret.key").contains("checkpointDir = \"s3a://me:");
    assertClean(result);
  }

  @Test
  void aTrainedModelAndWhatIsSaidOfIt() throws IOException {
    Path model = folder.resolve("out/model");
    Path data = Files.copy(Samples.csv(folder), folder.resolve("a;password=" + WORD + ".csv"));
    Cli.Result trained =
        Cli.train(data, model, "--set", "checkpointDir=" + checkpoints(), "--debug", "--json-logs");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertClean(trained);
    assertClean(model);
    assertThat(Files.readString(model.resolve("run.json"))).contains(";password=*");
    Cli.Result inspected = Cli.run("inspect", "--model", model.toString(), "--json");
    assertThat(inspected.code()).isZero();
    assertClean(inspected);
    Path page = folder.resolve("out/page.html");
    assertThat(Cli.run("report", "--model", model.toString(), "--output", page.toString()).code())
        .isZero();
    assertClean(folder.resolve("out"));
  }

  @Test
  void retrainingsAndTheirState() throws IOException {
    Path data = Files.copy(Samples.csv(folder), folder.resolve("a;password=" + WORD + ".csv"));
    Path state = folder.resolve("state");
    List<String> command =
        new ArrayList<>(List.of("retrain", "--state", state.toString(), "--add", data.toString()));
    command.addAll(
        List.of("--label", "label", "--set", "hiddenLayers=[20]", "--set", "regParam=0.003"));
    command.addAll(List.of("--set", "checkpointDir=" + checkpoints()));
    Cli.Result result = Cli.run(command.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    assertClean(result);
    assertClean(state);
    Cli.Result failed =
        Cli.run(
            "retrain",
            "--state",
            state.toString(),
            "--add",
            folder.resolve("none;password=" + WORD + ".csv").toString());
    assertThat(failed.code()).isNotZero();
    assertClean(failed);
    assertThat(Files.readString(state.resolve("status.json"))).contains("password=*");
    assertClean(state);
  }

  /** Addresses in what goes wrong: told by this program, by Spark, by a stack trace. */
  @Test
  void errors() {
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("--data", "s3a://me:" + WORD + "@bucket/a.csv");
    addresses.put("--model", "nosuch://me:" + WORD + "@host/model");
    addresses.put("--config", "/nowhere/password=" + WORD);
    addresses.put("--test", "https://me:" + WORD + "@host/a.csv?sig=" + WORD);
    addresses.forEach(
        (option, address) -> {
          List<String> arguments = new ArrayList<>(List.of("train", "--label", "label"));
          Map<String, String> values = new LinkedHashMap<>();
          values.put("--data", Samples.csv(folder).toString());
          values.put("--model", folder.resolve("model").toString());
          values.put(option, address);
          values.forEach((name, value) -> arguments.addAll(List.of(name, value)));
          for (String more : List.of("--debug", "--json-logs")) {
            List<String> all = new ArrayList<>(arguments);
            all.add(more);
            Cli.Result result = Cli.run(all.toArray(String[]::new));
            assertThat(result.code()).as(option + ": " + result.err()).isNotZero();
            assertThat(result.err()).contains("(redacted)");
            assertClean(result);
          }
        });
    assertClean(Cli.run("evaluate", "--model", "x", "--password=" + WORD));
  }
}
