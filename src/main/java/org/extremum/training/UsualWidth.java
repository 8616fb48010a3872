package org.extremum.training;

import java.util.List;

/**
 * The width of the hidden layer where none is asked for ({@code hiddenLayers=[]}): by the number of
 * samples, since the solve costs width³ and a width beyond what the samples can fill gains nothing.
 */
public final class UsualWidth {
  /**
   * Where exact extrema have their freedom from: rows of central samples are to be fewer. Small
   * data sets of the paper's kind have room in it for some dozens of centres.
   */
  private static final int EXACT = 2000;

  /**
   * Below this γ and λ are compared on five folds, which is five solves for each candidate
   * (method.md 7). There 1000 neurons do as well as 2000: iris, breast cancer and digits differ by
   * less than their standard errors, clean and noisy (decisions.md), and the fit takes a quarter of
   * the time.
   */
  private static final int FEW = 1000;

  /** MNIST: 95.6 % right with 1000 neurons, 97.8 % with 4000 (benchmarks.md). */
  private static final int MANY = 4000;

  private UsualWidth() {}

  /** The widest there is, for what is planned before the samples are counted. */
  static int widest() {
    return MANY;
  }

  /**
   * The options with widths in place of none: for many samples halved until memory suffices, or as
   * they are where widths were given.
   *
   * @param samples φ
   * @param features of a surface
   */
  public static TrainingOptions resolved(
      TrainingOptions options, long samples, int features, MemoryBudget budget) {
    if (!options.hiddenLayers().isEmpty()) {
      return options;
    }
    if (options.exact()) {
      return with(options, EXACT);
    }
    if (samples < Comparison.ENOUGH) {
      return with(options, FEW);
    }
    int width = MANY;
    while (width > FEW && !fits(with(options, width), samples, features, budget)) {
      width /= 2;
    }
    return with(options, width);
  }

  private static boolean fits(
      TrainingOptions options, long samples, int features, MemoryBudget budget) {
    return MemoryPlan.of(samples, features, options.largestHiddenLayers(), options).within(budget);
  }

  private static TrainingOptions with(TrainingOptions options, int width) {
    return options.with("hiddenLayers", List.of((long) width));
  }
}
