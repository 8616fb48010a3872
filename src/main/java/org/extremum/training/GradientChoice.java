package org.extremum.training;

import java.util.List;
import org.extremum.moments.GradientRows;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;

/** How many rows' gradients are summed, for the plan, and which ones. */
final class GradientChoice {
  private GradientChoice() {}

  /**
   * The part of the rows that will be chosen, as far as is known before the pass that does it.
   *
   * @param features of all: which ones are constant may not be known yet
   */
  static double share(TrainingOptions options, int features, int width, long samples) {
    return GradientRows.expected(rows(options, features, width), samples);
  }

  /**
   * 0 for all: exact mode asks something of each, and of weighted rows a heavy one must not be left
   * out by chance.
   */
  private static long rows(TrainingOptions options, int features, int width) {
    return options.exact() || !options.weightCol().isEmpty()
        ? 0
        : GradientRows.enough(options.gradientRows(), features, width);
  }

  /**
   * One pass over the keys of the rows, where there are so many that some of them suffice.
   *
   * @param features that are kept, which is what a neuron's gradient has entries of
   */
  static GradientRows of(
      SampleStore surfaces, ResolvedPlan plan, int features, TrainingOptions options, Steps steps) {
    List<Integer> widths = options.largestHiddenLayers();
    long rows = rows(options, features, widths.get(widths.size() - 1));
    if (GradientRows.expected(rows, plan.samples()) == 1) {
      return GradientRows.ALL;
    }
    var keys =
        new KeyHistogram.Counting(options.seed(), RowHash.Purpose.GRADIENTS, plan.essences());
    KeyHistogram histogram =
        steps.run("statistics", "split", "rows for gradients", () -> surfaces.aggregate(keys));
    return GradientRows.about(rows, histogram, keys);
  }
}
