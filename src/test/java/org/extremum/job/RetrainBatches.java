package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Iris in four batches, and a state directory that has been trained on the first three. */
final class RetrainBatches {
  private static final int BATCHES = 4;

  private final Path folder;
  private final List<String> settings; // of every run

  private RetrainBatches(Path folder, List<String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** With rows in the cluster, in two partitions. */
  static RetrainBatches in(Path folder) throws IOException {
    return in(folder, "partitions=2");
  }

  /**
   * Writes the batches; row i goes into batch i mod 4.
   *
   * @param settings options of every run, such as key=value
   */
  static RetrainBatches in(Path folder, String... settings) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("data/iris.csv"));
    for (int batch = 0; batch < BATCHES; batch++) {
      List<String> rows = new ArrayList<>(List.of(lines.get(0)));
      for (int i = 1 + batch; i < lines.size(); i += BATCHES) {
        rows.add(lines.get(i));
      }
      Files.write(folder.resolve("batch" + batch + ".csv"), rows);
    }
    return new RetrainBatches(
        folder, Stream.of(settings).map(setting -> "--set=" + setting).toList());
  }

  /** A directory with one state and a champion. */
  Path trained() throws Exception {
    Path state = folder.resolve("template");
    List<String> arguments = new ArrayList<>(List.of("--state=" + state, "--label=label"));
    for (int batch = 0; batch < BATCHES - 1; batch++) {
      arguments.addAll(added(batch));
    }
    arguments.addAll(
        List.of(
            "--set=hiddenLayers=[60]",
            "--set=regParam=3e-3",
            "--set=gamma=0.6",
            "--set=keepBatchMoments=true"));
    arguments.addAll(settings);
    RetrainProcess process = RetrainProcess.start(folder.resolve("errors-first"), arguments);
    assertThat(process.exitCode()).as(process.said()).isZero();
    return state;
  }

  private List<String> added(int batch) {
    return List.of("--add=" + folder.resolve("batch" + batch + ".csv"), "--batch-id=batch" + batch);
  }

  /** Decays, forgets the first batch and adds the last. */
  List<String> night(Path state) {
    List<String> arguments =
        new ArrayList<>(List.of("--state=" + state, "--decay=0.9", "--forget=batch0"));
    arguments.addAll(added(BATCHES - 1));
    arguments.addAll(
        List.of(
            "--set=maxRecallLoss=1", // that there is a new champion is not in question here
            "--set=keepBatchMoments=true"));
    arguments.addAll(settings);
    return arguments;
  }

  static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }
}
