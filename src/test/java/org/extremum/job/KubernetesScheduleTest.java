package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.extremum.job.StandIn.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's resource: YAML, fields that there are, and arguments that the command takes. */
class KubernetesScheduleTest {
  @TempDir Path folder;
  private StandIn standIn;

  @BeforeEach
  void makeTheLauncher() throws IOException {
    standIn = new StandIn(folder);
  }

  @Test
  void argumentsThatTheCommandDoesNotTakeAreFound() {
    assertThatThrownBy(() -> StandIn.requireTaken(List.of("retrain", "--state", "s", "--ad", "f")))
        .hasMessageContaining("--ad");
    assertThatThrownBy(() -> StandIn.requireTaken(List.of("retrain", "--add", "f")))
        .hasMessageContaining("--state");
  }

  private static Map<?, ?> map(Map<?, ?> in, String key) {
    assertThat(in.get(key)).as(key).isInstanceOf(Map.class);
    return (Map<?, ?>) in.get(key);
  }

  /** Fields of the operator's v1beta2 (scheduledsparkapplication_types.go and its neighbour). */
  @Test
  void kubernetesForbidsTwoAtOnce() throws Exception {
    Map<String, Object> document =
        PlainYaml.read(Files.readString(StandIn.file("scheduled-spark-application.yaml")));
    assertThat(document)
        .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
        .containsEntry("kind", "ScheduledSparkApplication")
        .containsOnlyKeys("apiVersion", "kind", "metadata", "spec");
    Map<?, ?> spec = map(document, "spec");
    assertThat(spec.get("concurrencyPolicy")).isEqualTo("Forbid");
    Crontab.read(List.of(spec.get("schedule") + " true"));
    requireKnown(
        spec,
        "schedule template suspend concurrencyPolicy successfulRunHistoryLimit"
            + " failedRunHistoryLimit");
    Map<?, ?> template = map(spec, "template");
    requireKnown(
        template,
        "type sparkVersion mode image imagePullPolicy mainClass mainApplicationFile arguments"
            + " sparkConf volumes driver executor restartPolicy");
    assertThat(template.get("type")).isEqualTo("Java");
    assertThat(template.get("mainClass")).isEqualTo(Main.class.getName());
    String pod = "cores memory memoryOverhead serviceAccount volumeMounts";
    requireKnown(map(template, "driver"), pod);
    requireKnown(map(template, "executor"), pod + " instances");
    assertThat(map(template, "driver").get("volumeMounts"))
        .isEqualTo(map(template, "executor").get("volumeMounts"));
    map(template, "sparkConf").values().forEach(v -> assertThat(v).isInstanceOf(String.class));
    List<String> arguments =
        ((List<?>) template.get("arguments")).stream().map(String.class::cast).toList();
    assertThat(arguments).startsWith("retrain", "--state", "/state/digits", "--add");
    StandIn.requireTaken(arguments);
  }

  private static void requireKnown(Map<?, ?> map, String fields) {
    assertThat(List.of(fields.split(" ")))
        .containsAll(map.keySet().stream().map(String::valueOf).toList());
  }

  /** A parser that knows all of YAML reads the same. */
  @Test
  void kubernetesYamlIsYaml() throws Exception {
    StandIn.assumeThere("python3");
    Ended there = standIn.run(Map.of(), "python3", "-c", "import yaml");
    assumeTrue(there.code() == 0, "python3 has no yaml on this machine");
    Path file = StandIn.file("scheduled-spark-application.yaml");
    Ended json =
        standIn.run(
            Map.of(),
            "python3",
            "-c",
            "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))",
            file.toString());
    assertThat(json.code()).as(json.text()).isZero();
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(json.text()))
        .isEqualTo(
            mapper.readTree(mapper.writeValueAsString(PlainYaml.read(Files.readString(file)))));
  }

  @Test
  void theYamlReaderFindsMistakes() {
    for (String wrong :
        List.of(
            "a: 1\na: 2",
            "a:\n   b: 1",
            "a:\tb",
            "a: [1]",
            "a: yes",
            "a: 4.1",
            "a: *b",
            "a: x: y",
            "a:",
            "- a",
            "a: b # no",
            "a:\n  - b\n  c: d")) {
      assertThatThrownBy(() -> PlainYaml.read(wrong)).as(wrong).hasMessageContaining("line ");
    }
    assertThat(PlainYaml.read("a:\n  - b: 1\n    c: \"2\"\n  - d: true\ne: f/g"))
        .isEqualTo(Map.of("a", List.of(Map.of("b", 1L, "c", "2"), Map.of("d", true)), "e", "f/g"));
  }
}
