package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.MomentsPass;
import org.extremum.samples.OrderedMerge;

/**
 * How the Moments pass scales: two executors against one, beside two dsyrk processes against one;
 * its cost against every size; and from the constants of both a model of a cluster of a thousand
 * executors.
 *
 * <p>Arguments, all key=value: {@code width}, {@code samples}, {@code features}, {@code pieces}
 * (partitions), {@code repeats}, {@code grids} (false: without them), {@code scale} (of their
 * sizes), {@code picture} (an SVG file), {@code document}.
 */
public final class Scaling {
  private static final int DEPTH = 1024;
  private static final int CALLS = 16;

  private final Arguments arguments;
  private final int width;
  private final int samples;
  private final int features;
  private final int partitions;
  private final int repeats;

  private Scaling(Arguments arguments) {
    this.arguments = arguments;
    this.width = arguments.integer("width", 2000);
    this.samples = arguments.integer("samples", 120_000);
    this.features = arguments.integer("features", 100);
    this.partitions = arguments.integer("pieces", 4);
    this.repeats = arguments.integer("repeats", 3);
  }

  /** Runs all of it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments =
        new Arguments(
            args,
            "width",
            "samples",
            "features",
            "pieces",
            "repeats",
            "grids",
            "scale",
            "picture",
            "document");
    new Scaling(arguments).run();
  }

  private void run() throws IOException {
    CostModel model = executors();
    if (Boolean.parseBoolean(arguments.text("grids", "true"))) {
      grids();
    }
    new ThousandExecutors(model).publish(arguments);
  }

  /** Two executors against one; what the model needs of it. */
  private CostModel executors() throws IOException {
    Path home = Files.createTempDirectory("spark-home");
    Files.createDirectories(home.resolve("jars"));
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME", home.toString(),
            "SPARK_SCALA_VERSION", "2.13",
            "SPARK_LOCAL_IP", "127.0.0.1");
    try (Worker one = cluster(environment, 1);
        Worker two = cluster(environment, 2);
        Worker syrk = syrk();
        Worker other = syrk()) {
      double[] dsyrk = new double[repeats];
      double[] passes = new double[repeats];
      double[] alone = new double[repeats];
      double[] pair = new double[repeats];
      one.seconds("pass"); // classes loaded, code compiled
      two.seconds("pass");
      for (int k = 0; k < repeats; k++) {
        double single = syrk.seconds("go");
        syrk.ask("go");
        other.ask("go");
        dsyrk[k] = 2 * single / Math.max(syrk.answer(), other.answer());
        alone[k] = one.seconds("pass");
        pair[k] = two.seconds("pass");
        passes[k] = alone[k] / pair[k];
      }
      CostModel model = model(one, Spread.median(alone));
      publishExecutors(dsyrk, passes, alone, pair, model);
      return model;
    }
  }

  private Worker cluster(Map<String, String> environment, int executors) throws IOException {
    return Worker.start(
        ClusterWorker.class, "2g", environment, executors, width, samples, features, partitions);
  }

  private Worker syrk() throws IOException {
    return Worker.start(SyrkWorker.class, "256m", Map.of(), width, DEPTH, CALLS);
  }

  private CostModel model(Worker one, double passSeconds) {
    double[] merges = new double[repeats];
    double[] jobs = new double[repeats];
    double[] tasks = new double[repeats];
    for (String warm : List.of("merge", "jobs", "tasks")) {
      one.seconds(warm);
    }
    for (int k = 0; k < repeats; k++) {
      merges[k] = one.seconds("merge");
      jobs[k] = one.seconds("jobs");
      tasks[k] = one.seconds("tasks");
    }
    long bytes = ClusterWorker.pass(2, width).wireBytes();
    double sent = (double) bytes * OrderedMerge.sent(ClusterWorker.MERGED, bytes);
    double job = Spread.median(jobs);
    double mergeRate = sent / (Spread.median(merges) - job);
    MomentsPass pass = ClusterWorker.pass(features, width);
    double passMerge =
        pass.wireBytes() * OrderedMerge.sent(partitions, pass.wireBytes()) / mergeRate;
    return new CostModel(
        pass.flops(samples) / (passSeconds - passMerge - job),
        mergeRate,
        Spread.median(tasks) / ClusterWorker.TASKS,
        job,
        solveRate());
  }

  /** Of a Cholesky factor on all cores of this machine. */
  private double solveRate() {
    int order = 2 * width;
    PackedSymmetric matrix = PackedSymmetric.zeros(order);
    matrix.addToDiagonal(2);
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < repeats; k++) {
      long begin = System.nanoTime();
      BlasThreads.onAllCores(() -> CholeskySolver.factorise(matrix)).close();
      best = Math.min(best, (System.nanoTime() - begin) * 1e-9);
    }
    return Math.pow(order, 3) / 3 / best;
  }

  private void publishExecutors(
      double[] dsyrk, double[] passes, double[] alone, double[] pair, CostModel model)
      throws IOException {
    double[] ratios = new double[repeats];
    Arrays.setAll(ratios, k -> passes[k] / dsyrk[k]);
    double flops = ClusterWorker.pass(features, width).flops(samples);
    Map<String, String> table = new LinkedHashMap<>();
    table.put("machine", Machine.inWords());
    table.put(
        "data",
        format(
            "%d samples, %d features, %d neurons, %d partitions; executors of 1 core, 1 BLAS thread",
            samples, features, width, partitions));
    table.put("one executor, s", Spread.inWords(alone, "%.2f"));
    table.put("two executors, s", Spread.inWords(pair, "%.2f"));
    table.put("one executor, GFLOP/s", format("%.1f", flops / Spread.median(alone) * 1e-9));
    table.put("two executors, GFLOP/s", format("%.1f", flops / Spread.median(pair) * 1e-9));
    table.put("two executors / one", Spread.inWords(passes, "%.3f"));
    table.put(
        format("two dsyrk processes / one (order %d, depth %d)", width, DEPTH),
        Spread.inWords(dsyrk, "%.3f"));
    table.put("the former / the latter (wanted: at least 0.9)", Spread.inWords(ratios, "%.3f"));
    table.put("pass without its merge, GFLOP/s a core", format("%.1f", model.passRate() * 1e-9));
    table.put(
        "partial results packed, sent and added, MB/s a core",
        format("%.0f", model.mergeRate() * 1e-6));
    table.put("a task that does nothing, ms", format("%.2f", model.taskSeconds() * 1e3));
    table.put("a pass over next to nothing, s", format("%.2f", model.jobSeconds()));
    table.put("Cholesky factor on all cores, GFLOP/s", format("%.1f", model.solveRate() * 1e-9));
    MarkdownSection.publish(
        arguments, "scaling-executors", MarkdownSection.table("what", "value", table));
  }

  private void grids() throws IOException {
    List<CostGrid> grids = CostGrid.measured(arguments.real("scale", 1));
    StringBuilder text =
        new StringBuilder(
            "| against | sizes | seconds | expected exponent | fitted |\n|---|---|---|---|---|\n");
    for (CostGrid grid : grids) {
      text.append(
          format(
              "| %s | %s | %s | %s | %.2f ± %.2f |%n",
              grid.name(),
              list(grid.sizes(), "%.0f"),
              list(grid.seconds(), "%.3g"),
              grid.expected(),
              grid.law().exponent(),
              grid.law().error()));
    }
    String picture = arguments.text("picture", "");
    if (!picture.isEmpty()) {
      Path file = Path.of(picture);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, LogLogPlots.of(grids));
    }
    MarkdownSection.publish(arguments, "scaling-sizes", text.toString());
  }

  private static String list(double[] values, String format) {
    return String.join(", ", Arrays.stream(values).mapToObj(v -> format(format, v)).toList());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
