package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.benchmarks.Yardstick.Routine;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.moments.GradientRows;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Precision;
import org.extremum.network.Network;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;
import org.extremum.spark.SparkMemory;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * MNIST through the trainer on a Spark store: test accuracy clean and noisy, seconds of each step,
 * and the Moments pass against this machine's own dsyrk with the same threads and block sizes.
 *
 * <p>Arguments, all key=value: {@code mnist} (folder), {@code samples}, {@code threads}, {@code
 * noise}, {@code noiseSeed}, {@code repeats}, {@code document} and {@code section} (where the table
 * goes, beside the standard output), and any option of the training.
 */
public final class MnistBenchmark {
  private static final String ACCURACY = "test accuracy, ";
  private static final String CLEAN = ACCURACY + "clean, %";

  private final Arguments arguments;
  private final TrainingOptions options;
  private final int samples;
  private final int threads;
  private final int blockSize;
  private final Map<String, String> table = new LinkedHashMap<>();

  private MnistBenchmark(Arguments arguments) {
    this.arguments = arguments;
    this.options = arguments.options(Map.of("hiddenLayers", List.of(4000L)));
    this.samples = arguments.integer("samples", 60_000);
    this.threads = arguments.integer("threads", 2);
    this.blockSize = MemoryPlan.blockSize(options, Mnist.FEATURES);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments =
        new Arguments(
            args,
            "mnist",
            "samples",
            "threads",
            "noise",
            "noiseSeed",
            "repeats",
            "document",
            "section");
    new MnistBenchmark(arguments).run();
  }

