package org.extremum.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
import org.extremum.moments.GradientRows;
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

/**
 * The Moments pass and the solve on Spark against the same formulas in plain NumPy
 * (src/jmh/python/floor.py), in turns: samples in memory, no session's start, γ and λ given, one
 * solve. Ours keeps a tenth apart in the pass, as every training does. E is summed over all samples
 * by both, and again by both over as many rows as {@code gradientRows} lets the training choose.
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

  /**
   * One choice of the rows that E is summed over, by both.
   *
   * @param chosen how many
   */
  private record Way(String name, GradientRows rows, long chosen, List<Run> ours, List<Run> floor) {
    Way(String name, GradientRows rows, long chosen) {
      this(name, rows, chosen, new ArrayList<>(), new ArrayList<>());
    }
  }

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
    List<Way> ways;
    String numpy = "";
    try (JavaSparkContext context = new JavaSparkContext(conf);
        SparkSampleStore training = store(context, "train", samples);
        SparkSampleStore test = store(context, "t10k", tests())) {
      training.read();
      Network network = trained(context, training).requireNetwork();
      ways = ways(network, training);
      for (int k = 0; k < repeats; k++) {
        for (Way way : ways) {
          JsonNode answer = script(way.chosen());
          numpy = answer.path("numpy").asText() + " with " + answer.path("blas").asText();
          way.floor()
              .add(
                  new Run(
                      answer.path("passSeconds").asDouble(),
                      answer.path("solveSeconds").asDouble(),
                      answer.path("accuracy").asDouble()));
          way.ours().add(passAndSolve(network, way.rows(), training, test));
          System.out.println(
              way.name() + ": NumPy " + way.floor().get(k) + ", ours " + way.ours().get(k));
        }
      }
    }
    MarkdownSection.publish(arguments, "numpy-floor", inMarkdown(ways, numpy));
  }

  /** All rows, and the training's own choice where that is another. */
  private List<Way> ways(Network network, SampleStore training) {
    List<Way> ways =
        new ArrayList<>(List.of(new Way("E over all rows", GradientRows.ALL, samples)));
    int m = network.hidden().inputs();
    long rows = GradientRows.enough(options.gradientRows(), m, network.hidden().width());
    if (GradientRows.expected(rows, samples) < 1) {
      var keys =
          new KeyHistogram.Counting(options.seed(), RowHash.Purpose.GRADIENTS, network.essences());
      GradientRows some = GradientRows.about(rows, training.aggregate(keys), keys);
      long chosen = Math.round(some.ofAll() * samples);
      ways.add(new Way("E over " + chosen + " rows (gradientRows)", some, chosen));
    }
    return Collections.unmodifiableList(ways);
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
  private TrainingResult trained(JavaSparkContext context, SparkSampleStore store) {
    return new Trainer(
            options, new BreezeMinimizer(), new StepTimes(), SparkMemory.budget(context.sc()))
        .train(store, Mnist.ESSENCES);
  }

  private Run passAndSolve(
      Network network, GradientRows rows, SampleStore raw, SampleStore rawTest) {
    SampleStore store = network.standardiser().view(raw);
    var keys =
        new KeyHistogram.Counting(options.seed(), RowHash.Purpose.HELD_OUT, network.essences());
    KeyHistogram.KeyedShare tenth = store.aggregate(keys).share(keys, HELD_OUT);
    long begin = System.nanoTime();
    MomentsPair moments =
        store.aggregate(new MomentsPass(network.hidden(), network.essences(), tenth, null, rows));
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
    double accuracy = Unweighted.accuracy(solved, rawTest, options);
    return new Run(passed, whole - passed, accuracy);
  }

  private NormalEquations equations(Network network, Moments moments) {
    return NormalEquations.of(moments, network.hidden(), options.gamma(), options.fitIntercept());
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** NumPy with as many BLAS threads as there are tasks here, which rest meanwhile. */
  private JsonNode script(long gradientRows) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "python3",
                SCRIPT.toString(),
                "--samples=" + samples,
                "--width=" + options.hiddenLayers().get(0),
                "--gamma=" + options.gamma(),
                "--lambda=" + options.regParam(),
                "--gradient-rows=" + gradientRows,
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

  private String inMarkdown(List<Way> ways, String numpy) {
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
    for (Way way : ways) {
      enter(table, way.name() + ": ", way.ours(), way.floor());
    }
    return MarkdownSection.table("what", "value", table);
  }

  private void enter(Map<String, String> table, String way, List<Run> ours, List<Run> floor) {
    table.put(way + "NumPy, pass, s", spread(floor, Run::pass));
    table.put(way + "NumPy, solve, s", spread(floor, Run::solve));
    table.put(way + "ours, pass, s", spread(ours, Run::pass));
    table.put(way + "ours, solve, s", spread(ours, Run::solve));
    double[] ratios = new double[repeats];
    for (int k = 0; k < repeats; k++) {
      ratios[k] = ours.get(k).whole() / floor.get(k).whole();
    }
    table.put(
        way + "ours / NumPy, pass and solve (wanted: at most 1.1)", Spread.inWords(ratios, "%.3f"));
    table.put(way + "test accuracy, NumPy, %", format("%.2f", 100 * floor.get(0).accuracy()));
    table.put(way + "test accuracy, ours, %", format("%.2f", 100 * ours.get(0).accuracy()));
  }

  private static String spread(List<Run> runs, ToDoubleFunction<Run> of) {
    return Spread.inWords(runs.stream().mapToDouble(of).toArray(), "%.2f");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
