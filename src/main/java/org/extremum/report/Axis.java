package org.extremum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a plot: what it shows, from where to where, on a linear or a logarithmic scale.
 *
 * @param label with its unit
 * @param low the least value shown, positive on a logarithmic scale
 * @param high the greatest, above {@code low}
 * @param scale how values are laid out
 */
record Axis(String label, double low, double high, Scale scale) {
  private static final int MOST_TICKS = 7;

  /** How values are laid out, and where ticks may stand. */
  enum Scale {
    LINEAR,
    /** Linear, with ticks at whole numbers only. */
    WHOLE,
    /** Equal distances are equal factors. */
    LOGARITHMIC
  }

  /**
   * A tick.
   *
   * @param value where
   * @param label shown beside it
   */
  record Tick(double value, String label) {}

  /** A linear axis; with some room about a single value. */
  static Axis linear(String label, double low, double high) {
    double room = high > low ? 0 : Math.max(Math.abs(low), 1) / 10;
    return new Axis(label, low - room, high + room, Scale.LINEAR);
  }

  /** A linear axis of what is counted. */
  static Axis whole(String label, double low, double high) {
    return new Axis(label, low, Math.max(high, low + 1), Scale.WHOLE);
  }

  /** A logarithmic axis of whole decades around positive values. */
  static Axis decades(String label, double low, double high) {
    double from = Math.floor(Math.log10(low) + 1e-9);
    double to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
    return new Axis(label, Math.pow(10, from), Math.pow(10, to), Scale.LOGARITHMIC);
  }

  /** Where a value stands, 0 at {@code low} and 1 at {@code high}; values outside at the ends. */
  double at(double value) {
    double share =
        scale == Scale.LOGARITHMIC
            ? Math.log(value / low) / Math.log(high / low)
            : (value - low) / (high - low);
    return Math.max(0, Math.min(1, share));
  }

  List<Tick> ticks() {
    return scale == Scale.LOGARITHMIC ? powers() : evenly();
  }

  private List<Tick> powers() {
    int from = (int) Math.ceil(Math.log10(low) - 1e-9);
    int to = (int) Math.floor(Math.log10(high) + 1e-9);
    int step = Math.max(1, (int) Math.ceil((to - from) / (double) MOST_TICKS));
    List<Tick> ticks = new ArrayList<>();
    // Multiples of the step, so that 1 is among them.
    int first = -step * Math.floorDiv(-from, step);
    for (int exponent = first; exponent <= to; exponent += step) {
      ticks.add(new Tick(Math.pow(10, exponent), Figures.powerOfTen(exponent)));
    }
    return ticks;
  }

  /** Steps of 1, 2 or 5 times a power of ten. */
  private List<Tick> evenly() {
    double rough = (high - low) / MOST_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {2, 5, 10}) {
      step = step < rough ? factor * power : step;
    }
    step = scale == Scale.WHOLE ? Math.max(1, step) : step;
    List<Tick> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      ticks.add(new Tick(k * step, Figures.plain(k * step)));
    }
    return ticks;
  }
}