  private void run() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("MNIST benchmark")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      table.put("machine", Machine.inWords() + ", Spark " + context.version());
      int partitions = options.partitions() > 0 ? options.partitions() : threads;
      long begin = System.nanoTime();
      try (SparkSampleStore store = store(context, "train", samples, partitions);
          SparkSampleStore test = store(context, "t10k", 10_000, partitions)) {
        store.read();
        test.read();
        double reading = secondsSince(begin);
        describe(partitions);
        StepTimes steps = new StepTimes();
        Trainer trainer =
            new Trainer(options, new BreezeMinimizer(), steps, SparkMemory.budget(context.sc()));
        TrainingResult result = trainer.train(store, Mnist.ESSENCES);
        test(result.requireNetwork(), test);
        System.out.println(accuracies()); // what follows takes minutes, and may be cut
        heldOut(result.report());
        logistic(result.report());
        times(reading, steps, result.report());
        roofline(result, store);
        memory(result.report());
      }
    }
    MarkdownSection.publish(arguments, "mnist-" + samples, inMarkdown());
  }

  private SparkSampleStore store(JavaSparkContext context, String part, int count, int partitions) {
    Path folder = Path.of(arguments.text("mnist", "../shared/data/mnist"));
    return new SparkSampleStore(
        Mnist.blocks(context, folder, part, count, partitions, blockSize), Mnist.FEATURES);
  }

  private void describe(int partitions) {
    table.put(
        "training",
        format(
            "%d samples, hiddenLayers %s, extremum %s, polarization %s, gamma %s, regParam %s,"
                + " fineTuning %d, precision %s, seed %d",
            samples,
            options.hiddenLayers(),
            options.exact() ? "exact" : "weakened",
            options.polarization(),
            inWords(options.gamma()),
            inWords(options.regParam()),
            options.fineTuning(),
            options.precision().name().toLowerCase(Locale.ROOT),
            options.seed()));
    table.put(
        "layout",
        format("local[%d], %d partitions, blocks of %d samples", threads, partitions, blockSize));
  }

  private static String inWords(double penalty) {
    return Double.isNaN(penalty) ? "auto" : String.valueOf(penalty);
  }

  private void test(Network network, SampleStore raw) {
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    SampleStore clean = network.standardiser().view(raw);
    long begin = System.nanoTime();
    Evaluation onClean = clean.aggregate(new Evaluation.Scoring(network, conditions));
    table.put("scoring the test samples, s", format("%.2f", secondsSince(begin)));
    double deviation = arguments.real("noise", 1.0);
    Noise noise = new Noise(deviation, arguments.integer("noiseSeed", 1));
    Evaluation onNoisy =
        clean.view(clean.features(), noise).aggregate(new Evaluation.Scoring(network, conditions));
    table.put(CLEAN, accuracy(onClean));
    table.put(format("%snoisy (N(0, %s²)), %%", ACCURACY, deviation), accuracy(onNoisy));
    table.put("test log-loss, clean (noisy)", pair(onClean.logLoss(), onNoisy.logLoss()));
    table.put(
        "test calibration error, clean (noisy)",
        pair(onClean.calibrationError(), onNoisy.calibrationError()));
  }

  /** In one line. */
  private String accuracies() {
    return table.keySet().stream()
        .filter(what -> what.startsWith(ACCURACY))
        .map(what -> what + " " + table.get(what))
        .collect(Collectors.joining("; "));
  }

  /** What was known before the test: figures to choose options by. */
  private void heldOut(TrainingReport report) {
    if (report.get("selection.chosen") != null) {
      table.put(
          "chosen",
          format(
              "gamma %s, regParam %s",
              report.get("selection.chosen.gamma"), report.get("selection.chosen.regParam")));
    }
    if (report.get("heldOut") != null) {
      table.put(
          "held-out tenth: log-loss, accuracy",
          format(
              "%.4f, %.2f %% of %.0f samples",
              report.number("heldOut.logLoss"),
              100 * report.number("heldOut.accuracy"),
              report.number("heldOut.samples")));
    }
  }

  /** What L-BFGS did on all samples; passes of all fits. */
  private void logistic(TrainingReport report) {
    if (report.get("logistic") != null) {
      table.put(
          "logistic polarization",
          format(
              "c %.4f, loss %.5g to %.5g in %.0f steps, %.0f passes in all, scale %.3f",
              report.number("logistic.curvature"),
              report.number("logistic.before"),
              report.number("logistic.after"),
              report.number("logistic.iterations"),
              report.number("logistic.passes"),
              report.number("resolved.scale")));
    }
  }

  private static String pair(double clean, double noisy) {
    return format("%.4f (%.4f)", clean, noisy);
  }

  private static String accuracy(Evaluation evaluation) {
    double share = evaluation.accuracy();
    double error = Math.sqrt(share * (1 - share) / evaluation.samples());
    return format("%.2f ± %.2f", 100 * share, 100 * error);
  }

  private void times(double reading, StepTimes steps, TrainingReport report) {
    table.put("reading and unpacking, s", format("%.2f", reading));
    steps.seconds().forEach((step, seconds) -> table.put(step + ", s", format("%.2f", seconds)));
    table.put(
        "training in all, without reading, s", format("%.2f", report.number("timings.total")));
  }

  /** The same passes as in training, alone, beside what this machine's BLAS gives to them. */
  private void roofline(TrainingResult result, SampleStore raw) {
    Network network = result.network();
    table.put(
        "Moments pass in training, GFLOP/s",
        format("%.1f", result.report().number("moments.gflops")));
    SampleStore store = network.standardiser().view(raw);
    var keys =
        new KeyHistogram.Counting(options.seed(), RowHash.Purpose.HELD_OUT, network.essences());
    KeyedShare tenth = store.aggregate(keys).share(keys, 0.1);
    int m = store.features();
    int l = network.hidden().width();
    Roofline roofline = new Roofline(table, arguments.integer("repeats", 3));
    Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      if (network.hidden().depth() > 1 && precision == Precision.FLOAT) {
        continue;
      }
      MomentsPass pass =
          new MomentsPass(
              network.hidden(), network.essences(), tenth, null, GradientRows.ALL, precision);
      Routine routine = precision == Precision.FLOAT ? Routine.SSYRK : Routine.DSYRK;
      seconds.put(
          precision,
          roofline.measure(
              precision == Precision.FLOAT ? "Moments pass in single precision" : "Moments pass",
              pass.flops(samples),
              () -> store.aggregate(pass),
              new Yardstick(routine, threads, l, blockSize, m)));
    }
    if (seconds.size() > 1) {
      table.put(
          "Moments pass, single beside double precision",
          format(
              "%.2f times as fast", seconds.get(Precision.DOUBLE) / seconds.get(Precision.FLOAT)));
    }
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    roofline.measure(
        "scoring pass",
        2.0 * samples * l * (m + network.essences()),
        () -> store.aggregate(new Evaluation.Scoring(network, conditions)),
        new Yardstick(Routine.DGEMM, threads, l, blockSize, m));
  }

  private void memory(TrainingReport report) {
    table.put(
        "planned memory",
        MemoryPlan.gigabytes((long) report.number("memory.executorTask"))
            + " for each task, "
            + MemoryPlan.gigabytes((long) report.number("memory.driver"))
            + " for the driver, beside the samples");
    double peak = Machine.peakResidentBytes();
    if (!Double.isNaN(peak)) {
      table.put("largest resident memory, whole process", MemoryPlan.gigabytes((long) peak));
    }
  }

  private String inMarkdown() {
    StringBuilder text = new StringBuilder("| what | value |\n|---|---|\n");
    table.forEach((what, value) -> text.append(format("| %s | %s |%n", what, value)));
    return text.toString();
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) * 1e-9;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
