package org.extremum.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trainings that cluster tests submit, with the passes that each is there for. All have four
 * partitions, and leave all passes to executors.
 *
 * @param name of its models
 * @param data file of {@code data}
 * @param settings of the option {@code --set}
 */
record Training(String name, String data, List<String> settings) {
  private static final Path DATA = Path.of("data").toAbsolutePath();

  /** Clustering, central samples, Moments that the driver merges, margins, verification. */
  static final Training EXACT =
      new Training(
          "exact",
          "iris.csv",
          List.of(
              "extremum=exact",
              "hiddenLayers=[600]",
              "centres=kmeans",
              "centresPerEssence=1",
              "condition=ideal"));

  /** Wide enough for Moments that executors merge by shuffles. */
  static final Training WIDE = new Training("wide", "digits.csv", List.of("hiddenLayers=[1100]"));

  /** Many small passes of L-BFGS, over the output layer, then over all layers. */
  static final Training LOGISTIC =
      new Training(
          "logistic",
          "iris.csv",
          List.of("polarization=logistic", "hiddenLayers=[30,40]", "fineTuning=20"));

  static Path data(String file) {
    return DATA.resolve(file);
  }

  /**
   * The command {@code train}.
   *
   * @param model where it goes
   * @param more options of the command
   */
  Submission.Builder on(StandaloneCluster cluster, Path model, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--data=" + data(data), "--label=label", "--model=" + model));
    arguments.addAll(List.of("--set=partitions=4", "--set=driverBytes=0"));
    settings.forEach(setting -> arguments.add("--set=" + setting));
    arguments.addAll(List.of(more));
    return cluster.application(arguments.toArray(String[]::new));
  }

  /** The model that local mode makes of it with two cores; it is made once for a cluster. */
  ModelBytes inLocalMode(StandaloneCluster cluster) throws IOException, InterruptedException {
    Path model = cluster.folder().resolve(name + "-local");
    if (!Files.exists(model)) {
      on(cluster, model).inLocalMode(2).run();
    }
    return ModelBytes.in(model);
  }
}
