package org.extremum.network;

import java.util.Locale;

/** Activation S of the hidden layers, with slope S' (method.md 1, 10; paper §3.1, §6.5). */
public enum Activation {
  /** 1/(1 + e^-z). */
  SIGMOID {
    @Override
    public double value(double z) {
      return Exponential.sigmoid(z);
    }

    @Override
    void apply(double[] z, double[] slopes, int count, Exponential exponential) {
      exponential.sigmoid(z, slopes, count);
    }

    @Override
    public double slope(double z, double h) {
      return h * (1 - h);
    }

    @Override
    public double curvature(double z, double h) {
      return h * (1 - h) * (1 - 2 * h);
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    public double value(double z) {
      return Exponential.tanh(z);
    }

    @Override
    void apply(double[] z, double[] slopes, int count, Exponential exponential) {
      exponential.tanh(z, slopes, count);
    }

    @Override
    public double slope(double z, double h) {
      return 1 - h * h;
    }

    @Override
    public double curvature(double z, double h) {
      return -2 * h * (1 - h * h);
    }
  },
  /** sin z: extrema without end, range bounded (paper §6.5). */
  SINE {
    @Override
    public double value(double z) {
      return Math.sin(z);
    }

    @Override
    public double slope(double z, double h) {
      return Math.cos(z);
    }

    @Override
    public double curvature(double z, double h) {
      return -h;
    }
  },
  /** log(1 + e^z). */
  SOFTPLUS {
    @Override
    public double value(double z) {
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    @Override
    public double slope(double z, double h) {
      return Exponential.sigmoid(z);
    }

    @Override
    public double curvature(double z, double h) {
      double s = slope(z, h);
      return s * (1 - s);
    }
  },
  /**
   * max(0, z), with slope 0 at z ≤ 0. No extremum but plateaus: without biases an output is z =
   * x·∇z (Euler), so zero where it is stationary; with biases it is constant around such a sample
   * (paper §6.3). Slopes can be kept small, not be made zero.
   */
  RELU {
    @Override
    public double value(double z) {
      return Math.max(0, z);
    }

    @Override
    public double slope(double z, double h) {
      return z > 0 ? 1 : 0;
    }

    /** Zero where there is one; at z = 0 there is none. */
    @Override
    public double curvature(double z, double h) {
      return 0;
    }
  };

  /** S(z). */
  public abstract double value(double z);

  /** S'(z), given h = S(z). */
  public abstract double slope(double z, double h);

  /** S''(z), given h = S(z). */
  public abstract double curvature(double z, double h);

  /** The activation of an option's name, such as "sigmoid". */
  public static Activation named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The option's name. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * z ← S(z) and slopes ← S'(z), for {@code count} numbers: the bits of {@link #value} and {@link
   * #slope}.
   *
   * @param z pre-activations, overwritten by the values
   * @param slopes overwritten; null where slopes are not wanted
   * @param exponential for the calling thread
   */
  void apply(double[] z, double[] slopes, int count, Exponential exponential) {
    if (slopes == null) {
      for (int k = 0; k < count; k++) {
        z[k] = value(z[k]);
      }
      return;
    }
    for (int k = 0; k < count; k++) {
      double h = value(z[k]);
      slopes[k] = slope(z[k], h);
      z[k] = h;
    }
  }
}
