package org.extremum.training;

import java.util.List;
import java.util.Locale;
import org.extremum.moments.FloatRounding;
import org.extremum.moments.Moments;
import org.extremum.moments.Precision;

/** What single precision may have rounded away, beside the λ that is there to outweigh it. */
final class PrecisionNotice {
  private static final String VALUES = "precision.valueRounding";
  private static final String SLOPES = "precision.slopeRounding";

  private PrecisionNotice() {}

  /** Enters the bounds for Moments that a pass has made; nothing in double precision. */
  static void measure(Run run, Samples data, List<Moments> parts) {
    if (run.options().precision() == Precision.FLOAT) {
      enter(run, FloatRounding.of(parts, data.hidden(), data.gradientRows()));
    }
  }

  /** The bounds entered last; null in double precision. */
  static FloatRounding entered(Run run) {
    TrainingReport report = run.report();
    return report.get(VALUES) == null
        ? null
        : new FloatRounding(report.number(VALUES), report.number(SLOPES));
  }

  /**
   * Enters bounds of hidden layers that are taken after others were tried.
   *
   * @param rounding null in double precision
   */
  static void enter(Run run, FloatRounding rounding) {
    if (rounding != null) {
      run.report().put(VALUES, rounding.values());
      run.report().put(SLOPES, rounding.slopes());
    }
  }

  /** Notes when the options' λ is below the bound at their γ. */
  static void of(Run run) {
    FloatRounding rounding = entered(run);
    if (rounding == null) {
      return;
    }
    TrainingOptions options = run.options();
    double least = rounding.with(options.gamma());
    run.report().put("precision.leastRegParam", least);
    if (options.regParam() < least) {
      run.steps()
          .note(
              String.format(
                  Locale.ROOT,
                  "warning: precision=float: regParam %.3g is below %.3g, which rounding may add to"
                      + " the equations; raise regParam, or use precision=double",
                  options.regParam(),
                  least));
    }
  }
}
