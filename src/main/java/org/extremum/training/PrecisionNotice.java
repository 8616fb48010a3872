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
      FloatRounding rounding = FloatRounding.of(parts, data.hidden(), data.gradientRows());
      run.report().put(VALUES, rounding.values());
      run.report().put(SLOPES, rounding.slopes());
    }
  }

  /** Notes when the options' λ is below the bound at their γ. */
  static void of(Run run) {
    TrainingReport report = run.report();
    if (report.get(VALUES) == null) {
      return;
    }
    TrainingOptions options = run.options();
    double least =
        new FloatRounding(report.number(VALUES), report.number(SLOPES)).with(options.gamma());
    report.put("precision.leastRegParam", least);
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
