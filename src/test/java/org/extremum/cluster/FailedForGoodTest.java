package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.extremum.cluster.FaultPlugin.Deed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A task fails as often as Spark lets it: the command ends with its exit code and one line, what
 * was there before is there still, and nothing half-written beside it.
 */
@OnCluster
class FailedForGoodTest {
  /** {@code spark.task.maxFailures}, as Spark has it. */
  private static final int MOST_FAILURES = 4;

  private static final int PARTITION = 2;

  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = StandaloneCluster.named("failed-for-good").start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void awaitIdle() {
    cluster.awaitIdle();
  }

  private static Path in(String name) {
    return cluster.folder().resolve(name);
  }

  private static Fault forGood(Deed deed, String pass, int partition) throws IOException {
    return Fault.forGood(deed, pass, partition, cluster.folder());
  }

  /** Runs it to its bad end. */
  private static String errorOf(Submission.Builder application, int exitCode) throws Exception {
    Submission submission = application.start();
    assertThat(submission.exitCode()).as(submission.driverErr()).isEqualTo(exitCode);
    List<String> errors =
        submission.driverErr().lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(errors).as(submission.driverErr()).hasSize(1);
    System.out.println(errors.get(0));
    return errors.get(0);
  }

  /** All files by their path, with their bytes. */
  private static Map<String, List<Byte>> files(Path folder) throws IOException {
    Map<String, List<Byte>> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        files.put(folder.relativize(file).toString(), bytes);
      }
    }
    return files;
  }

  static Stream<Arguments> passes() {
    return Stream.of(
        Arguments.of(Training.EXACT, "reading samples"),
        Arguments.of(Training.EXACT, "verification"),
        Arguments.of(Training.WIDE, "moments of folds"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("passes")
  void anExceptionInOneTask(Training training, String pass) throws Exception {
    Path folder = Files.createDirectory(in(pass.replace(' ', '-')));
    Path model = folder.resolve("model");
    Training.EXACT.on(cluster, model).inLocalMode(2).run();
    Map<String, List<Byte>> before = files(folder);
    Fault fault = forGood(Deed.FAIL, pass, PARTITION);

    String error = errorOf(fault.to(training.on(cluster, model, "--overwrite")), 4);

    assertThat(fault.times()).isEqualTo(MOST_FAILURES);
    assertThat(error)
        .startsWith("error: training: expected every task to succeed, got one that failed 4 times")
        .contains(", at last on 127.0.0.", FaultPlugin.REASON, "; run with --debug");
    assertThat(files(folder)).isEqualTo(before);
    assertThat(evaluated(model)).contains("\"accuracy\"");
  }

  @Test
  void executorsDieEachTime() throws Exception {
    Path folder = Files.createDirectory(in("dying"));
    Fault fault = forGood(Deed.KILL, "statistics", PARTITION);
    Submission.Builder application = fault.to(Training.EXACT.on(cluster, folder.resolve("model")));
    EventLog log = EventLog.of(application, fault.folder().resolve("log"));

    String error = errorOf(application, 4);

    System.out.println("executors die each time: " + log.summary());
    assertThat(fault.times()).isEqualTo(MOST_FAILURES);
    assertThat(log.executorsLost()).isEqualTo(MOST_FAILURES);
    assertThat(error)
        .contains("got one that failed 4 times", "ExecutorLostFailure", "memoryOverhead");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void predictionsAreThereWholeOrNotAtAll() throws Exception {
    Training.EXACT.inLocalMode(cluster);
    Path folder = Files.createDirectory(in("predictions"));
    Submission.Builder predicting =
        cluster.application(
            "predict",
            "--model=" + in("exact-local"),
            "--data=" + Training.data("iris.csv"),
            "--output=" + folder.resolve("rows"));

    String error = errorOf(forGood(Deed.FAIL, "predictions", 0).to(predicting), 5);

    assertThat(error).startsWith("error: writing: expected every task to succeed, got one that");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNightLeavesTheStateAndTheModelThatServes() throws Exception {
    Path state = in("state");
    List<String> rows = Files.readAllLines(Training.data("iris.csv"));
    night(state, "first", rows, 0, "--label=label", "--set=hiddenLayers=[60]").inLocalMode(2).run();
    Map<String, List<Byte>> before = files(state);
    String served = evaluated(state);
    Fault fault = forGood(Deed.FAIL, "moments", PARTITION);

    String error = errorOf(fault.to(night(state, "second", rows, 1)), 4);

    assertThat(error).contains("got one that failed 4 times", FaultPlugin.REASON);
    JsonNode status = new ObjectMapper().readTree(state.resolve("status.json").toFile());
    assertThat(status.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(status.path("exitCode").asInt()).isEqualTo(4);
    assertThat("error: " + status.path("error").asText()).isEqualTo(error);
    Map<String, List<Byte>> after = files(state);
    for (Map<String, List<Byte>> all : List.of(before, after)) {
      all.keySet().removeIf(name -> name.endsWith("status.json") || name.endsWith(".crc"));
    }
    assertThat(after).isEqualTo(before);
    assertThat(evaluated(state)).isEqualTo(served);

    night(state, "second", rows, 1).run(); // and goes on as if nothing had been
    assertThat(Files.readString(state.resolve("status.json"))).contains("PROMOTED");
  }

  /** A run that adds every second row of the data, from one on. */
  private static Submission.Builder night(
      Path state, String id, List<String> rows, int from, String... more) throws IOException {
    List<String> batch = new ArrayList<>(List.of(rows.get(0)));
    for (int i = 1 + from; i < rows.size(); i += 2) {
      batch.add(rows.get(i));
    }
    Path file = Files.write(in(id + ".csv"), batch);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("retrain", "--state=" + state, "--add=" + file, "--batch-id=" + id));
    arguments.addAll(List.of("--set=partitions=4", "--set=minGain=-1"));
    arguments.addAll(List.of(more));
    return cluster.application(arguments.toArray(String[]::new));
  }

  private static String evaluated(Path model) throws Exception {
    return cluster
        .application(
            "evaluate", "--model=" + model, "--data=" + Training.data("iris.csv"), "--json")
        .inLocalMode(2)
        .run()
        .driverOut();
  }
}
