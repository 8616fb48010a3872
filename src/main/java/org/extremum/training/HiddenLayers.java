package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import org.extremum.initialization.HiddenWeights;
import org.extremum.initialization.Pool;
import org.extremum.network.HiddenStack;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.samples.SurfaceStatistics;

/** Draws hidden layers as planned, and more neurons where they are too few (method.md 10). */
final class HiddenLayers {
  private final TrainingOptions options;
  private final ResolvedPlan plan;
  private final Standardiser standardiser;
  private final Pool pool; // null: none is needed
  private final MemoryBudget budget;

  /**
   * @param surfaces unstandardised; passed over once where pairs of samples are drawn
   */
  HiddenLayers(
      TrainingOptions options,
      ResolvedPlan plan,
      Standardiser standardiser,
      SampleStore surfaces,
      SurfaceStatistics statistics,
      MemoryBudget budget) {
    this.options = options;
    this.plan = plan;
    this.standardiser = standardiser;
    this.budget = budget;
    this.pool =
        plan.initialization().equals("pairs")
            ? surfaces.aggregate(
                Pool.Gathering.of(surfaces.features(), statistics.counts(), options.seed()))
            : null;
  }

  private HiddenLayers(HiddenLayers like, ResolvedPlan plan) {
    this.options = like.options;
    this.plan = plan;
    this.standardiser = like.standardiser;
    this.budget = like.budget;
    this.pool = like.pool;
  }

  /** Others to be tried, the preferred first; the plan's own where there are none. */
  List<HiddenDraw> draws() {
    return plan.draws(options);
  }

  /** Others drawn from the same rows. */
  HiddenLayers with(HiddenDraw draw) {
    return new HiddenLayers(this, plan.with(draw));
  }

  /**
   * The layers as planned.
   *
   * @throws Problem (bad data) when no two rows of different essence differ
   */
  HiddenStack drawn() {
    if (pool == null) {
      return HiddenWeights.gaussian(
          standardiser.features(),
          plan.widths(),
          plan.activation(),
          plan.initScale(),
          options.hiddenBias(),
          options.seed());
    }
    try {
      return HiddenWeights.pairs(
          pool, standardiser, plan.widths(), plan.activation(), plan.initScale(), options.seed());
    } catch (IllegalArgumentException e) {
      throw Problem.because(
              Problem.Kind.BAD_DATA,
              e.getMessage(),
              "use initialization=gaussian or better features")
          .causedBy(e);
    }
  }

  /** s of the draw. */
  double scale() {
    return plan.initScale();
  }

  /**
   * The same layers with more neurons in the last one; those that are there stay, the new ones are
   * drawn by a seed of their own.
   *
   * @param width of the last layer afterwards
   */
  HiddenStack widened(HiddenStack stack, int width) {
    return pool == null
        ? HiddenWeights.widenedGaussian(
            stack, width, plan.initScale(), options.hiddenBias(), options.seed())
        : HiddenWeights.widenedPairs(
            stack, width, pool, standardiser, plan.initScale(), options.seed());
  }

  /**
   * Refuses a width that cannot fit.
   *
   * @throws Problem (no model)
   */
  void requireMemory(int width) {
    List<Integer> widths = new ArrayList<>(plan.widths());
    widths.set(widths.size() - 1, width);
    MemoryPlan.of(plan.samples(), plan.features(), widths, options).requireWithin(budget, width);
  }
}
