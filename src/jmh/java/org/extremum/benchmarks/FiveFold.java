package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleStore;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * Stratified five-fold cross-validation of the weakened method with the given options, and of its
 * baseline at the same width and hidden weights: γ = 0, an extreme learning machine with ridge,
 * whose λ is tuned for every fold on the other four by cross-validation among them. Two baselines:
 * λ tuned for clean accuracy, and for noisy accuracy (which knows the noise, as γ does not). And
 * the method with gamma=auto, regParam=auto.
 *
 * <p>Arguments, all key=value: {@code data}, {@code noise} (standard deviation on standardised test
 * surfaces), {@code grid} (of λ), {@code splits} (how many times the data are dealt anew), {@code
 * document} and {@code section}, and any option of the training.
 */
public final class FiveFold {
  private static final int FOLDS = 5;
  private static final String GRID = "1e-4,3e-4,1e-3,3e-3,1e-2,3e-2,1e-1,3e-1,1,3,10,30,100";

  private final Arguments arguments;
  private final TrainingOptions options;
  private final CsvSamples data;
  private final double noise;
  private final double[] grid;

  /**
   * Of one network on the same samples: accuracies clean and noisy, and of the clean ones log-loss
   * and expected calibration error.
   */
  private record Accuracy(double clean, double noisy, double logLoss, double calibrationError) {
    static final Accuracy NONE = new Accuracy(0, 0, 0, 0);

    Accuracy plus(Accuracy other) {
      return new Accuracy(
          clean + other.clean,
          noisy + other.noisy,
          logLoss + other.logLoss,
          calibrationError + other.calibrationError);
    }
  }

  /** What one way of training gave on every fold, with the λ that was used. */
  private record Row(String name, List<Accuracy> accuracies, List<Double> lambdas) {
    Row(String name) {
      this(name, new ArrayList<>(), new ArrayList<>());
    }

    void add(Accuracy accuracy, double lambda) {
      accuracies.add(accuracy);
      lambdas.add(lambda);
    }
  }

  private FiveFold(Arguments arguments) throws IOException {
    this.arguments = arguments;
    this.options = arguments.options(Map.of());
    this.data = CsvSamples.read(Path.of(arguments.text("data", "data/digits.csv")));
    this.noise = arguments.real("noise", 0.8);
    this.grid = arguments.reals("grid", GRID);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new FiveFold(new Arguments(args, "data", "noise", "grid", "splits", "document", "section"))
        .run();
  }

  private void run() throws IOException {
    Row asAsked =
        new Row(
            Double.isNaN(options.regParam())
                ? format("γ = %s, λ chosen by the training", options.gamma())
                : format("γ = %s", options.gamma()));
    Row automatic = new Row("γ and λ chosen by the training");
    Row forClean = new Row("γ = 0, λ tuned for clean accuracy");
    Row forNoisy = new Row("γ = 0, λ tuned for noisy accuracy");
    int splits = arguments.integer("splits", 1);
    for (int split = 0; split < splits; split++) {
      int[] folds = data.folds(FOLDS, options.seed() + split);
      for (int fold = 0; fold < FOLDS; fold++) {
        int held = fold;
        boolean[] training = new boolean[data.size()];
        for (int i = 0; i < training.length; i++) {
          training[i] = folds[i] != held;
        }
        addOwn(asAsked, options, folds, training, held);
        addOwn(automatic, automatic(), folds, training, held);
        Accuracy[] tuning = tuning(folds, held);
        addTuned(forClean, best(tuning, true), folds, training, held);
        addTuned(forNoisy, best(tuning, false), folds, training, held);
        System.out.printf("split %d, fold %d done%n", split + 1, fold + 1);
      }
    }
    String name = Path.of(arguments.text("data", "data/digits.csv")).getFileName().toString();
    MarkdownSection.publish(
        arguments,
        "five-fold-" + name.replace(".csv", ""),
        table(splits, List.of(asAsked, automatic, forClean, forNoisy)));
  }

  private TrainingOptions automatic() {
    return options.with("gamma", Double.NaN).with("regParam", Double.NaN);
  }

