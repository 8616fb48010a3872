package org.extremum.training;

import java.util.List;
import java.util.Locale;
import org.extremum.moments.FloatRounding;
import org.extremum.moments.Moments;
import org.extremum.moments.Precision;

/** What single precision may have rounded away, beside the λ that is there to outweigh it. */
final class PrecisionNotice {
  private PrecisionNotice() {}

  /**
   * The bounds for Moments.
   *
   * @param parts as the pass left them, not modified
   * @return null in double precision
   */
  static FloatRounding bounds(Run run, Samples data, List<Moments> parts) {
    return run.options().precision() == Precision.FLOAT
        ? FloatRounding.of(parts, data.hidden(), data.gradientRows())
        : null;
  }

  /**
   * Enters the bounds for Moments that are solved with, and notes when the options' λ is below them
   * at their γ.
   *
   * @param rounding null in double precision, of which there is nothing to say
   */
  static void of(Run run, FloatRounding rounding) {
    if (rounding == null) {
      return;
    }
    TrainingOptions options = run.options();
    double least = rounding.with(options.gamma());
    run.report()
        .put("precision.valueRounding", rounding.values())
        .put("precision.slopeRounding", rounding.slopes())
        .put("precision.leastRegParam", least);
    if (options.regParam() < least) {
      run.steps()
          .warn(
              String.format(
                  Locale.ROOT,
                  "precision=float: regParam %.3g is below %.3g, which rounding may add to"
                      + " the equations; raise regParam, or use precision=double",
                  options.regParam(),
                  least));
    }
  }
}
