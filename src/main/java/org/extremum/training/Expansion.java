package org.extremum.training;

import org.extremum.network.Layer;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.RowHash;

/**
 * Expands outputs whose signs are right at the centres (method.md 5, step 2): κ·(W, b) keeps
 * gradients zero and drives every output towards 0 or 1. Where all samples are central, κ makes
 * even the smallest margin ideal at ε; else it is the least that meets the asked condition at the
 * centres, and where the condition does not depend on κ (argmax, half) the one of best log-loss.
 */
final class Expansion {
  /**
   * A little more, so that rounding cannot undo what was reached: z of l terms is right to about
   * l·max|w|·ε, and weights of 1e5 times the least margin are common near the capacity.
   */
  private static final double MORE = 1 + 1e-9;

  /** Raw outputs brought to the driver for κ, one scalar: 8 MB. */
  private static final long MOST_SCORES = 1 << 20;

  private final Run run;
  private final Samples data;
  private final boolean allCentral;

  Expansion(Run run, Samples data, boolean allCentral) {
    this.run = run;
    this.data = data;
    this.allCentral = allCentral;
  }

  /**
   * The expanded layer; notes κ in the report.
   *
   * @param leastMargin the smallest margin over centres and outputs, positive
   */
  Layer of(Layer output, double leastMargin) {
    double kappa =
        switch (allCentral ? "ideal" : run.options().condition()) {
          case "ideal" -> idealMargin() / leastMargin * MORE;
          case "weakened" -> weakenedMargin() / leastMargin * MORE;
          default -> byLogLoss(output);
        };
    run.report().put("resolved.scale", kappa);
    return Scale.apply(kappa, output);
  }

  /** The margin at which every output is ε from its limit. */
  private double idealMargin() {
    double epsilon = run.options().epsilon();
    return data.outputActivation()
        .marginForLogOdds(Math.log((1 - epsilon) / epsilon), data.essences());
  }

  /**
   * A margin of μ, of signs or of differences, gives h_y/Σh ≥ 1/(1 + (V-1)e^-μ) and h_q/Σh ≤ e^-μ:
   * enough for the weakened condition at μ = max(log((V-1)(1-α)/α), -log β).
   */
  private double weakenedMargin() {
    double alpha = run.options().alpha();
    double others = data.essences() - 1;
    return Math.max(Math.log(others * (1 - alpha) / alpha), -Math.log(run.options().beta()));
  }

  private double byLogLoss(Layer output) {
    var keys =
        new KeyHistogram.Counting(run.options().seed(), RowHash.Purpose.SCORES, data.essences());
    KeyHistogram histogram =
        run.steps().run("statistics", "split", "for the scale", () -> data.store().aggregate(keys));
    double share = Math.min(1, (double) MOST_SCORES / data.essences() / data.count());
    OutputScores scores =
        run.steps()
            .run(
                "solve",
                "scale",
                "",
                () ->
                    data.part(histogram.share(keys, share))
                        .aggregate(new OutputScores.Gathering(data.network(output), MOST_SCORES)));
    return Scale.fit(scores);
  }
}