  private void addOwn(Row row, TrainingOptions with, int[] folds, boolean[] training, int held) {
    TrainingResult result = trained(with, training);
    double gamma = result.report().number("resolved.gamma");
    double lambda = result.report().number("resolved.regParam");
    System.out.printf("  γ = %s, λ = %s%n", gamma, lambda);
    row.add(accuracy(result.requireNetwork(), with, folds, held), lambda);
  }

  private void addTuned(Row row, double lambda, int[] folds, boolean[] training, int held) {
    row.add(accuracy(baseline(lambda), folds, training, held), lambda);
  }

  private TrainingOptions baseline(double lambda) {
    return options.with("gamma", 0.0).with("regParam", lambda);
  }

  /** Mean accuracies of every λ over the training folds, each held out in turn. */
  private Accuracy[] tuning(int[] folds, int held) {
    Accuracy[] sums = new Accuracy[grid.length];
    Arrays.fill(sums, Accuracy.NONE);
    for (int inner = 0; inner < FOLDS; inner++) {
      if (inner != held) {
        boolean[] training = new boolean[data.size()];
        for (int i = 0; i < training.length; i++) {
          training[i] = folds[i] != held && folds[i] != inner;
        }
        for (int g = 0; g < grid.length; g++) {
          sums[g] = sums[g].plus(accuracy(baseline(grid[g]), folds, training, inner));
        }
      }
    }
    return sums;
  }

  /** The λ of the best accuracy; of equals the larger. */
  private double best(Accuracy[] tuning, boolean clean) {
    int best = 0;
    for (int g = 1; g < grid.length; g++) {
      double now = clean ? tuning[g].clean : tuning[g].noisy;
      double before = clean ? tuning[best].clean : tuning[best].noisy;
      best = now >= before ? g : best;
    }
    return grid[best];
  }

  private Accuracy accuracy(TrainingOptions with, int[] folds, boolean[] training, int tested) {
    return accuracy(trained(with, training).requireNetwork(), with, folds, tested);
  }

  private TrainingResult trained(TrainingOptions with, boolean[] training) {
    LocalSampleStore store = data.store(i -> training[i]);
    return new Trainer(with, new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(store, data.essences());
  }

  private Accuracy accuracy(Network network, TrainingOptions with, int[] folds, int tested) {
    SampleStore clean = network.standardiser().view(data.store(i -> folds[i] == tested));
    SampleStore noisy = clean.view(clean.features(), new Noise(noise, with.seed()));
    Conditions conditions = new Conditions(with.epsilon(), with.alpha(), with.beta());
    var scoring = new Evaluation.Scoring(network, conditions);
    Evaluation onClean = clean.aggregate(scoring);
    return new Accuracy(
        onClean.accuracy(),
        noisy.aggregate(scoring).accuracy(),
        onClean.logLoss(),
        onClean.calibrationError());
  }

  private String table(int splits, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%s: %d samples, hiddenLayers %s, five folds dealt %d time%s, seed %d, noise N(0, %s²);"
                + " λ of %s\n\n",
            arguments.text("data", "data/digits.csv"),
            data.size(),
            options.hiddenLayers().isEmpty() ? "by default" : options.hiddenLayers(),
            splits,
            splits == 1 ? "" : "s",
            options.seed(),
            noise,
            Arrays.toString(grid)));
    text.append(
        "| training | clean, % | noisy, % | log-loss | calibration error, % | λ of the folds |\n"
            + "|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          format(
              "| %s | %s | %s | %.4f | %s | %s |\n",
              row.name,
              inWords(row.accuracies.stream().mapToDouble(Accuracy::clean).toArray()),
              inWords(row.accuracies.stream().mapToDouble(Accuracy::noisy).toArray()),
              row.accuracies.stream().mapToDouble(Accuracy::logLoss).average().orElseThrow(),
              inWords(row.accuracies.stream().mapToDouble(Accuracy::calibrationError).toArray()),
              row.lambdas.stream()
                  .distinct()
                  .sorted()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", "))));
    }
    return text.toString();
  }

  /** Mean over the folds and its standard error, in percent. */
  private static String inWords(double[] shares) {
    int n = shares.length;
    double mean = Arrays.stream(shares).average().orElseThrow();
    double squares = Arrays.stream(shares).map(share -> (share - mean) * (share - mean)).sum();
    return format("%.2f ± %.2f", 100 * mean, 100 * Math.sqrt(squares / (n - 1) / n));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
