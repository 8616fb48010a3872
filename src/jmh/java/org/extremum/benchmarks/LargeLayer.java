package org.extremum.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.spark.SparkMemory;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;

/**
 * A training with a very wide hidden layer, on few samples: what is planned, what it takes, or by
 * which word of the plan it is refused.
 *
 * <p>Arguments, all key=value: {@code width}, {@code samples}, {@code features}, {@code threads},
 * {@code events} (a folder for Spark's event log), {@code document} and {@code section}, and any
 * option of the training.
 */
public final class LargeLayer {
  private static final int ESSENCES = 10;

  private final Arguments arguments;
  private final int width;
  private final int threads;
  private final TrainingOptions options;
  private final GeneratedSamples samples;
  private final Map<String, String> table = new LinkedHashMap<>();

  private LargeLayer(Arguments arguments) {
    this.arguments = arguments;
    this.width = arguments.integer("width", 10_000);
    this.threads = arguments.integer("threads", 2);
    this.options =
        arguments.options(Map.of("hiddenLayers", List.of((long) width), "regParam", 1e-2));
    this.samples =
        new GeneratedSamples(
            Generators.clouds(arguments.integer("features", 100), ESSENCES, 0.5),
            0,
            arguments.integer("samples", 4000));
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new LargeLayer(
            new Arguments(
                args, "width", "samples", "features", "threads", "events", "document", "section"))
        .run();
  }

  private void run() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("Large layer benchmark")
            .set("spark.ui.enabled", "false");
    String events = arguments.text("events", "");
    if (!events.isEmpty()) {
      conf.set("spark.eventLog.enabled", "true").set("spark.eventLog.dir", events);
    }
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      int partitions = options.partitions() > 0 ? options.partitions() : threads;
      int blockSize = MemoryPlan.blockSize(samples.generator().features(), width);
      table.put("machine", Machine.inWords() + ", Spark " + context.version());
      table.put(
          "heap, local tasks at a time",
          MemoryPlan.gigabytes(Runtime.getRuntime().maxMemory()) + ", " + threads);
      table.put(
          "data",
          format(
              "%d samples, %d features, %d classes, %d partitions, blocks of %d",
              samples.samples(), samples.generator().features(), ESSENCES, partitions, blockSize));
      try (SparkSampleStore store =
          new SparkSampleStore(
              samples.blocks(context, partitions, blockSize), samples.generator().features())) {
        store.read();
        train(context, store);
      }
    }
    MarkdownSection.publish(
        arguments, "large-layer-" + width, MarkdownSection.table("what", "value", table));
  }

  private void train(JavaSparkContext context, SparkSampleStore store) {
    StepTimes steps = new StepTimes();
    Trainer trainer =
        new Trainer(options, new BreezeMinimizer(), steps, SparkMemory.budget(context.sc()));
    try {
      TrainingReport report = trainer.train(store, ESSENCES).report();
      describe(report);
      steps.seconds().forEach((step, took) -> table.put(step + ", s", format("%.2f", took)));
      double seconds = report.number("plan.seconds");
      double taken = report.number("plan.secondsTaken");
      table.put("moments, solve and verify: the plan said, s", format("%.0f", seconds));
      table.put("moments, solve and verify: taken, s", format("%.0f", taken));
      table.put("in all, s", format("%.0f", report.number("timings.total")));
      table.put("outcome", String.valueOf(report.get("outcome")));
      table.put("training accuracy, %", format("%.2f", 100 * report.number("train.accuracy")));
    } catch (Problem refused) {
      table.put("refused", refused.getMessage());
    }
    double peak = Machine.peakResidentBytes();
    if (!Double.isNaN(peak)) {
      table.put("largest resident memory, whole process", MemoryPlan.gigabytes((long) peak));
    }
  }

  private void describe(TrainingReport report) {
    table.put(
        "planned memory (heap)",
        format(
            "%s (%s) for each task, %s (%s) for the driver",
            gigabytes(report, "memory.executorTask"),
            gigabytes(report, "memory.executorTaskHeap"),
            gigabytes(report, "memory.driver"),
            gigabytes(report, "memory.driverHeap")));
    table.put(
        "planned work",
        format(
            "%.0f GFLOP for Moments, %s reduced, %.0f GFLOP to solve, %.0f GFLOP to verify",
            report.number("plan.momentsFlops") * 1e-9,
            gigabytes(report, "plan.reducedBytes"),
            report.number("plan.solveFlops") * 1e-9,
            report.number("plan.verifyFlops") * 1e-9));
    table.put(
        "dsyrk of a task beside others, GFLOP/s", format("%.1f", report.number("plan.taskGflops")));
    table.put(
        "Moments pass with its merge, GFLOP/s", format("%.1f", report.number("moments.gflops")));
  }

  private static String gigabytes(TrainingReport report, String entry) {
    return MemoryPlan.gigabytes((long) report.number(entry));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
