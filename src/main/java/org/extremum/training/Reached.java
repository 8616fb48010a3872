package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;
import org.extremum.verification.CertifiedRadii;
import org.extremum.verification.CertifiedRadius;
import org.extremum.verification.CriticalPoints;
import org.extremum.verification.Stationarity;

/** Measures what exact mode reached at the central samples, and enters it in the report. */
final class Reached {
  /** Samples whose curvature and radius are found: Hessians cost V·l·m² each. */
  private static final long MOST_EXAMINED = 1000;

  private final Run run;
  private final Samples data;

  Reached(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /** Residuals at the centres; deviations of outputs over all samples (method.md 2). */
  Stationarity residual(Network network, CentreSet centres) {
    return run.steps()
        .run(
            "verify",
            "stationarity",
            centres.count() + " centres",
            () ->
                data.store().aggregate(new Stationarity.Measuring(network, centres.membership())));
  }

  /** The solution of one attempt that made all given centres extrema. */
  Solution solution(Attempt attempt, CentreSet centres) {
    Stationarity stationarity = into(attempt.network(), attempt.u(), centres);
    if (Double.isInfinite(stationarity.max())) {
      return new Solution(
          Outcome.CONSTANT_OUTPUT, "an output has no spread over the samples", null);
    }
    return new Solution(
        Outcome.VERIFIED,
        "all "
            + centres.count()
            + " samples stationary with the right sign, outputs within "
            + run.options().epsilon()
            + " of 0 and 1",
        attempt.network());
  }

  /** Residuals, and which layers were updated (Table 1). */
  Stationarity into(Network network, int u, CentreSet centres) {
    Stationarity stationarity = residual(network, centres);
    SampleStore examined = few(centres);
    Residuals.into(run, network, stationarity, centres.count(), examined, true);
    SharedEntries.layers(run.report(), network.hidden().depth() + 1, u);
    criticalPoints(network, stationarity, examined);
    certifiedRadii(network, examined);
    return stationarity;
  }

  /**
   * Extremum or saddle (§6.4): stationary, of the right sign, definite, counted apart; own outputs
   * should be maxima, the others minima. Where centres are many, of those of smallest keyed hash.
   */
  private void criticalPoints(Network network, Stationarity stationarity, SampleStore examined) {
    CriticalPoints.Counting counting =
        CriticalPoints.Counting.of(
            network, stationarity, run.options().stationarityTolerance(), run.options().seed());
    CriticalPoints points =
        run.steps().run("verify", "critical points", "", () -> examined.aggregate(counting));
    run.report().put("criticalPoints.own", asMap(points.own()));
    run.report().put("criticalPoints.others", asMap(points.others()));
    run.report()
        .put(
            "criticalPoints.perEssence",
            IntStream.range(0, data.essences())
                .mapToObj(v -> groups(points.own(v), points.others(v)))
                .toList());
  }

  private static Map<String, Object> groups(
      CriticalPoints.Counts own, CriticalPoints.Counts others) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("own", asMap(own));
    map.put("others", asMap(others));
    return map;
  }

  private static Map<String, Object> asMap(CriticalPoints.Counts counts) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pairs", counts.pairs());
    map.put("stationary", counts.stationary());
    map.put("rightSign", counts.rightSign());
    map.put("definite", counts.definite());
    map.put("extrema", counts.extrema());
    map.put("unknown", counts.unknown());
    return map;
  }

  /** How far a centre may move before its prediction can change, in D_s (method.md 5). */
  private void certifiedRadii(Network network, SampleStore examined) {
    CertifiedRadius certified =
        run.steps().run("verify", "certified radii", "bounds", () -> CertifiedRadius.of(network));
    if (!certified.available()) {
      return;
    }
    CertifiedRadii radii =
        run.steps()
            .run(
                "verify",
                "certified radii",
                "",
                () -> examined.aggregate(new CertifiedRadii.Measuring(certified)));
    run.report().put("certifiedRadius.lowest", radii.quantile(0));
    run.report().put("certifiedRadius.median", radii.quantile(0.5));
    run.report().put("certifiedRadius.highest", radii.quantile(1));
  }

  private SampleStore few(CentreSet centres) {
    if (centres.count() <= MOST_EXAMINED) {
      return centres.store();
    }
    var keys =
        new KeyHistogram.Counting(run.options().seed(), RowHash.Purpose.CURVATURE, data.essences());
    KeyedShare share =
        centres.store().aggregate(keys).share(keys, (double) MOST_EXAMINED / centres.count());
    return centres.store().view(data.store().features(), share::only);
  }
}
