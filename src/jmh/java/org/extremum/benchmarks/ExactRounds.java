package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.samples.SampleStore;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * Exact extrema at central samples, weakened on the rest, against weakened everywhere: every
 * verification round, how it ended, the largest residual at the centres and accuracy on a held-out
 * fold.
 *
 * <p>Arguments, all key=value: {@code data}, {@code perEssence} (numbers of central samples to
 * begin with), {@code folds} (how many of five are held out in turn), {@code document} and {@code
 * section}, and any option of the training.
 */
public final class ExactRounds {
  private static final int FOLDS = 5;

  private final Arguments arguments;
  private final CsvSamples data;
  private final int[] folds;
  private final StringBuilder text = new StringBuilder();

  private ExactRounds(Arguments arguments) throws IOException {
    this.arguments = arguments;
    this.data = CsvSamples.read(Path.of(arguments.text("data", "data/digits.csv")));
    this.folds = data.folds(FOLDS, arguments.options(Map.of()).seed());
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new ExactRounds(new Arguments(args, "data", "perEssence", "folds", "document", "section"))
        .run();
  }

  private void run() throws IOException {
    TrainingOptions weakened = arguments.options(Map.of("hiddenLayers", List.of(3000L)));
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d samples, hiddenLayers %s, seed %d; a fifth held out\n\n",
            arguments.text("data", "data/digits.csv"),
            data.size(),
            weakened.hiddenLayers(),
            weakened.seed()));
    text.append(
        "| training | rounds: centres, rank, failed | end | largest residual | test, % |\n");
    text.append("|---|---|---|---|---|\n");
    int held = arguments.integer("folds", 1);
    for (int fold = 0; fold < held; fold++) {
      row("weakened", weakened, fold);
      for (double perEssence : arguments.reals("perEssence", "1,2,4")) {
        long centres = (long) perEssence;
        TrainingOptions exact =
            weakened
                .with("extremum", "exact")
                .with("centres", "kmeans")
                .with("centresPerEssence", centres);
        row("exact, " + centres + " to an essence", exact, fold);
      }
    }
    MarkdownSection.publish(arguments, "exact-rounds", text.toString());
  }

  private void row(String name, TrainingOptions options, int fold) {
    TrainingResult result =
        new Trainer(options, new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
            .train(data.store(i -> folds[i] != fold), data.essences());
    TrainingReport report = result.report();
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %.1e | %s |\n",
            name,
            rounds(report),
            result.outcome(),
            report.number("stationarity.max"),
            result.outcome().hasModel() ? accuracy(result.network(), options, fold) : "none"));
    System.out.println(name + ", fold " + (fold + 1) + ": " + result.outcome());
  }

  private static String rounds(TrainingReport report) {
    if (!(report.get("rounds") instanceof List<?> rounds)) {
      return "";
    }
    return rounds.stream()
        .map(
            round -> {
              Map<?, ?> entry = (Map<?, ?>) round;
              return entry.get("centres") + ", " + entry.get("rank") + ", " + entry.get("failed");
            })
        .collect(Collectors.joining("; "));
  }

  private String accuracy(Network network, TrainingOptions options, int fold) {
    SampleStore test = network.standardiser().view(data.store(i -> folds[i] == fold));
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    double accuracy = test.aggregate(new Evaluation.Scoring(network, conditions)).accuracy();
    return String.format(Locale.ROOT, "%.2f", 100 * accuracy);
  }
}
