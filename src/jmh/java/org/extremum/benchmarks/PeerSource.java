package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.extremum.training.TrainingOptions;

/**
 * What comparisons with peers have in common: their arguments, the session, data sets by name,
 * contenders by key.
 */
final class PeerSource {
  /** Noise on standardised test surfaces: method.md 12. */
  private static final Map<String, Double> NOISE =
      Map.of("iris", 0.3, "breast_cancer", 0.6, "digits", 0.8, "mnist", 1.0);

  /** Keys of arguments that this reads. */
  static final List<String> KEYS =
      List.of("data", "methods", "ours", "mnist", "samples", "tests", "tuningSamples", "quick");

  private final Arguments arguments;
  private final TrainingOptions options;
  private final boolean quick;

  PeerSource(Arguments arguments) {
    this.arguments = arguments;
    this.options = arguments.options(Map.of());
    this.quick = Boolean.parseBoolean(arguments.text("quick", "false"));
  }

  /** Arguments with the keys of this and more. */
  static Arguments arguments(String[] given, String... more) {
    List<String> keys = new ArrayList<>(KEYS);
    keys.addAll(List.of(more));
    return new Arguments(given, keys.toArray(String[]::new));
  }

  /** A session in which MLlib has the method's BLAS. */
  static SparkSession session(String name) {
    MllibBlas.useBundled();
    SparkSession session =
        SparkSession.builder()
            .master("local[" + PeerData.PARTITIONS + "]")
            .appName(name)
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", String.valueOf(PeerData.PARTITIONS))
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }

  TrainingOptions options() {
    return options;
  }

  boolean quick() {
    return quick;
  }

  /**
   * Those asked for by {@code methods=}, all where nothing is asked.
   *
   * @param rows of the method where {@code ours=} says nothing
   * @param methods where {@code methods=} says nothing; empty for all
   */
  List<Contender> contenders(String rows, String methods) {
    OwnRows own = new OwnRows(options);
    List<Contender> all = new ArrayList<>(own.asked(arguments.text("ours", rows)));
    all.add(own.baseline());
    all.addAll(new SparkPeers(options.seed()).all());
    List<String> keys = all.stream().map(Contender::key).distinct().toList();
    List<String> asked = list("methods", methods.isEmpty() ? String.join(",", keys) : methods);
    if (!keys.containsAll(asked)) {
      throw new IllegalArgumentException("methods: expected some of " + keys + ", got " + asked);
    }
    return all.stream()
        .filter(contender -> asked.contains(contender.key()))
        .map(contender -> quick ? contender.shortened() : contender)
        .toList();
  }

  Noise noise(String name) {
    if (!NOISE.containsKey(name)) {
      throw new IllegalArgumentException(
          "data: expected some of " + NOISE.keySet() + ", got '" + name + "'");
    }
    return new Noise(NOISE.get(name), options.seed());
  }

  /** A file in folds. */
  PeerData csv(JavaSparkContext context, String name, int folds, int inner) throws IOException {
    return PeerData.csv(context, name, noise(name), folds, inner, options.seed());
  }

  /** The first so many images. */
  PeerData mnist(JavaSparkContext context, int samples) {
    return PeerData.mnist(
        context,
        Path.of(arguments.text("mnist", "../shared/data/mnist")),
        samples,
        arguments.integer("tests", quick ? 2_000 : 10_000),
        arguments.integer("tuningSamples", 10_000),
        noise("mnist"));
  }

  /** The one that {@code data=} names, in one division: the first of five folds, or MNIST's own. */
  PeerData one(JavaSparkContext context) throws IOException {
    String name = arguments.text("data", "digits");
    return name.equals("mnist")
        ? mnist(context, arguments.integer("samples", 60_000))
        : csv(context, name, 1, 1);
  }

  List<String> list(String key, String otherwise) {
    return Arrays.stream(arguments.text(key, otherwise).split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
