package org.extremum.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.spark.SparkMemory;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;

/**
 * Samples of known rules, a thousand to a million and more: accuracy on samples never seen,
 * seconds, and samples trained on in a second.
 *
 * <p>Arguments, all key=value: {@code sizes}, {@code rules} (how their names begin), {@code
 * further} (how one rule's name begins, a colon, and sizes of that one alone), {@code threads},
 * {@code document} and {@code section}, and any option of the training.
 */
public final class Generated {
  private static final int TESTS = 20_000;

  private final Arguments arguments;
  private final TrainingOptions options;
  private final int threads;
  private final StringBuilder rows = new StringBuilder();

  private Generated(Arguments arguments) {
    this.arguments = arguments;
    this.options = arguments.options(Map.of("hiddenLayers", List.of(1000L)));
    this.threads = arguments.integer("threads", 2);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new Generated(
            new Arguments(args, "sizes", "rules", "further", "threads", "document", "section"))
        .run();
  }

  private void run() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("Generated samples")
            .set("spark.ui.enabled", "false");
    String rules = arguments.text("rules", "");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      for (Generator generator : Generators.all()) {
        if (generator.name().startsWith(rules)) {
          for (double size : sizes(generator)) {
            System.out.print(row(context, generator, (int) size));
            MarkdownSection.publish(arguments, "generated", inMarkdown(context));
          }
        }
      }
    }
  }

  private double[] sizes(Generator generator) {
    String sizes = arguments.text("sizes", "1e3,1e4,1e5,1e6");
    String[] further = arguments.text("further", "").split(":", 2);
    boolean more = further.length == 2 && generator.name().startsWith(further[0]);
    return Arguments.reals(more ? sizes + "," + further[1] : sizes);
  }

  private String row(JavaSparkContext context, Generator generator, int size) {
    long begin = System.nanoTime();
    try (SparkSampleStore store = store(context, new GeneratedSamples(generator, 0, size));
        SparkSampleStore test = store(context, new GeneratedSamples(generator, size, TESTS))) {
      store.read();
      double making = (System.nanoTime() - begin) * 1e-9;
      TrainingResult result =
          new Trainer(
                  options, new BreezeMinimizer(), Progress.NONE, SparkMemory.budget(context.sc()))
              .train(store, generator.essences());
      Network network = result.requireNetwork();
      double accuracy = Unweighted.accuracy(network, test, options);
      double seconds = result.report().number("timings.total");
      String row =
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %,d | %.2f ± %.2f | %.2f | %.2f | %,.0f |%n",
              generator.name(),
              generator.features(),
              generator.essences(),
              size,
              100 * accuracy,
              100 * Math.sqrt(accuracy * (1 - accuracy) / TESTS),
              making,
              seconds,
              size / seconds);
      rows.append(row);
      return row;
    }
  }

  private SparkSampleStore store(JavaSparkContext context, GeneratedSamples samples) {
    int features = samples.generator().features();
    int block = MemoryPlan.blockSize(options, features);
    return new SparkSampleStore(samples.blocks(context, threads, block), features);
  }

  private String inMarkdown(JavaSparkContext context) {
    return String.format(
        Locale.ROOT,
        "hiddenLayers %s, gamma %s, seed %d; %,d test samples. %s, Spark %s on local[%d].%n%n"
            + "| rule | features | classes | samples | test accuracy, %% | made in, s |"
            + " trained in, s | samples/s |%n|---|---|---|---|---|---|---|---|%n%s",
        options.hiddenLayers(),
        options.gamma(),
        options.seed(),
        TESTS,
        Machine.inWords(),
        context.version(),
        threads,
        rows);
  }
}
