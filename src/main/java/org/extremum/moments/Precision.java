package org.extremum.moments;

import java.util.Locale;
import org.extremum.network.HiddenStack;

/** What the products of a Moments pass are made in. */
public enum Precision {
  /** 53 bits throughout. */
  DOUBLE,
  /**
   * Products of a thousand samples in 24 bits, their sums in 53: about twice as fast, one hidden
   * layer only. What is rounded is bounded by {@link FloatRounding}.
   */
  FLOAT;

  /**
   * Refuses hidden layers that it is not for.
   *
   * @throws IllegalArgumentException for single precision with deeper stacks
   */
  void requireFor(HiddenStack stack) {
    if (this == FLOAT && stack.depth() > 1) {
      throw new IllegalArgumentException(
          "moments in single precision: expected one hidden layer, got " + stack.depth());
    }
  }

  /** That of an option's name. */
  public static Precision named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
