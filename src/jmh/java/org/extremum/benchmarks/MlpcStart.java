package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.export.MlpcWeights;
import org.extremum.network.Network;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;

/**
 * Spark's MultilayerPerceptronClassifier started at the weights of a solved network and at random
 * ones, its own L-BFGS from there: loss at the start, iterations to given losses, test accuracy.
 * Four fifths of the data are trained on. Nothing here depends on the machine's pace.
 *
 * <p>Arguments, all key=value: {@code data}, {@code iterations} (at most), {@code losses} (to
 * reach), {@code seeds} (how many random starts), {@code document} and {@code section}, and any
 * option of the training.
 */
public final class MlpcStart {
  private static final int FOLDS = 5;

  private final Arguments arguments;
  private final TrainingOptions options;
  private final CsvSamples data;
  private final boolean[] held;
  private final int iterations;
  private final double[] losses;
  private final List<String> lines = new ArrayList<>();

  /** One course of L-BFGS: its losses, the start's first, and test accuracies. */
  private record Course(double[] losses, double before, double after) {
    double start() {
      return losses[0];
    }

    double end() {
      return losses[losses.length - 1];
    }

    /** The first iteration with a loss of at most that, or -1. */
    int iterationsTo(double loss) {
      return IntStream.range(0, losses.length)
          .filter(k -> losses[k] <= loss)
          .findFirst()
          .orElse(-1);
    }
  }

  private MlpcStart(Arguments arguments) throws IOException {
    this.arguments = arguments;
    this.options = arguments.options(Map.of("hiddenLayers", List.of(200L)));
    this.data = CsvSamples.read(Path.of(arguments.text("data", "data/digits.csv")));
    int[] folds = data.folds(FOLDS, options.seed());
    this.held = new boolean[folds.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = folds[i] == 0;
    }
    this.iterations = arguments.integer("iterations", 100);
    this.losses = arguments.reals("losses", "0.1,0.03,0.01");
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments =
        new Arguments(args, "data", "iterations", "losses", "seeds", "document", "section");
    try (SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("MLPC start")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()) {
      new MlpcStart(arguments).run(session);
    }
  }

  private void run(SparkSession session) throws IOException {
    Network sigmoid = network("sigmoid");
    Network softmax = network("softmax");
    Standardiser standardiser = sigmoid.standardiser();
    compare(session, "as they are", Standardiser.none(sigmoid.inputFeatures()), sigmoid, softmax);
    compare(session, "standardised", standardiser, unfolded(sigmoid), unfolded(softmax));
    String name = Path.of(arguments.text("data", "data/digits.csv")).getFileName().toString();
    MarkdownSection.publish(
        arguments, "mlpc-start-" + name.replace(".csv", ""), table(sigmoid, session.version()));
  }

  private Network network(String outputActivation) {
    Trainer trainer =
        new Trainer(
            options.with("outputActivation", outputActivation),
            new BreezeMinimizer(),
            Progress.NONE,
            MemoryBudget.UNLIMITED);
    return trainer.train(data.store(i -> !held[i]), data.essences()).requireNetwork();
  }

  /** For features that are standardised already. */
  private static Network unfolded(Network network) {
    return new Network(
        Standardiser.none(network.standardiser().features()),
        network.hidden(),
        network.output(),
        network.outputActivation());
  }

  private void compare(
      SparkSession session,
      String features,
      Standardiser standardiser,
      Network sigmoid,
      Network softmax) {
    Dataset<Row> training = table(session, data.block(i -> !held[i]), standardiser);
    Dataset<Row> test = table(session, data.block(i -> held[i]), standardiser);
    int[] layers = MlpcWeights.of(sigmoid).layers();
    add(features, "solved, sigmoid outputs", List.of(course(training, test, started(sigmoid))));
    add(features, "solved, softmax outputs", List.of(course(training, test, started(softmax))));
    List<Course> random = new ArrayList<>();
    for (int seed = 1; seed <= arguments.integer("seeds", 3); seed++) {
      random.add(
          course(
              training,
              test,
              new MultilayerPerceptronClassifier().setLayers(layers).setSeed(seed)));
    }
    add(features, "random", random);
    training.unpersist();
    test.unpersist();
  }

  private static MultilayerPerceptronClassifier started(Network network) {
    MlpcWeights weights = MlpcWeights.of(network);
    return new MultilayerPerceptronClassifier()
        .setLayers(weights.layers())
        .setInitialWeights(Vectors.dense(weights.values()));
  }

  private Course course(
      Dataset<Row> training, Dataset<Row> test, MultilayerPerceptronClassifier classifier) {
    double before = accuracy(classifier.setMaxIter(0).fit(training), test);
    MultilayerPerceptronClassificationModel model = classifier.setMaxIter(iterations).fit(training);
    return new Course(model.summary().objectiveHistory(), before, accuracy(model, test));
  }

  private static double accuracy(MultilayerPerceptronClassificationModel model, Dataset<Row> test) {
    return model.evaluate(test).accuracy();
  }

  private static Dataset<Row> table(
      SparkSession session, SampleBlock raw, Standardiser standardiser) {
    SampleBlock block = raw.standardised(standardiser);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      double[] surface = new double[block.features()];
      block.copySurface(i, surface);
      rows.add(RowFactory.create((double) block.essence(i), Vectors.dense(surface)));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    return session.createDataFrame(rows, schema).repartition(2).cache();
  }

  private void add(String features, String start, List<Course> courses) {
    StringBuilder line = new StringBuilder("| " + features + " | " + start);
    line.append(" | ").append(each(courses, Course::start, "%.3g"));
    for (double loss : losses) {
      line.append(" | ").append(each(courses, course -> course.iterationsTo(loss), "%.0f"));
    }
    line.append(" | ").append(each(courses, Course::end, "%.2g"));
    line.append(" | ").append(each(courses, course -> course.losses.length - 1, "%.0f"));
    line.append(" | ").append(each(courses, course -> 100 * course.before, "%.1f"));
    line.append(" | ").append(each(courses, course -> 100 * course.after, "%.1f")).append(" |");
    System.out.println(line);
    lines.add(line.toString());
  }

  /** A figure of every course; - for one that was not reached. */
  private static String each(List<Course> courses, ToDoubleFunction<Course> of, String format) {
    return courses.stream()
        .mapToDouble(of)
        .mapToObj(value -> value < 0 ? "–" : String.format(Locale.ROOT, format, value))
        .collect(Collectors.joining(", "));
  }

  private String table(Network network, String spark) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d samples trained on and %d tested; Spark %s, layers %s, L-BFGS of at most %d"
                + " iterations (each one pass or more); extremum %s, gamma %s, regParam %s, seed"
                + " %d; random starts with seeds from 1.%n%n",
            arguments.text("data", "data/digits.csv"),
            data.block(i -> !held[i]).size(),
            data.block(i -> held[i]).size(),
            spark,
            Arrays.toString(MlpcWeights.of(network).layers()),
            iterations,
            options.exact() ? "exact" : "weakened",
            options.gamma(),
            options.regParam(),
            options.seed()));
    text.append("| features | start | loss there |");
    for (double loss : losses) {
      text.append(" iterations to ").append(loss).append(" |");
    }
    text.append(" loss at the end | iterations | test at the start, % | at the end, % |\n");
    text.append("|---".repeat(7 + losses.length)).append("|\n");
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
