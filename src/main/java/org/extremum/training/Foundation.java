package org.extremum.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.moments.GradientRows;
import org.extremum.network.HiddenStack;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.Minimizer;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.samples.SurfaceStatistics;

/**
 * What a training stands on: all that is decided and drawn before an output layer is solved, from
 * the statistics of the samples and a pool of them.
 */
public final class Foundation {
  private final TrainingOptions options;
  private final SurfaceStatistics statistics;
  private final ResolvedPlan plan;
  private final Forecast forecast;
  private final ClassFactors factors;
  private final Standardiser standardiser;
  private final GradientRows gradientRows;
  private final HiddenLayers layers;
  private final HiddenStack hidden;

  private Foundation(
      TrainingOptions options,
      SurfaceStatistics statistics,
      ResolvedPlan plan,
      Forecast forecast,
      ClassFactors factors,
      Standardiser standardiser,
      GradientRows gradientRows,
      HiddenLayers layers,
      HiddenStack hidden) {
    this.options = options;
    this.statistics = statistics;
    this.plan = plan;
    this.forecast = forecast;
    this.factors = factors;
    this.standardiser = standardiser;
    this.gradientRows = gradientRows;
    this.layers = layers;
    this.hidden = hidden;
  }

  /**
   * Lays it: one pass for statistics, one for the pool where pairs of samples are drawn, and of
   * many samples one for those whose gradients are summed.
   *
   * @param surfaces unstandardised
   * @param essences V where it is known, or 0 for the largest essence + 1
   * @throws Problem when the data cannot be trained on, or what is needed does not fit in memory
   */
  public static Foundation of(
      SampleStore surfaces, int essences, TrainingOptions asked, MemoryBudget budget, Steps steps) {
    SurfaceStatistics statistics = statistics(surfaces, steps);
    TrainingOptions options =
        UsualWidth.resolved(asked, statistics.samples(), statistics.features(), budget);
    ResolvedPlan first = ResolvedPlan.of(options, statistics, essences);
    ResolvedPlan plan = first.with(first.draws(options).get(0)); // others are drawn when it is time
    DataChecks.noteEmptyEssences(statistics, plan.essences(), steps);
    Forecast forecast = Forecast.told(plan, options, surfaces, budget, steps);

    Standardiser standardiser = plan.standardization().of(statistics);
    PrototypeStep.requireFitting(options, counts(statistics, plan), standardiser.features());
    HiddenLayers layers =
        steps.run(
            "statistics",
            "pool",
            plan.initialization(),
            () -> new HiddenLayers(options, plan, standardiser, surfaces, statistics, budget));
    HiddenStack hidden =
        steps.run("statistics", "hidden weights", plan.initialization(), layers::drawn);
    ClassFactors factors =
        options.balancedClasses()
            ? ClassFactors.balanced(statistics.essenceWeights(), plan.essences())
            : ClassFactors.NONE;
    return new Foundation(
        options,
        statistics,
        plan,
        forecast,
        factors,
        standardiser,
        GradientChoice.of(surfaces, plan, standardiser.features(), options, steps),
        layers,
        hidden);
  }

  private static SurfaceStatistics statistics(SampleStore surfaces, Steps steps) {
    SurfaceStatistics statistics =
        steps.run(
            "statistics",
            "statistics",
            surfaces.features() + " features",
            () -> surfaces.aggregate(new SurfaceStatistics.Gathering(surfaces.features())));
    DataChecks.requireTrainable(statistics);
    return statistics;
  }

  /** As asked, with widths of the hidden layers where none were given. */
  public TrainingOptions options() {
    return options;
  }

  /** Everything that was left open, decided. */
  public ResolvedPlan plan() {
    return plan;
  }

  /** What solving for these takes. */
  MemoryPlan memory() {
    return forecast.memory();
  }

  /** Enters what was planned. */
  void into(TrainingReport report) {
    forecast.into(report);
    report.put("moments.gradientRows", Math.round(gradientRows.ofAll() * plan.samples()));
  }

  public Standardiser standardiser() {
    return standardiser;
  }

  public HiddenStack hidden() {
    return hidden;
  }

  /** Draws more neurons of the same kind. */
  HiddenLayers layers() {
    return layers;
  }

  /** The samples that E is summed over. */
  public GradientRows gradientRows() {
    return gradientRows;
  }

  /** Samples of each essence, V numbers. */
  long[] counts() {
    return counts(statistics, plan);
  }

  private static long[] counts(SurfaceStatistics statistics, ResolvedPlan plan) {
    return Arrays.copyOf(statistics.counts(), plan.essences());
  }

  /** The same with other hidden layers, drawn from the same samples. */
  Foundation with(HiddenDraw draw, HiddenStack other) {
    return new Foundation(
        options,
        statistics,
        plan.with(draw),
        forecast,
        factors,
        standardiser,
        gradientRows,
        layers.with(draw),
        other);
  }

  /** Weighted mean of each feature, unstandardised. */
  public double[] means() {
    return IntStream.range(0, statistics.features()).mapToDouble(statistics::mean).toArray();
  }

  /** What sample weights are multiplied by, by class. */
  public ClassFactors factors() {
    return factors;
  }

  /**
   * What an output layer is solved on.
   *
   * @param surfaces unstandardised; those that this was laid by
   * @param validation samples like them that nothing is trained on, or null
   */
  Samples samples(SampleStore surfaces, SampleStore validation) {
    return new Samples(
        seen(surfaces),
        validation == null ? null : seen(validation),
        standardiser,
        hidden,
        OutputActivation.named(options.outputActivation()),
        plan.essences(),
        plan.samples(),
        gradientRows);
  }

  /** Samples in standardised coordinates, with the weights they train with. */
  private SampleStore seen(SampleStore surfaces) {
    return factors.view(standardiser.view(surfaces));
  }

  /** What the steps of a training on this share. */
  Run run(
      Minimizer minimizer,
      Steps steps,
      TrainingReport report,
      Checkpoints checkpoints,
      SpareMemory spare) {
    return new Run(options, minimizer, steps, report, checkpoints, counts(), layers, spare);
  }
}
