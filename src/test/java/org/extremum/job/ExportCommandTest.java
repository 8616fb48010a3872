package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model in every form, and the ways in which that is refused. */
class ExportCommandTest {
  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    model = folder.resolve("model");
    assertThat(Cli.train(Samples.csv(folder), model).code()).isZero();
  }

  private static Cli.Result export(String form, Path output, String... more) {
    return Cli.run(
        Cli.join(
            new String[] {
              "export", "--to", form, "--model", model.toString(), "--output", output.toString()
            },
            more));
  }

  @Test
  void onnxIsScoredByItsRuntime() throws Exception {
    Path file = folder.resolve("new/model.onnx");
    Cli.Result result = export("onnx", file);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .matches(
            "exported +onnx, opset 17, \\d+ nodes, doubles, %d bytes in %s\\R"
                .formatted(Files.size(file), file));
    try (Stream<Path> there = Files.list(file.getParent())) {
      assertThat(there).as("no checksum files, nothing unfinished").containsExactly(file);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    double[][] points = {{-1, 0}, {1, 0}};
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor features = OnnxTensor.createTensor(environment, points);
        OrtSession.Result scored = session.run(Map.of("features", features))) {
      assertThat((String[]) scored.get("label").orElseThrow().getValue()).containsExactly("0", "1");
    }
    Path small = folder.resolve("floats.onnx");
    assertThat(export("onnx", small, "--numbers", "floats").out()).contains("floats");
    assertThat(Files.size(small)).isLessThan(Files.size(file));
  }

  @Test
  void jsonAndWeightsForSpark() throws Exception {
    Path json = folder.resolve("model.json");
    assertThat(export("json", json).out()).startsWith("exported").contains("102 weights");
    JsonNode tree = new ObjectMapper().readTree(json.toFile());
    assertThat(tree.at("/featureNames/1").textValue()).isEqualTo("y");
    assertThat(tree.at("/report/outcome").textValue()).isEqualTo("SOLVED");
    assertThat(tree.at("/report/dataFingerprint").textValue()).isNotEmpty();
    Path mlpc = folder.resolve("start.json");
    assertThat(export("mlpc", mlpc).out()).contains("layers [2, 20, 2], 102 weights");
    assertThat(new ObjectMapper().readTree(mlpc.toFile()).path("initialWeights")).hasSize(102);
  }

  @Test
  void anExistingFileIsReplacedOnlyWhenAsked() throws Exception {
    Path file = Samples.write(folder.resolve("there.json"), List.of("mine"));
    Cli.Result refused = export("json", file);
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.error()).contains("got an existing file").contains("--overwrite");
    assertThat(file).hasContent("mine");
    assertThat(export("json", file, "--overwrite").code()).isZero();
    assertThat(Files.readString(file)).startsWith("{\"format\":\"extremum-model\"");
    try (Stream<Path> there = Files.list(folder)) {
      assertThat(there).noneMatch(path -> path.getFileName().toString().contains("there.json."));
    }
  }

  @Test
  void aFolderIsNeverReplaced() throws Exception {
    Path there = Files.createDirectory(folder.resolve("a folder"));
    Cli.Result refused = export("json", there, "--overwrite");
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.error()).contains("expected a file to overwrite, got another folder");
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void aDryRunWritesNothing() {
    Path file = folder.resolve("dry.onnx");
    Cli.Result result = export("onnx", file, "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("can be written as onnx");
    assertThat(file).doesNotExist();
  }

  @Test
  void aModelThatIsNotThereIsUnreadable() {
    Path file = folder.resolve("none.onnx");
    Cli.Result result =
        Cli.run(
            "export",
            "--to",
            "onnx",
            "--model",
            folder.resolve("gone").toString(),
            "--output",
            file.toString());
    assertThat(result.code()).isEqualTo(6);
    assertThat(result.error()).contains("gone");
    assertThat(file).doesNotExist();
  }

  @Test
  void aPerceptronOfOtherActivationsIsRefused() {
    Path sine = folder.resolve("sine");
    assertThat(Cli.train(folder.resolve("points.csv"), sine, "--set", "activation=sine").code())
        .isZero();
    Path file = folder.resolve("sine.json");
    Cli.Result result =
        Cli.run("export", "--to", "mlpc", "--model", sine.toString(), "--output", file.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.error()).contains("expected sigmoid").contains("got sine");
    assertThat(file).doesNotExist();
  }

  @Test
  void helpNamesTheForms() {
    Cli.Result help = Cli.run("export", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("onnx, mlpc, json").contains("--numbers");
  }
}
