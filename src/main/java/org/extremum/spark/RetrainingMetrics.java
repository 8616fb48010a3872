package org.extremum.spark;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Figures of the retraining that runs in this JVM, for Spark's metrics system: {@link
 * RetrainingPlugin} shows them as gauges. Static, since Spark makes plugins by their class names.
 * Safe for use by several threads; NaN until set, since a 0 could be a measurement.
 */
public final class RetrainingMetrics {
  /** What is shown. */
  public enum Figure {
    /** Rows in the state, all that was added and not forgotten. */
    SAMPLES("samples"),
    /** Batches present in the ledger. */
    BATCHES("batches"),
    /** Runs that changed the state, since the first. */
    NIGHTS("nights"),
    /** The challenger's accuracy on the holdout. */
    ACCURACY("accuracy"),
    /** The challenger's log-loss there. */
    LOG_LOSS("logLoss"),
    /** 1 when the challenger became the champion, else 0. */
    PROMOTED("promoted"),
    /** How long the run took, without the session's start. */
    SECONDS("seconds"),
    /** Total variation distance of the batches' mix of classes from that before. */
    CLASS_MIX_DRIFT("classMixDrift"),
    /** The largest shift of a feature's mean, in standard deviations before. */
    FEATURE_DRIFT("featureDrift"),
    /** Bound of the relative error that additions and subtractions left in the Moments. */
    NUMERICAL_DRIFT("numericalDrift");

    private final String gauge;

    Figure(String gauge) {
      this.gauge = gauge;
    }

    /** The gauge's name. */
    public String gauge() {
      return gauge;
    }
  }

  private static final AtomicLongArray BITS = new AtomicLongArray(Figure.values().length);

  static {
    reset();
  }

  private RetrainingMetrics() {}

  /** Shows a figure from here on. */
  public static void set(Figure figure, double value) {
    BITS.set(figure.ordinal(), Double.doubleToRawLongBits(value));
  }

  /** What was set last; NaN where nothing was. */
  public static double get(Figure figure) {
    return Double.longBitsToDouble(BITS.get(figure.ordinal()));
  }

  /** Forgets all figures: a run that measures nothing must not show those of the one before. */
  public static void reset() {
    for (Figure figure : Figure.values()) {
      set(figure, Double.NaN);
    }
  }
}
