package org.extremum.training;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.network.Activation;
import org.extremum.samples.Standardization;
import org.extremum.samples.SurfaceStatistics;

/**
 * What is used, after every "auto" is decided from the statistics of the data.
 *
 * @param samples φ
 * @param features of an unstandardised surface
 * @param essences V
 * @param widths l_1..l_{n-1}
 * @param activation S
 * @param initialization "pairs" or "gaussian"
 * @param initScale s
 * @param standardization how the standardiser is made
 */
public record ResolvedPlan(
    long samples,
    int features,
    int essences,
    List<Integer> widths,
    Activation activation,
    String initialization,
    double initScale,
    Standardization standardization) {
  /** Slope of a sampled neuron: its pre-activation goes from -2 to 2 between its two samples. */
  private static final double PAIRS_SCALE = 4;

  /** Steep neurons keep the gradients' singular values apart (method.md 10). */
  private static final double GAUSSIAN_SCALE = 10;

  /**
   * Decides what was left open.
   *
   * @param essences V as declared, or 0
   */
  static ResolvedPlan of(TrainingOptions options, SurfaceStatistics statistics, int essences) {
    String suited = options.exact() || !options.hiddenBias() ? "gaussian" : "pairs";
    String initialization =
        options.initialization().equals("auto") ? suited : options.initialization();
    double usual = usualScale(initialization);
    Standardization standardization =
        switch (options.standardization()) {
          case "global" -> Standardization.GLOBAL;
          case "feature" -> Standardization.FEATURE;
          case "none" -> Standardization.NONE;
          default -> Standardization.suitedTo(statistics);
        };
    return new ResolvedPlan(
        statistics.samples(),
        statistics.features(),
        Math.max(essences, statistics.counts().length),
        options.hiddenLayers(),
        Activation.named(options.activation()),
        initialization,
        Double.isNaN(options.initScale()) ? usual : options.initScale(),
        standardization);
  }

  private static double usualScale(String initialization) {
    return initialization.equals("pairs") ? PAIRS_SCALE : GAUSSIAN_SCALE;
  }

  /** The hidden layers to be tried, the preferred first; one where there is nothing to choose. */
  List<HiddenDraw> draws(TrainingOptions options) {
    double usual = usualScale(initialization);
    List<Double> scales =
        options.initScaleCandidates().isEmpty()
            ? List.of(initScale)
            : options.initScaleCandidates();
    return options.hiddenLayersTried().stream()
        .flatMap(tried -> scales.stream().map(scale -> new HiddenDraw(tried, scale, usual)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** The same with hidden layers of a draw. */
  ResolvedPlan with(HiddenDraw draw) {
    return new ResolvedPlan(
        samples,
        features,
        essences,
        draw.widths(),
        activation,
        initialization,
        draw.initScale(),
        standardization);
  }

  /** Width of the last hidden layer. */
  public int width() {
    return widths.get(widths.size() - 1);
  }

  /** For the manifest, beside the widths. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("initialization", initialization);
    map.put("initScale", initScale);
    map.put("standardization", standardization.name().toLowerCase(java.util.Locale.ROOT));
    return map;
  }
}
