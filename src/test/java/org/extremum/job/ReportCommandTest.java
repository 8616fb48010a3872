package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    Path data = Samples.csv(shared);
    Cli.Result result =
        Cli.train(data, shared.resolve("my model"), "--test-fraction", "0.25", "--seed", "3");
    assertThat(result.code()).as(result.err()).isZero();
  }

  private static Cli.Result report(Path output, String... more) {
    return Cli.run(
        Cli.join(
            new String[] {
              "report",
              "--model",
              shared.resolve("my model").toString(),
              "--output",
              output.toString()
            },
            more));
  }

  @Test
  void thePageSaysWhatTheManifestSays() throws Exception {
    Path output = folder.resolve("report.html");
    Cli.Result result = report(output);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(1);
    assertThat(result.out()).contains(output.toString());
    try (Stream<Path> there = Files.list(folder)) {
      assertThat(there).containsExactly(output);
    }
    String html = Files.readString(output);
    JsonNode run = new ObjectMapper().readTree(shared.resolve("my model/run.json").toFile());
    assertThat(html).contains("my model").contains("Accuracy under noise");
    for (String part : List.of("test", "train")) {
      double accuracy = run.path(part).path("accuracy").asDouble();
      assertThat(html).contains(String.format(Locale.ROOT, "%.2f %%", 100 * accuracy));
      assertThat(run.path(part).path("confusion")).hasSize(2);
      assertThat(run.path(part).path("noise").path("curve")).hasSizeGreaterThan(4);
    }
    assertThat(html).contains(run.path("dataFingerprint").asText());
  }

  @Test
  void anExistingFileIsLeftAlone() throws Exception {
    Path output = Files.writeString(folder.resolve("report.html"), "mine");
    Cli.Result refused = report(output);
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.error()).contains("report.html").contains("--overwrite");
    assertThat(Files.readString(output)).isEqualTo("mine");
    assertThat(report(output, "--overwrite").code()).isZero();
    assertThat(Files.readString(output)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void aModelThatCannotBeReadIsSaid() {
    Path output = folder.resolve("report.html");
    Cli.Result result =
        Cli.run(
            "report", "--model", folder.resolve("gone").toString(), "--output", output.toString());
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.error()).contains("gone");
    assertThat(output).doesNotExist();
  }

  @Test
  void aDryRunWritesNothing() {
    assertThat(report(folder.resolve("dry.html"), "--dry-run").code()).isZero();
    assertThat(folder.resolve("dry.html")).doesNotExist();
  }
}
