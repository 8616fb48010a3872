package org.extremum.training;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.verification.Stationarity;

/** Measures what exact mode reached at the central samples, and enters it in the report. */
final class Reached {
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
    run.report().put("stationarity.max", stationarity.max());
    run.report().put("stationarity.rms", stationarity.rms());
    run.report().put("stationarity.samples", centres.count());
    run.report().put("stationarity.constrained", true);
    List<Map<String, Object>> layers =
        IntStream.rangeClosed(1, network.hidden().depth() + 1)
            .<Map<String, Object>>mapToObj(k -> Map.of("u", k, "state", k >= u ? "update" : "init"))
            .toList();
    run.report().put("layers", layers);
    return stationarity;
  }
}
