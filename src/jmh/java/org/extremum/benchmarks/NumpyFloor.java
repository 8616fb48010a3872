package org.extremum.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.linalg.BlasThreads;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Network;
import org.extremum.polarization.NormalEquations;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;
import org.extremum.spark.SparkMemory;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * The Moments pass and the solve on Spark against the same formulas in plain NumPy
 * (src/jmh/python/floor.py), in turns: samples in memory, no session's start, γ and λ given. Ours
 * keeps a tenth apart in the pass, as every training does.
 *
 * <p>Arguments, all key=value: {@code mnist} (folder; samples of the same shape are made where it
 * is not there), {@code samples}, {@code threads}, {@code repeats}, {@code document} and {@code
 * section}, and any option of the training.
 */
public final class NumpyFloor {
  private static final Path SCRIPT = Path.of("src/jmh/python/floor.py");
  private static final double HELD_OUT = 0.1;

  private final Arguments arguments;
  private final TrainingOptions options;
  private final int samples;
  private final int threads;
  private final int repeats;
  private final Path mnist;
  private final boolean images;

  /** Seconds of one repetition, and the accuracy on samples that were not trained on. */
  private record Run(double pass, double solve, double accuracy) {
    double whole() {
      return pass + solve;
    }
  }

  private NumpyFloor(Arguments arguments) {
    this.arguments = arguments;
    this.options =
        arguments.options(Map.of("hiddenLayers", List.of(4000L), "gamma", 0.6, "regParam", 3e-3));
    this.samples = arguments.integer("samples", 60_000);
    this.threads = arguments.integer("threads", 2);
    this.repeats = arguments.integer("repeats", 3);
    this.mnist = Path.of(arguments.text("mnist", "../shared/data/mnist"));
    this.images = Need.MNIST.lacking(mnist).isEmpty();
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new NumpyFloor(
            new Arguments(args, "mnist", "samples", "threads", "repeats", "document", "section"))
        .run();
  }

  private void run() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("NumPy floor")
            .set("spark.ui.enabled", "false");
    List<Run> ours = new ArrayList<>();
    List<Run> floor = new ArrayList<>();
    String numpy = "";
    try (JavaSparkContext context = new JavaSparkContext(conf);
        SparkSampleStore training = store(context, "train", samples);
        SparkSampleStore test = store(context, "t10k", tests())) {
      training.read();
      Network network = trained(context, training);
      for (int k = 0; k < repeats; k++) {
        JsonNode answer = script();
        numpy = answer.path("numpy").asText();
        floor.add(
            new Run(
                answer.path("passSeconds").asDouble(),
                answer.path("solveSeconds").asDouble(),
                answer.path("accuracy").asDouble()));
        ours.add(passAndSolve(network, training, test));
        System.out.println("NumPy " + floor.get(k) + ", ours " + ours.get(k));
      }
    }
    MarkdownSection.publish(arguments, "numpy-floor", inMarkdown(ours, floor, numpy));
  }

  private int tests() {
    return images ? 10_000 : samples / 10;
  }

  /** Images, or clouds of the same shape; those for the test are others of the same clouds. */
  private SparkSampleStore store(JavaSparkContext context, String part, int count) {
    int block = MemoryPlan.blockSize(options, Mnist.FEATURES);
    if (images) {
      return new SparkSampleStore(
          Mnist.blocks(context, mnist, part, count, threads, block), Mnist.FEATURES);
    }
    int first = part.equals("train") ? 0 : samples;
    Generator clouds = Generators.clouds(Mnist.FEATURES, Mnist.ESSENCES, 0.5);
    var made = new GeneratedSamples(clouds, first, count);
    return new SparkSampleStore(made.blocks(context, threads, block), Mnist.FEATURES);
  }

  /** A whole training: hidden weights, standardiser, and code that has been compiled. */
  private Network trained(JavaSparkContext context, SparkSampleStore store) {
    TrainingResult result =
        new Trainer(
                options, new BreezeMinimizer(), new StepTimes(), SparkMemory.budget(context.sc()))
            .train(store, Mnist.ESSENCES);
    return result.requireNetwork();
  }

  private Run passAndSolve(Network network, SampleStore raw, SampleStore rawTest) {
    SampleStore store = network.standardiser().view(raw);
    var keys =
        new KeyHistogram.Counting(options.seed(), RowHash.Purpose.HELD_OUT, network.essences());
    KeyHistogram.KeyedShare tenth = store.aggregate(keys).share(keys, HELD_OUT);
    long begin = System.nanoTime();
    MomentsPair moments =
        store.aggregate(new MomentsPass(network.hidden(), network.essences(), tenth));
    double passed = seconds(begin);
    NormalEquations equations =
        BlasThreads.onAllCores(
            () -> {
              NormalEquations all = equations(network, moments.training());
              all.merge(equations(network, moments.heldOut()));
              return all;
            });
    Network solved = network.withOutput(equations.solve(options.regParam()));
    double whole = seconds(begin);
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    double accuracy =
        network
            .standardiser()
            .view(rawTest)
            .aggregate(new Evaluation.Scoring(solved, conditions))
            .accuracy();
    return new Run(passed, whole - passed, accuracy);
  }

  private NormalEquations equations(Network network, Moments moments) {
    return NormalEquations.of(moments, network.hidden(), options.gamma(), options.fitIntercept());
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** NumPy with as many BLAS threads as there are tasks here, which rest meanwhile. */
  private JsonNode script() throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "python3",
                SCRIPT.toString(),
                "--samples=" + samples,
                "--width=" + options.hiddenLayers().get(0),
                "--gamma=" + options.gamma(),
                "--lambda=" + options.regParam(),
                "--seed=" + options.seed()));
    if (images) {
      words.add("--mnist=" + mnist);
    }
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    for (String variable : Set.of("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")) {
      builder.environment().put(variable, String.valueOf(threads));
    }
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new UncheckedIOException(
            new IOException(SCRIPT + ": exit code " + process.exitValue()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ObjectMapper().readTree(answer);
  }

  private String inMarkdown(List<Run> ours, List<Run> floor, String numpy) {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("machine", Machine.inWords());
    table.put(
        "data",
        format(
            "%s: %d samples, %d features; %d neurons, gamma %s, regParam %s, seed %d",
            images ? "MNIST" : "Gaussian clouds",
            samples,
            Mnist.FEATURES,
            options.hiddenLayers().get(0),
            options.gamma(),
            options.regParam(),
            options.seed()));
    table.put(
        "layout",
        format("local[%d], one BLAS thread each; NumPy %s, %d threads", threads, numpy, threads));
    table.put("NumPy: pass, s", spread(floor, Run::pass));
    table.put("NumPy: solve, s", spread(floor, Run::solve));
    table.put("ours: pass, s", spread(ours, Run::pass));
    table.put("ours: solve, s", spread(ours, Run::solve));
    double[] ratios = new double[repeats];
    for (int k = 0; k < repeats; k++) {
      ratios[k] = ours.get(k).whole() / floor.get(k).whole();
    }
    table.put("ours / NumPy, pass and solve (wanted: at most 1.1)", Spread.inWords(ratios, "%.3f"));
    table.put("test accuracy, NumPy, %", format("%.2f", 100 * floor.get(0).accuracy()));
    table.put("test accuracy, ours, %", format("%.2f", 100 * ours.get(0).accuracy()));
    return MarkdownSection.table("what", "value", table);
  }

  private static String spread(List<Run> runs, ToDoubleFunction<Run> of) {
    return Spread.inWords(runs.stream().mapToDouble(of).toArray(), "%.2f");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
