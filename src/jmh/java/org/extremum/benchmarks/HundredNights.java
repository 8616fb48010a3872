package org.extremum.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.extremum.retraining.Nights;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.extremum.training.TrainingOptions;

/**
 * A hundred nights of scheduled retraining on drifting digits ({@link Nights}): every tenth night
 * the state beside one made anew of the rows that are there, and every night the accuracy beside
 * that of a training from scratch.
 *
 * <p>Arguments, all key=value: {@code nights}, {@code decay}, {@code document} and {@code section},
 * and any option of the training.
 */
public final class HundredNights {
  private static final int EVERY = 10;

  private final Arguments arguments;
  private final Nights nights;
  private final StringBuilder rows = new StringBuilder();
  private double gap;
  private double worst = Double.NEGATIVE_INFINITY;
  private double best = Double.POSITIVE_INFINITY;

  private HundredNights(Arguments arguments, TrainingOptions options) {
    this.arguments = arguments;
    this.nights =
        new Nights(
            arguments.integer("nights", 100), arguments.real("decay", 0.995), options.asMap());
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = new Arguments(args, "nights", "decay", "document", "section");
    TrainingOptions options = arguments.options(Map.of("hiddenLayers", List.of(1000L)));
    new HundredNights(arguments, options).run(options);
  }

  private void run(TrainingOptions options) throws IOException {
    int count = arguments.integer("nights", 100);
    nights.found();
    for (int night = 1; night <= count; night++) {
      night(night);
    }
    String text =
        String.format(
            Locale.ROOT,
            """
            data/digits.csv, hiddenLayers %s, seed %d, %d nights, decay %s a night

            | night | samples | batches forgotten | classes | Moments, relative distance | estimated | scores, relative distance | retrained, %% | from scratch, %% |
            |---|---|---|---|---|---|---|---|---|
            %s
            Over all %d nights a training from scratch is better by %.2f points on average; by %.2f at most, and worse by %.2f at most.
            """,
            options.hiddenLayers(),
            options.seed(),
            count,
            arguments.real("decay", 0.995),
            rows,
            count,
            100 * gap / count,
            100 * worst,
            -100 * best);
    MarkdownSection.publish(arguments, "hundred-nights", text);
  }

  private void night(int night) {
    nights.next();
    StateSolution solution = States.solved(nights.state());
    double retrained = nights.accuracy(solution.network());
    double scratch = nights.accuracy(States.solved(nights.fromScratch()).network());
    gap += scratch - retrained;
    worst = Math.max(worst, scratch - retrained);
    best = Math.min(best, scratch - retrained);
    if (night % EVERY == 0) {
      row(night, solution, retrained, scratch);
    }
    System.out.println("night " + night + ": " + retrained + ", from scratch " + scratch);
  }

  private void row(int night, StateSolution solution, double retrained, double scratch) {
    TrainingState state = nights.state();
    TrainingState anew = nights.anew();
    rows.append(
        String.format(
            Locale.ROOT,
            "| %d | %d | %d | %d | %.1e | %.1e | %.1e | %.2f | %.2f |\n",
            night,
            state.sums().samples(),
            state.ledger().batches().size() - state.ledger().present().size(),
            nights.digits(),
            States.distance(state, anew),
            state.drift(),
            nights.difference(solution, States.solved(anew)),
            100 * retrained,
            100 * scratch));
  }
}
